import { midnight, type UtcDay } from '../../core/ledger/utc-day.ts';
import type { Bound } from '../../core/rules/rule.ts';
import type { Interval } from '../../core/shares/interval.ts';
import { boundText, capitalised, percent } from '../format.ts';
import { calendarTicks } from './calendar-ticks.ts';
import type { Mark, Theme, Trend } from './chart.ts';
import { colourOf } from './colours.ts';
import { BODY_WIDTH } from './frame.ts';
import type { Ink } from './ink.ts';
import type { PlotArea } from './plot-area.ts';
import { type Block, rectAt, round, textAt } from './svg.ts';
import { widthOf } from './typeface.ts';

const LABEL = 11;
const LEFT = 38;
const UNDER = 24;
const GAP = 'not known';
const BOUND_DASH = '5,3';
const LANDMARK_DASH = '1,3';
const MARK_LINE = 15;
const MAX_POINTS = 240;

/** Distance from a text's middle to its baseline, relative to its size. */
const BELOW_MIDDLE = 0.36;

type Landmark = { readonly value: number; readonly name: string };

const LANDMARKS: readonly Landmark[] = [
  { value: 1 / 3, name: 'a third' },
  { value: 1 / 2, name: 'half' },
];

/** Annotations of a plot; the names of bounds replace the figures at the ends of lines. */
export type Annotations = { readonly bounds: readonly Bound[]; readonly marks: readonly Mark[] };

/** Plots shares over time from 0 up, with interval bands, horizontal bounds and vertical marks. */
export function timeline(
  trends: readonly Trend[],
  { bounds, marks }: Annotations,
  { theme, ink, height }: { readonly theme: Theme; readonly ink: Ink; readonly height: number },
): Block & { readonly area: PlotArea } {
  const ends = trends.flatMap(({ points }) => [points[0]!.day, points.at(-1)!.day]).sort();
  const [first, last] = [ends[0]!, ends.at(-1)!];
  const high = highest(trends);
  const near = boundsNear(bounds, high);
  const { top: most, step } = axisFor(Math.max(high, ...near.map(({ value }) => value)));
  const known = landmarks(near, most);
  const right = Math.max(46, ...near.map((bound) => widthOf(nameOf(bound), LABEL, 'bold') + 8));
  const top = 10 + marks.length * MARK_LINE;
  const [width, plotHeight] = [BODY_WIDTH - LEFT - right, height - top - UNDER];
  const steps = Array.from({ length: Math.round(most / step) }, (_, index) => (index + 1) * step);
  const area: PlotArea = {
    ...{ left: LEFT, top, width, height: plotHeight, from: first, to: last, most },
    across: [
      ...steps.map((share) => ({ share, colour: ink.grid, dash: 'none' })),
      ...known.map(({ value }) => ({ share: value, colour: ink.muted, dash: LANDMARK_DASH })),
      ...near.map(({ value }) => ({ share: value, colour: ink.bound, dash: BOUND_DASH })),
    ],
    lines: trends.map(({ key, name }) => ({ key, name, colour: colourOf(key, theme) })),
  };
  const plot = plotOf(area);
  const markup = [
    gapAreas(trends, plot, ink),
    axes(plot, [0, ...steps], step, ink),
    ...known.map((landmark) => landmarkLine(landmark, plot, ink)),
    ...trends.map((trend) => curve(downsampled(trend), plot, colourOf(trend.key, theme))),
    ...near.map((bound) => boundLine(bound, plot, ink)),
    ...marks.map((mark, line) => markLine(mark, line, plot, ink)),
    near.length === 0 ? endLabels(trends, plot, theme) : '',
  ].join('');
  return { markup, height, area };
}

type Plot = PlotArea & {
  readonly bottom: number;
  readonly x: (day: UtcDay) => number;
  readonly y: (share: number) => number;
};

function plotOf(area: PlotArea): Plot {
  const { left, top, width, height, from, to, most } = area;
  const [bottom, start] = [top + height, midnight(from)];
  const span = Math.max(1, midnight(to) - start);
  return {
    ...area,
    bottom,
    x: (day) => left + (width * (midnight(day) - start)) / span,
    y: (share) => bottom - (height * share) / most,
  };
}

function strokePath(d: string, stroke: string, style = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}"${style}/>`;
}

function dashed(width: number, dash: string): string {
  return ` stroke-width="${width}" stroke-dasharray="${dash}"`;
}

