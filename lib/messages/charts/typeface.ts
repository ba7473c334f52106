import * as z from 'zod/mini';
import table from '../../../data/typeface.json' with { type: 'json' };
import { parseInput } from '../../schema.ts';

export type Weight = 'normal' | 'bold';

const typefaceSchema = z.object({
  family: z.string(),
  faces: z.array(
    z.object({
      weight: z.enum(['normal', 'bold']),
      unitsPerEm: z.number(),
      widths: z.record(z.string(), z.number()),
      ttf: z.base64(),
    }),
  ),
});

const typeface = parseInput(typefaceSchema, table, 'data/typeface.json');

type Face = { readonly unitsPerEm: number; readonly widths: ReadonlyMap<string, number> };

const faces = new Map<Weight, Face>(
  typeface.faces.map(({ weight, unitsPerEm, widths }) => [
    weight,
    { unitsPerEm, widths: new Map(Object.entries(widths)) },
  ]),
);

export const FONT_FAMILY: string = typeface.family;

/** The TrueType fonts. Without them the rasterizer silently draws no text. */
export function fontFiles(): readonly Uint8Array[] {
  return typeface.faces.map(({ ttf }) => Buffer.from(ttf, 'base64'));
}

/** A text has letters that the fonts lack, which would be drawn as boxes or not at all. */
export class MissingGlyphError extends Error {
  readonly letters: readonly string[];
  readonly retryable = false;

  constructor(letters: readonly string[], text: string) {
    const codes = letters.map((letter) => `U+${letter.codePointAt(0)!.toString(16).toUpperCase()}`);
    super(`cannot draw ${codes.join(', ')} of "${text}": ${FONT_FAMILY} as shipped has no such letter`);
    this.name = 'MissingGlyphError';
    this.letters = letters;
  }
}

/** Checks that the fonts have every letter of a text. @throws MissingGlyphError if not. */
export function requireGlyphs(text: string): void {
  const { widths } = faces.get('normal')!;
  const missing = [...new Set(text)].filter((letter) => !widths.has(letter));
  if (missing.length > 0) throw new MissingGlyphError(missing, text);
}

/** Width of a line of text, in the unit of `size`; letters that the font lacks count as an "M". */
export function widthOf(text: string, size: number, weight: Weight = 'normal'): number {
  const { unitsPerEm, widths } = faces.get(weight)!;
  const wide = widths.get('M')!;
  const units = [...text].reduce((sum, letter) => sum + (widths.get(letter) ?? wide), 0);
  return (units * size) / unitsPerEm;
}

/** Truncates a text to at most `width`, ending in an ellipsis. */
export function truncated(text: string, width: number, size: number, weight: Weight = 'normal'): string {
  if (widthOf(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size, weight) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Wraps a text at spaces into lines of at most `width`; a longer word gets its own line. */
export function wrap(
  text: string,
  width: number,
  size: number,
  weight: Weight = 'normal',
): readonly string[] {
  const lines: string[] = [];
  // No break after a short number ("7 days", "30 Dec") or before a percent sign.
  for (const word of text.split(/(?<!\b\d{1,2}) (?!%)/)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
