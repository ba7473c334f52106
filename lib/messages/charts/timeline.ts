import type { UtcDay } from '../../core/ledger/utc-day.ts';
import type { Bound } from '../../core/rules/rule.ts';
import type { Interval } from '../../core/shares/interval.ts';
import { boundText, capitalised, percent } from '../format.ts';
import { calendarTicks, timeOf } from './calendar-ticks.ts';
import type { Mark, Theme, Trend } from './chart.ts';
import { colourOf } from './colours.ts';
import { BODY_WIDTH } from './frame.ts';
import type { Ink } from './ink.ts';
import { plot } from './plot.ts';
import type { PlotArea } from './plot-area.ts';
import type { Block } from './svg.ts';
import { widthOf } from './typeface.ts';

const LABEL = 11;
const LEFT = 38;
const UNDER = 24;
const GAP = 'not known';
const BOUND_DASH = [5, 3];
const LANDMARK_DASH = [1, 3];
const MARK_LINE = 15;
const MOST_POINTS = 240;

type Landmark = { readonly value: number; readonly name: string };

const LANDMARKS: readonly Landmark[] = [
  { value: 1 / 3, name: 'a third' },
  { value: 1 / 2, name: 'half' },
];

/** What stands in a plot beside its lines; the names of bounds take the place of figures at the lines' ends. */
export type Annotations = { readonly bounds: readonly Bound[]; readonly marks: readonly Mark[] };

/** Lines of shares over days from 0 up, each in a band over its interval, with bounds across and marks upright. */
export function timeline(
  trends: readonly Trend[],
  { bounds, marks }: Annotations,
  { theme, ink, height }: { readonly theme: Theme; readonly ink: Ink; readonly height: number },
): Block & { readonly area: PlotArea } {
  const days = trends.flatMap(({ points }) => points.map(({ day }) => day)).sort();
  const [first, last] = [days[0]!, days.at(-1)!];
  const { ticks, tickText } = calendarTicks(first, last);
  const drawn = trends.map(thinned);
  const near = boundsNear(bounds, highest(trends));
  const { top, step } = axisOver(Math.max(highest(trends), ...near.map(({ value }) => value)));
  const known = landmarks(near, top);
  const label = { fontSize: LABEL, color: ink.muted };
  const right = Math.max(46, ...near.map((bound) => widthOf(nameOf(bound), LABEL, 'bold') + 8));
  const over = 10 + marks.length * MARK_LINE;
  const drawing = plot(
    {
      grid: { left: LEFT, right, top: over, bottom: UNDER },
      xAxis: {
        type: 'time',
        min: timeOf(first),
        max: timeOf(last),
        axisLabel: { ...label, customValues: ticks, formatter: tickText },
        axisLine: { lineStyle: { color: ink.muted } },
        axisTick: { lineStyle: { color: ink.muted }, customValues: ticks },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: top,
        interval: step,
        axisLabel: { ...label, formatter: (value: number) => percent(value, step < 0.05 ? 1 : 0) },
        splitLine: { lineStyle: { color: ink.grid } },
      },
      series: drawn.flatMap((trend, index) => [
        ...bandOf(trend, theme),
        {
          ...lineOf(trend, theme, near.length === 0),
          ...(index === 0 && {
            markLine: {
              symbol: 'none',
              silent: true,
              // By default a bound of one third would be drawn at .33.
              precision: 12,
              data: [
                ...known.map((landmark) => landmarkLine(landmark, ink)),
                ...near.map((bound) => boundLine(bound, ink)),
                ...marks.map((mark, line) => markLine(mark, line, [first, last], right, ink)),
              ],
            },
            markArea: gapAreas(trends, ink),
          }),
        },
      ]),
    },
    height,
  );
  const area: PlotArea = {
    ...{ left: LEFT, top: over, width: BODY_WIDTH - LEFT - right, height: height - over - UNDER },
    ...{ from: first, to: last, most: top },
    across: [
      ...Array.from({ length: Math.round(top / step) }, (_, index) => ({
        share: (index + 1) * step,
        colour: ink.grid,
        dash: 'none',
      })),
      ...known.map(({ value }) => ({ share: value, colour: ink.muted, dash: `${LANDMARK_DASH}` })),
      ...near.map(({ value }) => ({ share: value, colour: ink.bound, dash: `${BOUND_DASH}` })),
    ],
    lines: trends.map(({ key, name }) => ({ key, name, colour: colourOf(key, theme) })),
  };
  return { ...drawing, area };
}

/**
 * A way of more points than a phone has pixels for, with one point for several days: their last, or one on
 * which nothing is known, so that a gap stays a gap.
 */
