/**
 * Restates a file of labelled blocks as the shipped ledger:
 *
 *   node data/restate-ledger.ts blocks.csv.gz
 *
 * writes data/ledger/days.json (every full day: counts per pool, heights, blocks per epoch) and
 * data/ledger/blocks.json (the newest 91 full days block by block, and the open day after them).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { epochOf } from '../lib/core/chain/epochs.ts';
import type { LabelledBlock } from '../lib/core/ledger/block.ts';
import { parseBlockCsv } from '../lib/core/ledger/block-csv.ts';
import { countDays } from '../lib/core/ledger/count-days.ts';
import { dayOf } from '../lib/core/ledger/utc-day.ts';
import { UNKNOWN } from '../lib/core/pools/pool-id.ts';
import { isKnownPool } from '../lib/core/pools/registry.ts';

const NEWEST_DAYS = 91;
/** Blocks below the first of the newest days, which prove that the day is complete. */
const MARGIN_BLOCKS = 60;
const PROVENANCE = {
  labelledBy: 'mempool.space',
  source:
    'Block heights, header times and pool labels of the Bitcoin chain, labelled by mempool.space as compiled in https://github.com/sorukumar/bitcoin-mining-pools (BSD-2-Clause; upstream https://github.com/jlopp/bitcoin-blocks-by-mining-pool, MIT). Counted and restated by data/restate-ledger.ts.',
};

const file = process.argv[2];
if (file === undefined) throw new Error('usage: node data/restate-ledger.ts BLOCKS.csv[.gz]');
const bytes = readFileSync(file);
const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
const blocks = parseBlockCsv(text, file, (pool) => pool === UNKNOWN || isKnownPool(pool));
// The first and last day of the file are partial.
const days = countDays(
  blocks.map((block) => ({ ...block, bits: epochOf(block.height), evidence: 'labelled' as const })),
).slice(1, -1);

const sorted = <K extends string | number>(counts: ReadonlyMap<K, number>) =>
  Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
const dayRows = days.map((day) =>
  JSON.stringify([day.day, day.firstHeight, day.lastHeight, sorted(day.bits), sorted(day.pools)]),
);
writeTable('data/ledger/days.json', 'hashtilt/shipped-days@1', {}, 'days', dayRows);

const newest = days.slice(-NEWEST_DAYS);
const lowest = Math.min(...newest.map(({ firstHeight }) => firstHeight)) - MARGIN_BLOCKS;
const recent = blocks.filter(({ height }) => height >= lowest);
const pools = [...new Set(recent.map(({ pool }) => pool))].sort();
const first = recent[0]!;
writeTable(
  'data/ledger/blocks.json',
  'hashtilt/shipped-blocks@1',
  { firstHeight: first.height, firstTime: first.time, pools },
  'blocks',
  chunk(
    recent.map((block, index) => step(block, recent[index - 1] ?? block)),
    24,
  ).map((row) => row.join(',')),
);
console.error(
  `${days.length} days, ${days[0]?.day} to ${days.at(-1)?.day}; ${recent.length} blocks, ${dayOf(first.time)} to ${dayOf(blocks.at(-1)!.time)}`,
);

function step(block: LabelledBlock, below: LabelledBlock): string {
  return JSON.stringify([block.time - below.time, pools.indexOf(block.pool)]);
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** One row per line, so that a diff shows the changed days. */
function writeTable(
  path: string,
  schema: string,
  fields: object,
  rowsName: string,
  rows: readonly string[],
): void {
  const head = JSON.stringify({ schema, ...PROVENANCE, ...fields }, null, 0).slice(0, -1);
  writeFileSync(path, `${head},\n"${rowsName}":[\n${rows.join(',\n')}\n]}\n`);
}
