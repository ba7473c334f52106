import { assertNever } from '../../errors.ts';
import type { Basis, Chart, Estimate, Trend } from '../../messages/charts/chart.ts';
import { type Cell, type Column, day, digits, fraction, type Table, tableOf, text } from './table.ts';

const DAY = day('day_utc', 'the day on which the window ends');
const KEY = text('key', 'stable key; countries by ISO 3166-1 alpha-2');
const NAME = text('name', 'name for people');

function shareColumns(holders = ''): readonly [Column, Column, Column] {
  const [prefix, of] = holders === '' ? ['', ''] : [`${holders}_`, ` of ${holders}`];
  const end = (name: string) =>
    fraction(
      `${prefix}${name}_fraction`,
      `${name} end of the 95% interval${of}; empty if the source states none`,
    );
  return [fraction(`${prefix}share_fraction`, `share${of}; empty if not known`), end('low'), end('high')];
}

/** The figures that a chart shows. */
export function chartTable(chart: Chart): Table {
  switch (chart.kind) {
    case 'ranking':
      return tableOf(
        [KEY, NAME, ...shareColumns()],
        [
          ...chart.holdings.map(({ key, name, ...estimate }) => [key, name, ...cellsOf(estimate)]),
          ...chart.rest.map(({ name, share }) => ['', name, digits(share), null, null]),
        ],
      );
    case 'share-over-time':
      return trendsTable(chart.trends);
    case 'episode':
      return trendsTable([chart.trend]);
    case 'world-map':
      return tableOf(
        [KEY, NAME, ...shareColumns()],
        [
          ...chart.countries.map(({ key, name, ...estimate }) => [key, name, ...cellsOf(estimate)]),
          ['other', 'Other countries', digits(chart.other), null, null],
        ],
      );
    case 'operators-and-machines':
      return tableOf(
        [KEY, NAME, ...shareColumns('operators'), ...shareColumns('machines')],
        chart.countries.map(({ key, name, operators, machines }) => [
          ...[key, name],
          ...cellsOf(operators),
          ...cellsOf(machines),
        ]),
      );
    default:
      return assertNever(chart);
  }
}

function trendsTable(trends: readonly Trend[]): Table {
  const column = (of: Column, cellOf: (point: Trend['points'][number], trend: Trend) => Cell) => ({
    ...of,
    cells: trends.flatMap((trend) => trend.points.map((point) => cellOf(point, trend))),
  });
  const figures = (of: Column, figureOf: (estimate: Estimate) => number | undefined) =>
    column(of, ({ estimate }) => {
      const figure = estimate === null ? undefined : figureOf(estimate);
      return figure === undefined ? null : digits(figure);
    });
  const [share, low, high] = shareColumns();
  return {
    columns: [
      column(DAY, (point) => point.day),
      column(KEY, (_, { key }) => key),
      column(NAME, (_, { name }) => name),
      figures(share, (estimate) => estimate.share),
      figures(low, ({ interval }) => interval?.low),
      figures(high, ({ interval }) => interval?.high),
    ],
  };
}

function cellsOf(estimate: Estimate | null): readonly Cell[] {
  if (estimate === null) return [null, null, null];
  const { share, interval } = estimate;
  return [digits(share), interval && digits(interval.low), interval && digits(interval.high)];
}

/** The sources of a chart's figures. */
export function basesOf(chart: Chart): readonly Basis[] {
  return chart.kind === 'operators-and-machines' ? [chart.operators, chart.machines] : [chart.basis];
}
