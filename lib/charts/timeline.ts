import { midnight, type UtcDay } from '../ledger/utc-day.ts';
import { boundText, capitalised, percent } from '../messages/format.ts';
import type { Bound } from '../rules/rule.ts';
import type { Interval } from '../shares/interval.ts';
import type { Theme, Trend } from './chart.ts';
import { colourOf } from './colours.ts';
import type { Ink } from './ink.ts';
import { plot } from './plot.ts';
import type { Block } from './svg.ts';

const LABEL = 11;
const MS = 1000;
const DAY_MS = 86_400_000;

/** Something that happened on a day. */
export type Mark = { readonly day: UtcDay; readonly what: string };

/** Lines of shares over days from 0 up, each in a band over its interval, with bounds across and marks upright. */
export function timeline(
  trends: readonly Trend[],
  bounds: readonly Bound[],
  marks: readonly Mark[],
  { theme, ink, height }: { readonly theme: Theme; readonly ink: Ink; readonly height: number },
): Block {
  const days = trends.flatMap(({ points }) => points.map(({ day }) => timeOf(day)));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const top = topOf(trends, bounds);
  const label = { fontSize: LABEL, color: ink.muted };
  return plot(
    {
      grid: { left: 38, right: 46, top: marks.length > 0 ? 26 : 12, bottom: 24 },
      xAxis: {
        type: 'time',
        min: first,
        max: last,
        axisLabel: { ...label, hideOverlap: true, formatter: tickText((last - first) / DAY_MS) },
        axisLine: { lineStyle: { color: ink.muted } },
        axisTick: { lineStyle: { color: ink.muted } },
        splitLine: { show: false },
        splitNumber: 4,
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: top,
        interval: top / 4,
        axisLabel: { ...label, formatter: (value: number) => percent(value, top < 0.2 ? 1 : 0) },
        splitLine: { lineStyle: { color: ink.grid } },
      },
      series: trends.flatMap((trend, index) => [
        ...bandOf(trend, theme),
        lineOf(trend, theme, index === 0 ? markLines(bounds, marks, ink) : undefined),
      ]),
    },
    height,
  );
}

/** A round top above everything shown, split into four steps. */
function topOf(trends: readonly Trend[], bounds: readonly Bound[]): number {
  const values = trends.flatMap(({ points }) =>
    points.map(({ estimate }) => estimate?.interval?.high ?? estimate?.share ?? 0),
  );
  const largest = Math.max(...values, ...bounds.map(({ value }) => value));
  const tops = [0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1];
  return tops.find((top) => top >= largest * 1.02) ?? 1;
}

function timeOf(day: UtcDay): number {
  return midnight(day) * MS;
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

function lineOf({ key, points }: Trend, theme: Theme, markLine: object | undefined): object {
  const colour = colourOf(key, theme);
  return {
    type: 'line',
    symbol: 'none',
    lineStyle: { color: colour, width: 2 },
    itemStyle: { color: colour },
    data: points.map(({ day, estimate }) => [timeOf(day), estimate?.share ?? null]),
    endLabel: {
      show: true,
      fontSize: LABEL,
      fontWeight: 'bold',
      color: colour,
      distance: 4,
      formatter: ({ value }: { value: [number, number] }) => percent(value[1]),
    },
    labelLayout: { moveOverlap: 'shiftY' },
    ...(markLine === undefined ? {} : { markLine }),
  };
}

function markLines(bounds: readonly Bound[], marks: readonly Mark[], ink: Ink): object {
  const label = { fontSize: LABEL, fontWeight: 'bold' };
  return {
    symbol: 'none',
    silent: true,
    data: [
      ...bounds.map((bound) => ({
        yAxis: bound.value,
        lineStyle: { color: ink.bound, width: 1.2, type: [5, 3] },
        label: {
          ...label,
          color: ink.bound,
          position: 'insideStartTop',
          distance: 3,
          formatter: capitalised(boundText(bound)),
        },
      })),
      ...marks.map(({ day, what }) => ({
        xAxis: timeOf(day),
        lineStyle: { color: ink.text, width: 1.2, type: [2, 2] },
        label: { ...label, color: ink.text, position: 'end', formatter: what },
      })),
    ],
  };
}

const YEAR = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Days as far as a quarter, then months, each January by its year. */
function tickText(spanDays: number): (time: number) => string {
  return (time) => {
    const date = new Date(time);
    if (spanDays <= 120) return DAY.format(date);
    return date.getUTCMonth() === 0 ? YEAR.format(date) : MONTH.format(date);
  };
}
