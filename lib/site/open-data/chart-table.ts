import { assertNever } from '../../errors.ts';
import type { Basis, Chart, Estimate } from '../../messages/charts/chart.ts';
import { type Column, day, digits, fraction, type Table, tableOf, text } from './table.ts';

const DAY = day('day_utc', 'the day on which the window ends');
const KEY = text('key', 'stable key; countries by ISO 3166-1 alpha-2');
const NAME = text('name', 'name for people');

function shareColumns(holders = ''): readonly Column[] {
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
    case 'ranking': {
      const { add, table } = tableOf([KEY, NAME, ...shareColumns()]);
      for (const { key, name, ...estimate } of chart.holdings) add(key, name, ...cellsOf(estimate));
      for (const { name, share } of chart.rest) add('', name, digits(share), null, null);
      return table();
    }
    case 'share-over-time':
      return trendsTable(chart.trends);
    case 'episode':
      return trendsTable([chart.trend]);
    case 'world-map': {
      const { add, table } = tableOf([KEY, NAME, ...shareColumns()]);
      for (const { key, name, ...estimate } of chart.countries) add(key, name, ...cellsOf(estimate));
      add('other', 'Other countries', digits(chart.other), null, null);
      return table();
    }
    case 'operators-and-machines': {
      const { add, table } = tableOf([KEY, NAME, ...shareColumns('operators'), ...shareColumns('machines')]);
      for (const { key, name, operators, machines } of chart.countries)
        add(key, name, ...cellsOf(operators), ...cellsOf(machines));
      return table();
    }
    default:
      return assertNever(chart);
  }
}

function trendsTable(trends: Extract<Chart, { kind: 'share-over-time' }>['trends']): Table {
  const { add, table } = tableOf([DAY, KEY, NAME, ...shareColumns()]);
  for (const { key, name, points } of trends)
    for (const { day: on, estimate } of points) add(on, key, name, ...cellsOf(estimate));
  return table();
}

function cellsOf(estimate: Estimate | null): readonly (number | null)[] {
  if (estimate === null) return [null, null, null];
  const { share, interval } = estimate;
  return [digits(share), interval && digits(interval.low), interval && digits(interval.high)];
}

/** The sources of a chart's figures. */
export function basesOf(chart: Chart): readonly Basis[] {
  return chart.kind === 'operators-and-machines' ? [chart.operators, chart.machines] : [chart.basis];
}
