import { assertNever } from '../../errors.ts';
import type { Basis, Chart, Estimate } from '../../messages/charts/chart.ts';
import { type Column, digits, type Table, tableOf } from './table.ts';

const DAY: Column = {
  name: 'day_utc',
  type: 'day',
  unit: 'UTC day',
  description: 'the day on which the window ends',
};
const KEY: Column = {
  name: 'key',
  type: 'text',
  unit: null,
  description: 'stable key; countries by ISO 3166-1 alpha-2',
};
const NAME: Column = { name: 'name', type: 'text', unit: null, description: 'name for people' };

function shareColumns(whose = ''): readonly Column[] {
  const [prefix, of] = whose === '' ? ['', ''] : [`${whose}_`, ` of ${whose}`];
  return [
    fraction(`${prefix}share_fraction`, `share${of}; empty where nobody knows it`),
    fraction(`${prefix}low_fraction`, `low end of the 95% interval${of}; empty where the source states none`),
    fraction(
      `${prefix}high_fraction`,
      `high end of the 95% interval${of}; empty where the source states none`,
    ),
  ];
}

function fraction(name: string, description: string): Column {
  return { name, type: 'fraction', unit: 'fraction 0-1', description };
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
      return wayTable(chart.trends);
    case 'episode':
      return wayTable([chart.trend]);
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

function wayTable(trends: Extract<Chart, { kind: 'share-over-time' }>['trends']): Table {
  const { add, table } = tableOf([DAY, KEY, NAME, ...shareColumns()]);
  for (const { key, name, points } of trends)
    for (const { day, estimate } of points) add(day, key, name, ...cellsOf(estimate));
  return table();
}

function cellsOf(estimate: Estimate | null): readonly (number | null)[] {
  if (estimate === null) return [null, null, null];
  const { share, interval } = estimate;
  return [digits(share), interval && digits(interval.low), interval && digits(interval.high)];
}

/** How the figures of a chart came about. */
export function basesOf(chart: Chart): readonly Basis[] {
  return chart.kind === 'operators-and-machines' ? [chart.operators, chart.machines] : [chart.basis];
}
