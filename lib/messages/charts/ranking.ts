import { aboutPercent, percent, percentRange } from '../format.ts';
import { type BarLook, bar, barAxis } from './bars.ts';
import type { Estimate, Ranking, Theme } from './chart.ts';
import { colourOf, neutralColour } from './colours.ts';
import { BODY_WIDTH, type Drawing, frame } from './frame.ts';
import { type Ink, inkOf } from './ink.ts';
import { type Block, moved, textAt } from './svg.ts';
import { truncated, widthOf } from './typeface.ts';

const ROW = 35;
const TEXT = 12;

/** Draws a ranking as bars with intervals. */
export function drawRanking(ranking: Ranking, theme: Theme): Drawing {
  const { measure, basis, day } = ranking;
  const captions = { title: titleOf(ranking), subtitle: measure, bases: [basis], day };
  const ink = inkOf(theme);
  return frame(captions, rowsOf(ranking, theme, ink), ink);
}

function titleOf({ holdings: [first], holders, majority }: Ranking): string {
  const leads = `${first.name} leads with ${percent(first.share)}`;
  if (majority === null) return leads;
  return majority === 1
    ? `${first.name} holds ${percent(first.share)}`
    : `${leads}; ${majority} ${holders} hold more than half`;
}

/** Rows of holdings, then of the remaining shares. */
function rowsOf({ holdings, rest }: Ranking, theme: Theme, ink: Ink): Block {
  const others = rest.map(({ name, share }) => ({ name, share, interval: null, fill: neutralColour(theme) }));
  const rows = [
    ...holdings.map((holding) => ({ ...holding, fill: colourOf(holding.key, theme) })),
    ...others,
  ];
  return holdingRows(rows, ink);
}

/** Rows of holdings with an axis below. */
export function holdingRows(
  rows: readonly (Estimate & { readonly name: string; readonly fill: string })[],
  ink: Ink,
): Block {
  const drawn = rows.map((row, index) => holdingRow(index * ROW, row, { fill: row.fill, ink }));
  const axis = barAxis(ink);
  const height = rows.length * ROW;
  return { markup: drawn.join('') + moved(0, height, axis.markup), height: height + axis.height };
}

/** A name and its share with interval, above a bar. */
function holdingRow(top: number, holding: Estimate & { readonly name: string }, look: BarLook): string {
  const { ink } = look;
  const value = shareText(holding);
  const name = truncated(holding.name, BODY_WIDTH - widthOf(value, TEXT) - 8, TEXT, 'bold');
  return [
    textAt(0, top + 16, name, { size: TEXT, weight: 'bold', fill: ink.text }),
    textAt(BODY_WIDTH, top + 16, value, { size: TEXT, fill: ink.text, anchor: 'end' }),
    bar(top + 21, holding, look),
  ].join('');
}

/** "36.0% (33.1-38.9%)", with the maximum of a share by seat; "about 38% (31-46%)" for a modelled share. */
export function shareText({ share, interval, upTo, isModelled }: Estimate): string {
  if (isModelled)
    return interval === null ? aboutPercent(share) : `${aboutPercent(share)} (${percentRange(interval, 0)})`;
  const known = interval === null ? percent(share) : `${percent(share)} (${percentRange(interval)})`;
  return upTo === undefined ? known : `${known}, up to ${percent(upTo, 0)}`;
}
