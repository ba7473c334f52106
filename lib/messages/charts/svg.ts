import { escapeMarkup } from '../plain-text.ts';
import { FONT_FAMILY, type Weight } from './typeface.ts';

/** Part of a picture: SVG markup with its origin at the top left, and its height. */
export type Block = { readonly markup: string; readonly height: number };

/** `anchor`: whether `x` is the start, the middle or the end of the text. */
export type TextStyle = {
  readonly size: number;
  readonly fill: string;
  readonly weight?: Weight;
  readonly anchor?: 'start' | 'middle' | 'end';
};

/** One line of text; `y` is its baseline. */
export function textAt(x: number, y: number, content: string, style: TextStyle): string {
  const { size, fill, weight = 'normal', anchor = 'start' } = style;
  return `<text x="${round(x)}" y="${round(y)}" font-family="${FONT_FAMILY}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${escapeMarkup(content)}</text>`;
}

/** A filled rectangle; empty if it has no width. */
export function rectAt(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius = 0,
): string {
  if (width <= 0) return '';
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${Math.min(radius, round(width / 2))}" fill="${fill}"/>`;
}

/** Translates markup. */
export function moved(x: number, y: number, markup: string): string {
  return `<g transform="translate(${round(x)} ${round(y)})">${markup}</g>`;
}

/** The texts of a picture. */
export function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text\b[^>]*>([^<]*)<\/text>/g)].map(([, content]) => unescapeText(content!));
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Rounds to a hundredth of a unit, which nobody can see. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
