import { createNowcaster, placeInterval } from '../../core/geography/nowcast.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { LENSES } from '../../core/lenses/lens.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import { UNKNOWN } from '../../core/pools/pool-id.ts';
import { poolName } from '../../core/pools/registry.ts';
import { jeffreysInterval } from '../../core/shares/interval.ts';
import { cachedThroughLens, countWindow, WEEK } from '../../core/shares/window.ts';
import type { ReportInput } from '../../daily/report.ts';
import { day, digits, fraction, integer, type Table, tableOf, text } from './table.ts';

const SHARE = [
  fraction('share_fraction', 'part of the whole'),
  fraction('low_fraction', 'low end of the 95% interval'),
  fraction('high_fraction', 'high end of the 95% interval'),
];

/** Blocks of every closed day by pool. */
export function blocksTable({ ledger }: ReportInput): Table {
  const { add, table } = tableOf([
    day('day_utc', 'UTC day of the header time'),
    integer('revision', 'number', 'incremented by each correction of the day'),
    text('source', 'recorded: labelled by somebody else; live: verified and attributed here'),
    text('pool', 'key of the pool, or unknown'),
    text('pool_name', 'name of the pool'),
    integer('blocks', 'blocks', 'blocks of the pool on the day'),
    integer('day_blocks', 'blocks', 'all blocks of the day'),
  ]);
  for (const entry of ledger) {
    if (entry.kind !== 'closed') continue;
    const { day: on, revision, source, count } = entry;
    const pools = [...count.pools].sort(([a, k], [b, l]) => l - k || (a < b ? -1 : 1));
    for (const [pool, blocks] of pools)
      add(on, revision, source, pool, pool === UNKNOWN ? 'Unknown' : poolName(pool), blocks, count.blocks);
  }
  return table();
}

/** Shares in the week ending on each day, through every lens. Weeks with a missing day are left out. */
export function sharesTable({ ledger, knowledge }: ReportInput): Table {
  const { add, table } = tableOf([
    day('day_utc', 'the day on which the week ends'),
    text('lens', 'pool, owner, template (shared block templates) or operator-country (seat of the owner)'),
    text('key', 'key of the holder, or unknown'),
    text('name', 'name of the holder'),
    integer('blocks', 'blocks', 'blocks of the week'),
    integer('week_blocks', 'blocks', 'all blocks of the week'),
    ...SHARE,
  ]);
  for (const lens of LENSES) {
    const through = cachedThroughLens(ledger, lens, knowledge);
    for (const { day: on } of ledger) {
      const { counts, unknown, blocks, missingDays } = countWindow(through, on, WEEK);
      if (missingDays > 0) continue;
      const rows = [...counts].sort(([a, k], [b, l]) => l - k || (a < b ? -1 : 1));
      for (const [key, count] of [...rows, ...(unknown > 0 ? [[UNKNOWN, unknown] as const] : [])]) {
        const { low, high } = jeffreysInterval(count, blocks);
        const figures = [count / blocks, low, high].map(digits);
        add(on, lens, key, subjectName(lens, key), count, blocks, ...figures);
      }
    }
  }
  return table();
}

const MACHINES = [
  day('day_utc', 'the day; the model uses the pools of the week that ends on it'),
  text('key', 'country, ISO 3166-1 alpha-2; other: the rest of the world'),
  text('name', 'name of the country'),
  text('status', 'ok, or stale: the published figures are too old to warn by'),
  ...SHARE,
];

/** One row of the machines table: a country on a day. */
export type MachineRow = readonly [
  day: UtcDay,
  key: string,
  name: string,
  status: string,
  share: number,
  low: number,
  high: number,
];

/** Rows of earlier days that are still valid. Intervals are simulated, which takes seconds for all days. */
export type MachinesBefore = { readonly through: UtcDay; readonly rows: readonly MachineRow[] };

/** Modelled machine shares by country for each day, from figures published by then. */
export function machineRows(
  { ledger, knowledge }: ReportInput,
  known: MachinesBefore | null,
): readonly MachineRow[] {
  const rows = [...(known?.rows ?? [])];
  const nowcaster = createNowcaster(ledger, knowledge);
  for (const { day: on } of ledger) {
    if (known !== null && on <= known.through) continue;
    const nowcast = nowcaster.on(on);
    for (const { key, name, level, status, share } of nowcast.figures.values()) {
      if (level !== 'country') continue;
      const { low, high } = placeInterval(nowcast, key);
      rows.push([on, key, name, status, digits(share), digits(low), digits(high)]);
    }
  }
  return rows;
}

export function machinesTable(rows: readonly MachineRow[]): Table {
  const { add, table } = tableOf(MACHINES);
  for (const row of rows) add(...row);
  return table();
}

/** Reads rows back from the CSV of `machinesTable`; null if its columns have changed or it contains quotes. */
export function machinesBefore(csv: string, through: UtcDay): MachinesBefore | null {
  const [names, ...lines] = csv.trimEnd().split('\r\n');
  if (names !== MACHINES.map(({ name }) => name).join(',') || csv.includes('"')) return null;
  const rows = lines.map((line): MachineRow => {
    const [day, key, name, status, ...figures] = line.split(',') as [UtcDay, ...string[]];
    const [share, low, high] = figures.map(Number) as [number, number, number];
    return [day, key!, name!, status!, share, low, high];
  });
  // A publisher killed halfway may have written days past the recorded state.
  return { through, rows: rows.filter(([day]) => day <= through) };
}
