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

/** The family that every text of a picture is set in. */
export const FONT_FAMILY: string = typeface.family;

/** The fonts themselves, TrueType: a rasterizer without them draws no text and says nothing. */
export function fontFiles(): readonly Uint8Array[] {
  return typeface.faces.map(({ ttf }) => Buffer.from(ttf, 'base64'));
}

/** A text has letters that the fonts of pictures lack: they would be drawn as boxes, or not at all. */
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

/** Requires that every letter of a text can be drawn. @throws MissingGlyphError */
export function requireGlyphs(text: string): void {
  const { widths } = faces.get('normal')!;
  const missing = [...new Set(text)].filter((letter) => !widths.has(letter));
  if (missing.length > 0) throw new MissingGlyphError(missing, text);
}

/** How wide a line of text is, in the unit of `size`; letters that the font lacks count as wide as an "M". */
export function widthOf(text: string, size: number, weight: Weight = 'normal'): number {
  const { unitsPerEm, widths } = faces.get(weight)!;
  const wide = widths.get('M')!;
  const units = [...text].reduce((sum, letter) => sum + (widths.get(letter) ?? wide), 0);
  return (units * size) / unitsPerEm;
}

/** A text that is at most `width` wide: where it is longer its end gives way to an ellipsis. */
export function fitted(text: string, width: number, size: number, weight: Weight = 'normal'): string {
  if (widthOf(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size, weight) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Breaks a text between words into lines of at most `width`; a longer word has a line of its own. */
export function wrap(
  text: string,
  width: number,
  size: number,
  weight: Weight = 'normal',
): readonly string[] {
  const lines: string[] = [];
  // A short number belongs to what it counts: "36%", "7 days", "30 Dec".
  for (const word of text.split(/(?<!\b\d{1,2}) (?!%)/)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
