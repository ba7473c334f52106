/**
 * Writes data/typeface.json, the glyphs that pictures are drawn with: `node data/subset-typeface.ts`.
 *
 * DejaVu Sans, regular and bold, reduced to Latin letters, digits and the punctuation in our texts, with the
 * width of each glyph, since layout needs to measure text.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import opentype from 'opentype.js';
import subsetFont from 'subset-font';

const { resolve } = createRequire(import.meta.url);

/** Basic Latin, Latin-1, Latin Extended-A; then dashes, quotes, ellipsis, minus, and comparisons. */
const LETTERS = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0xac),
  ...range(0xae, 0x17f),
  ...['‐', '–', '—', '‘', '’', '“', '”', '…', '−', '≤', '≥', '→', '•'],
];

/** Copyright, version, licence and its address stay in the font itself, as the licence requires. */
const NAMES_KEPT = [0, 5, 13, 14];

const faces = await Promise.all([face('normal', 'DejaVuSans'), face('bold', 'DejaVuSans-Bold')]);
writeFileSync(
  join(import.meta.dirname, 'typeface.json'),
  [
    '{',
    '"schema":"hashtilt/typeface@1",',
    `"source":${JSON.stringify('DejaVu Sans 2.37, by way of dejavu-fonts-ttf 2.37.3; subset by data/subset-typeface.ts. Changes of DejaVu are in the public domain; Bitstream Vera: Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved; Arev: Copyright (c) 2006 by Tavmjong Bah. All Rights Reserved. The licence stands in each font and at the address.')},`,
    '"licence":"https://dejavu-fonts.github.io/License.html",',
    '"family":"DejaVu Sans",',
    '"faces":[',
    faces.map((entry) => JSON.stringify(entry)).join(',\n'),
    ']',
    '}',
    '',
  ].join('\n'),
);

async function face(weight: 'normal' | 'bold', file: string) {
  const whole = readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`));
  const ttf = await subsetFont(whole, LETTERS.join(''), {
    targetFormat: 'sfnt',
    preserveNameIds: NAMES_KEPT,
    keepFeatures: ['kern', 'mark', 'mkmk', 'ccmp', 'locl'],
    noHinting: true,
  });
  const font = opentype.parse(ttf.buffer.slice(ttf.byteOffset, ttf.byteOffset + ttf.byteLength));
  const widths = LETTERS.map((letter) => {
    const glyph = font.charToGlyph(letter);
    if (glyph.index === 0) throw new Error(`${file} lost the letter ${JSON.stringify(letter)}`);
    return [letter, glyph.advanceWidth];
  });
  return {
    weight,
    unitsPerEm: font.unitsPerEm,
    widths: Object.fromEntries(widths),
    ttf: ttf.toString('base64'),
  };
}

function range(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
