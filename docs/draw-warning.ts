/**
 * Draws a warning from the recorded days as a phone shows it: `npm run docs:picture` writes docs/warning.svg. The
 * program itself composes the text; none of it is written by hand.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRules } from '../lib/config/default-rules.ts';
import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../lib/core/ledger/utc-day.ts';
import { replayRules } from '../lib/core/warnings/history.ts';
import { composeWarning } from '../lib/daily/compose-warning.ts';
import type { Inline, Message } from '../lib/messages/message.ts';
import { renderPlain } from '../lib/messages/render-plain.ts';

const DAY = parseDay('2024-12-30');
const WIDTH = 420;
const MARGIN = 28;
const SIZE = 15;
const LINE = 21;
const GAP = 10;
const MARK_WIDTH = 20;

type Word = { readonly text: string; readonly isBold: boolean };

const message = warningOf();
// The severity emoji is drawn as a circle: not every font has it.
const title = renderPlain(message).split('\n', 1)[0]!.replace(/^\S+ /, '');
const paragraphs = [
  wrap([{ kind: 'bold', text: title }], MARK_WIDTH),
  ...message.sections.flatMap((section) => (section.kind === 'paragraph' ? [wrap(section.inlines)] : [])),
];
writeFileSync(join(import.meta.dirname, 'warning.svg'), draw(paragraphs));

function warningOf(): Message {
  const ledger = shippedLedger();
  const { transitions } = replayRules(ledger, defaultRules(), 'then');
  const composed = composeWarning(
    { ledger, transitions, notes: [], signals: [], knowledge: 'then', reportUrl: null },
    DAY,
  );
  if (composed === null) throw new Error(`no warning on ${DAY}`);
  return composed;
}

/** Breaks a paragraph into lines by the estimated width of its words in a sans-serif face. */
function wrap(inlines: readonly Inline[], indent = 0): readonly (readonly Word[])[] {
  const words = inlines.flatMap(({ kind, text }) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ text: word, isBold: kind === 'bold' })),
  );
  const lines: Word[][] = [[]];
  let width = indent;
  for (const word of words) {
    const wordWidth = (word.text.length + 1) * SIZE * (word.isBold ? 0.57 : 0.52);
    if (width + wordWidth > WIDTH - 2 * MARGIN) {
      lines.push([]);
      width = 0;
    }
    lines.at(-1)!.push(word);
    width += wordWidth;
  }
  return lines;
}

function draw(all: readonly (readonly (readonly Word[])[])[]): string {
  let y = MARGIN + SIZE;
  const texts = [`<circle cx="${MARGIN + 6}" cy="${y - 5}" r="6" fill="#f2811d"/>`];
  let indent = MARK_WIDTH;
  for (const lines of all) {
    for (const line of lines) {
      const spans = line.map(
        ({ text, isBold }) => `<tspan${isBold ? ' font-weight="600"' : ''}>${escapeXml(text)} </tspan>`,
      );
      texts.push(`<text x="${MARGIN + indent}" y="${y}" xml:space="preserve">${spans.join('')}</text>`);
      indent = 0;
      y += LINE;
    }
    y += GAP;
  }
  const height = y - GAP + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect x="8" y="8" width="${WIDTH - 16}" height="${height - 16}" rx="16" fill="#ffffff" stroke="#c9d3dc"/>`,
    `<g font-family="-apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="${SIZE}" fill="#17212b">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