function across(y: number, { left, width }: PlotArea): string {
  return `M${left},${crisp(y)}h${round(width)}`;
}

/** The middle of a unit, so that a thin line is not blurred over two pixels. */
function crisp(value: number): number {
  return Math.floor(value) + 0.5;
}

/** Grid lines with share labels, and calendar ticks below. */
function axes(plot: Plot, shares: readonly number[], step: number, ink: Ink): string {
  const { left, from, to, bottom, y, x } = plot;
  const small = { size: LABEL, fill: ink.muted };
  const { ticks, tickText } = calendarTicks(from, to);
  return [
    ...shares.map((share) => strokePath(across(y(share), plot), share === 0 ? ink.muted : ink.grid)),
    ...shares.map((share) =>
      textAt(left - 8, y(share) + BELOW_MIDDLE * LABEL, percent(share, step < 0.05 ? 1 : 0), {
        ...small,
        anchor: 'end',
      }),
    ),
    ...ticks.map((day) => strokePath(`M${crisp(x(day))},${bottom}v5`, ink.muted)),
    ...ticks.map((day) => textAt(x(day), bottom + 17, tickText(day), { ...small, anchor: 'middle' })),
  ].join('');
}

/**
 * Downsamples a trend to about the pixels of a phone, keeping of several days the last, or one without a value, so that
 * gaps remain.
 */
function downsampled({ points, ...trend }: Trend): Trend {
  const step = Math.ceil(points.length / MAX_POINTS);
  const kept = points.flatMap((last, index) => {
    if ((points.length - 1 - index) % step !== 0) return [];
    const before = points.slice(Math.max(0, index - step + 1), index);
    return [before.find(({ estimate }) => estimate === null) ?? last];
  });
  return { ...trend, points: kept };
}

function highest(trends: readonly Trend[]): number {
  return Math.max(
    0,
    ...trends.flatMap(({ points }) =>
      points.map(({ estimate }) => estimate?.interval?.high ?? estimate?.share ?? 0),
    ),
  );
}

/** The bounds that were crossed, and the next higher one. */
function boundsNear(bounds: readonly Bound[], most: number): readonly Bound[] {
  const sorted = bounds.toSorted((a, b) => a.value - b.value);
  const next = sorted.findIndex(({ value }) => value >= most);
  return next === -1 ? sorted : sorted.slice(0, next + 1);
}

/** A round maximum above a share, with round steps. */
function axisFor(share: number): { readonly top: number; readonly step: number } {
  const axes = [
    [0.04, 0.01],
    [0.1, 0.025],
    [0.2, 0.05],
    // Larger shares have one scale in common, which shows a third and half.
    [0.6, 0.1],
  ] as const;
  const [top, step] = axes.find(([candidate]) => candidate >= share * 1.02) ?? [1, 0.2];
  return { top, step };
}

/** A third and half, unless off the scale or hidden by a bound. */
function landmarks(bounds: readonly Bound[], top: number): readonly Landmark[] {
  const isFree = ({ value }: Landmark) => !bounds.some((bound) => Math.abs(bound.value - value) < 0.01);
  return LANDMARKS.filter((landmark) => landmark.value < top && isFree(landmark));
}

/** A line with its interval band, both with gaps on days without a value. */
function curve({ points }: Trend, { x, y }: Plot, colour: string): string {
  const at = (day: UtcDay, share: number) => `${x(day).toFixed(1)},${y(share).toFixed(1)}`;
  const line = runsOf(points, ({ estimate }) => estimate !== null)
    .map((run) => `M${run.map(({ day, estimate }) => at(day, estimate!.share)).join('L')}h0`)
    .join('');
  const band = runsOf(points, ({ estimate }) => estimate !== null && estimate.interval !== null)
    .map((run) => {
      const edge = (end: keyof Interval) => run.map(({ day, estimate }) => at(day, estimate!.interval![end]));
      return `M${[...edge('high'), ...edge('low').reverse()].join('L')}Z`;
    })
    .join('');
  return [
    band === '' ? '' : `<path d="${band}" fill="${colour}" fill-opacity="0.2"/>`,
    // Round line caps show a single day between two gaps as a point.
    strokePath(line, colour, ' stroke-width="2" stroke-linejoin="round" stroke-linecap="round"'),
  ].join('');
}

