import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { dayText, percent } from '../format.ts';
import type { ShareOverTime, Theme, Trend } from './chart.ts';
import { colourOf } from './colours.ts';
import { BODY_WIDTH, type Drawing, frame } from './frame.ts';
import { type Ink, inkOf } from './ink.ts';
import { movedArea } from './plot-area.ts';
import { type Block, moved, rectAt, textAt } from './svg.ts';
import { timeline } from './timeline.ts';
import { truncated, widthOf } from './typeface.ts';

const HEIGHT = 230;
const TEXT = 12;
const LINE = 18;
const SWATCH = 16;

/** Draws shares over time with their interval bands, and the bounds of rules. */
export function drawShareOverTime(chart: ShareOverTime, theme: Theme): Drawing {
  const { trends, bounds, measure, basis, day } = chart;
  const ink = inkOf(theme);
  const lines = timeline(trends, { bounds, marks: [] }, { theme, ink, height: HEIGHT });
  const names = trends.length === 1 ? { markup: '', height: 0 } : legend(trends, theme, ink);
  const body = {
    markup: names.markup + moved(0, names.height, lines.markup),
    height: names.height + lines.height,
    area: movedArea(0, names.height, lines.area),
  };
  return frame({ title: titleOf(trends, day), subtitle: measure, bases: [basis], day }, body, ink);
}

/** The final and the highest share; for two subjects, both final shares. */
function titleOf([first, second, ...others]: ShareOverTime['trends'], day: UtcDay): string {
  const ends = [first, second].map((trend) => trend?.points.at(-1)?.estimate?.share);
  if (second !== undefined && others.length === 0 && ends.every((share) => share !== undefined))
    return `${first.name} at ${percent(ends[0]!)}, ${second.name} at ${percent(ends[1]!)}`;
  return summaryOf(first, day);
}

function summaryOf({ name, points }: Trend, day: UtcDay): string {
  const known = points.flatMap(({ day, estimate }) =>
    estimate === null ? [] : [{ day, share: estimate.share }],
  );
  const last = known.at(-1);
  if (last === undefined) return `${name}: no day of this period was counted`;
  const most = known.reduce((a, b) => (b.share > a.share ? b : a));
  const end = `${name} at ${percent(last.share)}${last.day === day ? '' : ` on ${dayText(last.day)}`}`;
  if (most === last) return `${end}, its highest in this period`;
  return `${end}; highest ${percent(most.share)} on ${dayText(most.day)}`;
}

/** A swatch and a name for each line, wrapped as needed. */
function legend(trends: readonly Trend[], theme: Theme, ink: Ink): Block {
  let [x, y] = [0, 14];
  const parts = trends.map(({ key, name: whole }) => {
    const name = truncated(whole, BODY_WIDTH - SWATCH, TEXT);
    const width = SWATCH + widthOf(name, TEXT) + 14;
    if (x > 0 && x + width - 14 > BODY_WIDTH) [x, y] = [0, y + LINE];
    const left = x;
    x += width;
    return (
      rectAt(left, y - 9, 11, 9, colourOf(key, theme), 2) +
      textAt(left + SWATCH, y, name, { size: TEXT, fill: ink.text })
    );
  });
  return { markup: parts.join(''), height: y + 6 };
}
