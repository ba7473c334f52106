import type { Estimate } from './chart.ts';
import { BODY_WIDTH } from './frame.ts';
import type { Ink } from './ink.ts';
import { rectAt, round } from './svg.ts';

const HEIGHT = 9;

/** The largest share that bars of one picture show, intervals included: the full width. */
export function fullScale(estimates: readonly Estimate[]): number {
  return Math.max(
    ...estimates.map(({ share, interval, upTo = 0 }) => Math.max(interval?.high ?? share, upTo)),
  );
}

/** A bar of a share as long as its part of `scale`, pale as far as it could go, with a whisker over its interval. */
export function bar(
  y: number,
  { share, interval, upTo }: Estimate,
  { scale, width = BODY_WIDTH, fill, ink }: { scale: number; width?: number; fill: string; ink: Ink },
): string {
  const at = (value: number) => (value / scale) * width;
  return [
    rectAt(0, y, width, HEIGHT, ink.trough, 2),
    upTo === undefined ? '' : `<g opacity="0.35">${rectAt(0, y, at(upTo), HEIGHT, fill, 2)}</g>`,
    rectAt(0, y, Math.max(1, at(share)), HEIGHT, fill, 2),
    interval === null ? '' : whisker(at(interval.low), at(interval.high), y + HEIGHT / 2, ink),
  ].join('');
}

/** Drawn twice, paper below ink, so that it can be seen on the bar and beside it. */
function whisker(from: number, to: number, y: number, ink: Ink): string {
  const [left, right] = [Math.max(0.75, from), to - 0.75].map(round);
  const path = `M${left},${y}H${right}M${left},${y - 3}V${y + 3}M${right},${y - 3}V${y + 3}`;
  const stroke = (colour: string, width: number) =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="square"/>`;
  return stroke(ink.paper, 3) + stroke(ink.text, 1.2);
}