/** The runs of consecutive items for which something holds. */
function runsOf<T>(items: Iterable<T>, holds: (item: T) => boolean): readonly (readonly T[])[] {
  const runs: T[][] = [[]];
  for (const item of items) {
    if (holds(item)) runs.at(-1)!.push(item);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/** The last share at the end of each line; labels of nearby ends are spread apart. */
function endLabels(trends: readonly Trend[], { x, y, bottom }: Plot, theme: Theme): string {
  const ends = trends.flatMap(({ key, points }) => {
    const { day, estimate } = points.at(-1)!;
    return estimate === null ? [] : [{ key, left: x(day) + 4, share: estimate.share, at: y(estimate.share) }];
  });
  let above = Number.POSITIVE_INFINITY;
  const placed = ends
    .sort((a, b) => a.share - b.share)
    .map((end) => {
      above = Math.min(end.at, above - LABEL, bottom - 2);
      return { ...end, at: above };
    });
  return placed
    .map(({ key, left, share, at }) =>
      textAt(left, at + BELOW_MIDDLE * LABEL, percent(share), { ...LINE_LABEL, fill: colourOf(key, theme) }),
    )
    .join('');
}

const LINE_LABEL = { size: LABEL, weight: 'bold' } as const;

function boundLine(bound: Bound, plot: Plot, ink: Ink): string {
  const { left, width, y } = plot;
  const label = { ...LINE_LABEL, fill: ink.bound };
  return (
    strokePath(across(y(bound.value), plot), ink.bound, dashed(1.2, BOUND_DASH)) +
    textAt(left + width + 4, y(bound.value) + BELOW_MIDDLE * LABEL, nameOf(bound), label)
  );
}

function landmarkLine({ value, name }: Landmark, plot: Plot, ink: Ink): string {
  return (
    strokePath(across(plot.y(value), plot), ink.muted, dashed(0.8, LANDMARK_DASH)) +
    textAt(plot.left + 2, plot.y(value) - 3, name, { size: LABEL, fill: ink.muted })
  );
}

/** The anchor that keeps a text at `x` inside the picture. */
function anchorOf(x: number, width: number): 'start' | 'middle' | 'end' {
  return x + width / 2 > BODY_WIDTH ? 'end' : x - width / 2 < 0 ? 'start' : 'middle';
}

/** Each mark has its own line of text. */
function markLine({ day, what, tone }: Mark, line: number, plot: Plot, ink: Ink): string {
  const colour = { raised: ink.bound, cleared: ink.cleared, neutral: ink.text }[tone];
  const { top, bottom } = plot;
  const x = plot.x(day);
  const anchor = anchorOf(x, widthOf(what, LABEL, 'bold'));
  const dash = tone === 'cleared' ? '' : ' stroke-dasharray="2,2"';
  return (
    strokePath(`M${crisp(x)},${top}V${bottom}`, colour, ` stroke-width="1.2"${dash}`) +
    textAt(x, top - 5 - line * MARK_LINE, what, { ...LINE_LABEL, fill: colour, anchor })
  );
}

/**
 * Shades days without any value, so that a gap is not mistaken for a quiet period. Gaps are labelled at the top, clear of
 * the lines; of gaps too close together only the first is.
 */
function gapAreas(trends: readonly Trend[], { x, top, height }: Plot, ink: Ink): string {
  const known = new Set(trends.flatMap(({ points }) => points.flatMap((p) => (p.estimate ? [p.day] : []))));
  const days = trends[0]!.points.map(({ day }) => day);
  const wide = widthOf(GAP, LABEL);
  let named = Number.NEGATIVE_INFINITY;
  let markup = '';
  for (const gap of runsOf(days.keys(), (index) => !known.has(days[index]!))) {
    const [before, after] = [Math.max(0, gap[0]! - 1), Math.min(days.length - 1, gap.at(-1)! + 1)];
    const [left, right] = [x(days[before]!), x(days[after]!)];
    markup += rectAt(left, top, right - left, height, ink.trough);
    const middle = (left + right) / 2;
    if (middle - named > wide) {
      markup += textAt(middle, top + 4 + LABEL, GAP, {
        size: LABEL,
        fill: ink.muted,
        anchor: anchorOf(middle, wide),
      });
      named = middle;
    }
  }
  return markup;
}

function nameOf(bound: Bound): string {
  return capitalised(boundText(bound));
}
