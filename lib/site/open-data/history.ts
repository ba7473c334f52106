import { createNowcaster, placeInterval } from '../../core/geography/nowcast.ts';
import type { UtcDay } from '../../core/ledger/utc-day.ts';
import { LENSES } from '../../core/lenses/lens.ts';
import { subjectName } from '../../core/lenses/subjects.ts';
import { UNKNOWN } from '../../core/pools/pool-id.ts';
import { poolName } from '../../core/pools/registry.ts';
import { approximateInterval } from '../../core/shares/interval.ts';
import { cachedThroughLens, countWindow, WEEK } from '../../core/shares/window.ts';
import type { ReportInput } from '../../daily/report-input.ts';
import { day, digits, fraction, integer, numbers, type Table, tableOf, text, texts } from './table.ts';

const SHARE = [
  fraction('share_fraction', 'part of the whole'),
  fraction('low_fraction', 'low end of the 95% interval'),
  fraction('high_fraction', 'high end of the 95% interval'),
] as const;

/** Blocks of every closed day by pool. */
export function blocksTable({ ledger }: ReportInput): Table {
  const closed = ledger.filter((entry) => entry.kind === 'closed');
  const rows = closed.reduce((sum, { count }) => sum + count.pools.size, 0);
  const days = texts(day('day_utc', 'UTC day of the header time'), rows);
  const revisions = numbers(integer('revision', 'number', 'incremented by each correction of the day'), rows);
  const sources = texts(
    text('source', 'recorded: labelled by somebody else; live: verified and attributed here'),
    rows,
  );
  const pools = texts(text('pool', 'key of the pool, or unknown'), rows);
  const names = texts(text('pool_name', 'name of the pool'), rows);
  const blocks = numbers(integer('blocks', 'blocks', 'blocks of the pool on the day'), rows);
  const dayBlocks = numbers(integer('day_blocks', 'blocks', 'all blocks of the day'), rows);
  let row = 0;
  for (const entry of closed)
    for (const [pool, count] of mostFirst(entry.count.pools)) {
      days.cells[row] = entry.day;
      revisions.cells[row] = entry.revision;
      sources.cells[row] = entry.source;
      pools.cells[row] = pool;
      names.cells[row] = pool === UNKNOWN ? 'Unknown' : poolName(pool);
      blocks.cells[row] = count;
      dayBlocks.cells[row] = entry.count.blocks;
      row += 1;
    }
  return { columns: [days, revisions, sources, pools, names, blocks, dayBlocks] };
}

/** Shares in the week ending on each day, through every lens. Weeks with a missing day are left out. */
export function sharesTable({ ledger, knowledge }: ReportInput): Table {
  const weeks = LENSES.flatMap((lens) => {
    const through = cachedThroughLens(ledger, lens, knowledge);
    return ledger.map((entry) => countWindow(through, entry.day, WEEK));
  }).filter(({ missingDays }) => missingDays === 0);
  const rows = weeks.reduce((sum, { counts, unknown }) => sum + counts.size + (unknown > 0 ? 1 : 0), 0);
  const days = texts(day('day_utc', 'the day on which the week ends'), rows);
  const lenses = texts(
    text('lens', 'pool, owner, template (shared block templates) or operator-country (seat of the owner)'),
    rows,
  );
  const keys = texts(text('key', 'key of the holder, or unknown'), rows);
  const names = texts(text('name', 'name of the holder'), rows);
  const blocks = numbers(integer('blocks', 'blocks', 'blocks of the week'), rows);
  const weekBlocks = numbers(integer('week_blocks', 'blocks', 'all blocks of the week'), rows);
  const [shares, lows, highs] = [numbers(SHARE[0], rows), numbers(SHARE[1], rows), numbers(SHARE[2], rows)];
  let row = 0;
  for (const week of weeks) {
    const unknown = week.unknown > 0 ? [[UNKNOWN, week.unknown] as const] : [];
    for (const [key, count] of [...mostFirst(week.counts), ...unknown]) {
      const { low, high } = approximateInterval(count, week.blocks);
      days.cells[row] = week.day;
      lenses.cells[row] = week.lens;
      keys.cells[row] = key;
      names.cells[row] = subjectName(week.lens, key);
      blocks.cells[row] = count;
      weekBlocks.cells[row] = week.blocks;
      shares.cells[row] = digits(count / week.blocks);
      lows.cells[row] = digits(low);
      highs.cells[row] = digits(high);
      row += 1;
    }
  }
  return { columns: [days, lenses, keys, names, blocks, weekBlocks, shares, lows, highs] };
}

function mostFirst<Key extends string>(
  counts: ReadonlyMap<Key, number>,
): readonly (readonly [Key, number])[] {
  return [...counts].sort(([a, k], [b, l]) => l - k || (a < b ? -1 : 1));
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
  return tableOf(MACHINES, rows);
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
