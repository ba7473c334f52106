import * as z from 'zod/mini';
import shippedBlocks from '../../../data/ledger/blocks.json' with { type: 'json' };
import shippedDays from '../../../data/ledger/days.json' with { type: 'json' };
import { once } from '../../memo.ts';
import { count, parseInput } from '../../schema.ts';
import { epochBits, epochOf } from '../chain/epochs.ts';
import { poolIdSchema } from '../pools/pool-id.ts';
import type { LabelledBlock, LabelledBlockSource, RecordedBlock } from './block.ts';
import type { ClosedDay } from './ledger.ts';
import { NO_EVIDENCE } from './ledger.ts';
import { SHIPPED_LABELLED_BY } from './shipped-label.ts';
import { type UtcDay, utcDaySchema } from './utc-day.ts';

const DAYS_FILE = 'data/ledger/days.json';

const countSchema = z.int().check(z.positive());

/** day, smallest height, largest height, blocks per 2,016-block epoch, blocks per pool */
const daySchema = z.tuple([
  utcDaySchema,
  count,
  count,
  z.record(z.string().check(z.regex(/^\d+$/)), countSchema),
  z.record(poolIdSchema, countSchema),
]);

const daysSchema = z.object({ labelledBy: z.literal(SHIPPED_LABELLED_BY), days: z.array(daySchema) });

/** Per block: seconds since the previous one (the first: since `firstTime`), and the pool's index in `pools`. */
const blocksSchema = z.object({
  labelledBy: z.literal(SHIPPED_LABELLED_BY),
  firstHeight: count,
  firstTime: z.int(),
  pools: z.array(poolIdSchema),
  blocks: z.array(z.tuple([z.int(), count])),
});

/**
 * The recorded days that ship with the project, ascending and without gaps. @throws InputError if the table is damaged.
 */
export const shippedLedger = once((): readonly ClosedDay[] =>
  parseInput(daysSchema, shippedDays, DAYS_FILE).days.map(([day, firstHeight, lastHeight, epochs, pools]) => {
    const perPool = new Map(Object.entries(pools) as [keyof typeof pools, number][]);
    const blocks = [...perPool.values()].reduce((sum, mined) => sum + mined, 0);
    const bits = new Map<number, number>();
    for (const [epoch, mined] of Object.entries(epochs)) {
      const target = epochBits(Number(epoch));
      if (target !== undefined) bits.set(target, (bits.get(target) ?? 0) + mined);
    }
    const heights = { firstHeight, lastHeight };
    const evidence = { ...NO_EVIDENCE, labelled: blocks };
    const known = { pools: perPool, bits, evidence, conflicts: 0, uncheckedBits: 0 };
    const counted = { day, blocks, ...heights, ...known };
    return { kind: 'closed', day, count: counted, source: 'recorded', registry: null, revision: 1 };
  }),
);

/** How many recorded days there are, and the newest of them, without reading the others. */
export function shippedExtent(): { readonly days: number; readonly newest: UtcDay } {
  const { days } = shippedDays;
  return { days: days.length, newest: parseInput(utcDaySchema, days.at(-1)?.[0], DAYS_FILE) };
}

/** The newest recorded days block by block, and the open day after them. */
export const shippedBlockSource = once((): LabelledBlockSource => {
  const table = parseInput(blocksSchema, shippedBlocks, 'data/ledger/blocks.json');
  return {
    name: 'recorded',
    labelledBy: table.labelledBy,
    blocks() {
      let time = table.firstTime;
      return table.blocks.map(([seconds, index], offset) => {
        time += seconds;
        return { height: table.firstHeight + offset, time, pool: table.pools[index]! };
      });
    },
  };
});

/** A labelled block ready to be counted; its target is its epoch's, if known. */
export function toRecordedBlock(block: LabelledBlock): RecordedBlock {
  return { ...block, bits: epochBits(epochOf(block.height)) ?? null, evidence: 'labelled' };
}
