import type { Estimate } from './chart.ts';
import { BODY_WIDTH } from './frame.ts';
import type { Ink } from './ink.ts';
import { type Block, rectAt, round, textAt } from './svg.ts';

const HEIGHT = 9;
const SMALL = 10;

export type BarLook = { readonly width?: number; readonly fill: string; readonly ink: Ink };

const MARKS = [
  { at: 1 / 3, name: 'third' },
  { at: 1 / 2, name: 'half' },
] as const;

/**
 * A share as a bar in a trough that is the whole network, so that half is in the middle in every picture. The bar is
 * pale up to the share's maximum, and a whisker shows its interval.
 */
export function bar(
  y: number,
  { share, interval, upTo }: Estimate,
  { width = BODY_WIDTH, fill, ink }: BarLook,
): string {
  const at = (value: number) => value * width;
  const marks = MARKS.map((mark) => `M${round(at(mark.at))},${y - 2}V${y + HEIGHT + 2}`).join('');
  return [
    rectAt(0, y, width, HEIGHT, ink.trough, 2),
    upTo === undefined ? '' : `<g opacity="0.35">${rectAt(0, y, at(upTo), HEIGHT, fill, 2)}</g>`,
    rectAt(0, y, Math.max(1, at(share)), HEIGHT, fill, 2),
    `<path d="${marks}" fill="none" stroke="${ink.muted}" stroke-width="0.8"/>`,
    interval === null ? '' : whisker(at(interval.low), at(interval.high), y + HEIGHT / 2, ink),
  ].join('');
}

/** Labels for the ends and marks of the bars above. */
export function barAxis(ink: Ink, width: number = BODY_WIDTH): Block {
  const label = (at: number, text: string, anchor: 'start' | 'middle' | 'end') =>
    textAt(at * width, 10, text, { size: SMALL, fill: ink.muted, anchor });
  const marks = MARKS.map(({ at, name }) => label(at, name, 'middle'));
  return { markup: label(0, '0', 'start') + marks.join('') + label(1, '100%', 'end'), height: 12 };
}

/** Drawn as ink over paper, so that it is visible both on the bar and outside it. */
function whisker(from: number, to: number, y: number, ink: Ink): string {
  const [left, right] = [Math.max(0.75, from), to - 0.75].map(round);
  const path = `M${left},${y}H${right}M${left},${y - 3}V${y + 3}M${right},${y - 3}V${y + 3}`;
  const stroke = (colour: string, width: number) =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="square"/>`;
  return stroke(ink.paper, 3) + stroke(ink.text, 1.2);
}