function thinned({ points, ...trend }: Trend): Trend {
  const step = Math.ceil(points.length / MOST_POINTS);
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

/** The bounds that were crossed, and the next one up. */
function boundsNear(bounds: readonly Bound[], most: number): readonly Bound[] {
  const sorted = bounds.toSorted((a, b) => a.value - b.value);
  const next = sorted.findIndex(({ value }) => value >= most);
  return next === -1 ? sorted : sorted.slice(0, next + 1);
}

/** A round top above a share, and round steps up to it. */
function axisOver(share: number): { readonly top: number; readonly step: number } {
  const axes = [
    [0.04, 0.01],
    [0.1, 0.025],
    [0.2, 0.05],
    // Whoever is larger is shown on one scale, on which a third and half can be seen.
    [0.6, 0.1],
  ] as const;
  const [top, step] = axes.find(([candidate]) => candidate >= share * 1.02) ?? [1, 0.2];
  return { top, step };
}

/** A third and half, where they are on the scale and no bound is drawn there. */
function landmarks(bounds: readonly Bound[], top: number): readonly Landmark[] {
  const isFree = ({ value }: Landmark) => !bounds.some((bound) => Math.abs(bound.value - value) < 0.01);
  return LANDMARKS.filter((landmark) => landmark.value < top && isFree(landmark));
}

/** Two stacked lines: the low end, which is not seen, and on it the width of the interval, filled. */
function bandOf({ key, points }: Trend, theme: Theme): readonly object[] {
  const at = (end: (interval: Interval) => number) =>
    points.map(({ day, estimate }) => [timeOf(day), estimate?.interval ? end(estimate.interval) : null]);
  const common = { type: 'line', stack: key, symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  return [
    { ...common, data: at(({ low }) => low) },
    {
      ...common,
      data: at(({ low, high }) => high - low),
      areaStyle: { color: colourOf(key, theme), opacity: 0.2 },
    },
  ];
}

function lineOf({ key, points }: Trend, theme: Theme, endsInFigure: boolean): object {
  const colour = colourOf(key, theme);
  return {
    type: 'line',
    symbol: 'none',
    lineStyle: { color: colour, width: 2 },
    itemStyle: { color: colour },
    data: points.map(({ day, estimate }) => [timeOf(day), estimate?.share ?? null]),
    endLabel: {
      show: endsInFigure,
      fontSize: LABEL,
      fontWeight: 'bold',
      color: colour,
      distance: 4,
      formatter: ({ value: [, share] }: { value: [number, number | null] }) =>
        share === null ? '' : percent(share),
    },
    labelLayout: { moveOverlap: 'shiftY' },
  };
}

const LINE_LABEL = { fontSize: LABEL, fontWeight: 'bold' };

function boundLine(bound: Bound, ink: Ink): object {
  return {
    yAxis: bound.value,
    lineStyle: { color: ink.bound, width: 1.2, type: BOUND_DASH },
    label: { ...LINE_LABEL, color: ink.bound, position: 'end', distance: 4, formatter: nameOf(bound) },
  };
}

function landmarkLine({ value, name }: Landmark, ink: Ink): object {
  return {
    yAxis: value,
    lineStyle: { color: ink.muted, width: 0.8, type: LANDMARK_DASH },
    label: { fontSize: LABEL, color: ink.muted, position: 'insideStartTop', distance: 2, formatter: name },
  };
}

/** Each mark has a line of text of its own, which ends inside of the picture. */
function markLine(
  { day, what, tone }: Mark,
  line: number,
  [first, last]: readonly [UtcDay, UtcDay],
  right: number,
  ink: Ink,
): object {
  const colour = { raised: ink.bound, cleared: ink.cleared, neutral: ink.text }[tone];
  const plotWidth = BODY_WIDTH - LEFT - right;
  const x = (plotWidth * (timeOf(day) - timeOf(first))) / Math.max(1, timeOf(last) - timeOf(first));
  const half = widthOf(what, LABEL, 'bold') / 2;
  const align = x + half > plotWidth + right ? 'right' : x - half < -LEFT ? 'left' : 'center';
  return {
    xAxis: timeOf(day),
    lineStyle: { color: colour, width: 1.2, type: tone === 'cleared' ? 'solid' : [2, 2] },
    label: {
      ...LINE_LABEL,
      color: colour,
      position: 'end',
      offset: [0, -line * MARK_LINE],
      align,
      formatter: what,
    },
  };
}

/** Days that no line has a point for: a gap is marked as one, so that it is not taken for a quiet time. */
function gapAreas(trends: readonly Trend[], ink: Ink): object {
  const known = new Set(trends.flatMap(({ points }) => points.flatMap((p) => (p.estimate ? [p.day] : []))));
  const days = trends[0]!.points.map(({ day }) => day);
  const data: object[][] = [];
  for (let from = 0; from < days.length; from++) {
    if (known.has(days[from]!)) continue;
    let to = from;
    while (to + 1 < days.length && !known.has(days[to + 1]!)) to++;
    const ends = [days[Math.max(0, from - 1)]!, days[Math.min(days.length - 1, to + 1)]!];
    data.push(ends.map((day) => ({ xAxis: timeOf(day) })));
    from = to;
  }
  return {
    silent: true,
    itemStyle: { color: ink.trough },
    label: { show: true, position: 'inside', fontSize: LABEL, color: ink.muted, formatter: GAP },
    data,
  };
}

function nameOf(bound: Bound): string {
  return capitalised(boundText(bound));
}
