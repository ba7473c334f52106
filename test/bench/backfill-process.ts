/**
 * Backfills the whole days of a generated chain from its node into an empty store, as a separate process. Prints the
 * time, the number of days and blocks filled, and the peak memory of the process.
 */
import { parseArgs } from 'node:util';
import { parseEnvironment } from '../../lib/config/environment.ts';
import type { ClosedDay } from '../../lib/core/ledger/ledger.ts';
import { addDays, parseDay } from '../../lib/core/ledger/utc-day.ts';
import { backfillDays } from '../../lib/daily/backfill.ts';
import { openBlocks } from '../../lib/sources/open-blocks.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { sourceWorld } from '../../lib/world.ts';
import { closedDay } from '../contract/stored.ts';
import { BLOCKS_A_DAY, FIRST_HEIGHT, wholeDays } from './long-chain.ts';

const { values } = parseArgs({
  options: { source: { type: 'string' }, store: { type: 'string' }, blocks: { type: 'string' } },
});
const blocks = Number(values.blocks);
const days = wholeDays(blocks);
const [from, to] = [parseDay(days.from), parseDay(days.to)];
const store = await openEmbeddedStore(values.store!);
const { sources } = parseEnvironment({ HASHTILT_SOURCES: values.source });

/** A recorded day next to the chain. */
function beside(day: string, firstHeight: number, lastHeight: number): ClosedDay {
  const built = closedDay(day);
  return { ...built, source: 'recorded', registry: null, count: { ...built.count, firstHeight, lastHeight } };
}

await store.ledger.saveDays([
  beside(addDays(from, -1), FIRST_HEIGHT - BLOCKS_A_DAY, FIRST_HEIGHT + 71),
  beside(addDays(to, 1), FIRST_HEIGHT + blocks - BLOCKS_A_DAY, FIRST_HEIGHT + blocks),
]);
let fetched = 0;
const start = performance.now();
const { daysFilled, daysMissing } = await backfillDays(
  {
    store: store.ledger,
    ...openBlocks({ sources, mempoolPaceMs: 0 }, sourceWorld),
    progress: (progress) => {
      fetched = progress.blocks;
      if (process.stderr.isTTY) process.stderr.write(`\r${progress.daysDone.toFixed(0)} days`);
    },
  },
  { from, to },
);
const milliseconds = performance.now() - start;
await store.close();
const maxKb = process.resourceUsage().maxRSS;
console.log(JSON.stringify({ milliseconds, daysFilled, daysMissing, blocks: fetched, maxKb }));
