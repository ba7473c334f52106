import * as z from 'zod/mini';
import type { StoredBlock } from '../core/ledger/block.ts';
import type { DayCount, LedgerDay } from '../core/ledger/ledger.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../core/pools/pool-id.ts';

const count = z.int().check(z.nonnegative());
const wholeNumberKey = z.string().check(z.regex(/^\d+$/));

const evidenceSchema = z.object({ labelled: count, header: count, merkle: count });

/** A ledger day as an item: the maps have text keys, as DynamoDB's do. */
export const dayItemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('closed'),
    day: utcDaySchema,
    blocks: count,
    firstHeight: count,
    lastHeight: count,
    pools: z.record(poolIdSchema, count),
    bits: z.record(wholeNumberKey, count),
    evidence: evidenceSchema,
    conflicts: count,
    uncheckedBits: count,
    source: z.enum(['recorded', 'live']),
    registry: z.nullable(z.string()),
    revision: count,
  }),
  z.object({ kind: z.literal('missing'), day: utcDaySchema }),
  z.object({ kind: z.literal('reopened'), day: utcDaySchema, revision: count }),
]);

type DayItem = z.output<typeof dayItemSchema>;

export function dayToItem(day: LedgerDay): DayItem {
  if (day.kind !== 'closed') return day;
  const { count: counted, source, registry, revision } = day;
  return {
    kind: 'closed',
    source,
    registry,
    revision,
    ...counted,
    pools: Object.fromEntries(counted.pools) as Record<PoolId, number>,
    bits: Object.fromEntries(counted.bits),
  };
}

export function itemToDay(item: DayItem): LedgerDay {
  if (item.kind !== 'closed') return item;
  const { kind, day, source, registry, revision, pools, bits, ...rest } = item;
  const counted: DayCount = {
    day,
    ...rest,
    pools: new Map(Object.entries(pools) as [PoolId, number][]),
    bits: new Map(Object.entries(bits).map(([target, blocks]) => [Number(target), blocks])),
  };
  return { kind, day, count: counted, source, registry, revision };
}

const labelledSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  bits: z.nullable(count),
  evidence: z.literal('labelled'),
});

const blockId = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const epochEndSchema = z.object({
  height: count,
  time: z.int(),
  bits: count,
  id: blockId,
  previousId: blockId,
});

const verifiedSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  bits: count,
  evidence: z.enum(['header', 'merkle']),
  id: blockId,
  previousId: blockId,
  bitsCheck: z.enum(['passed', 'not-checkable']),
  attributedBy: z.enum(['address', 'tag', 'none']),
  conflicts: count,
});

/** Up to 100 consecutive heights in one item: far below DynamoDB's 400 KB, and few reads for a day. */
export const SEGMENT_HEIGHTS = 100;

export const segmentSchema = z.object({
  revision: count,
  blocks: z.array(z.discriminatedUnion('evidence', [labelledSchema, verifiedSchema])),
});

/** A height as a key; padded so that keys sort as heights do. */
export function heightKey(height: number): string {
  return String(height).padStart(9, '0');
}

/** The key of the segment that a height belongs to. */
export function segmentKey(height: number): string {
  return heightKey(height - (height % SEGMENT_HEIGHTS));
}

/** Blocks of a segment with others put in their place, by ascending height. */
export function mergeBlocks(
  stored: readonly StoredBlock[],
  added: readonly StoredBlock[],
): readonly StoredBlock[] {
  const byHeight = new Map([...stored, ...added].map((block) => [block.height, block]));
  return [...byHeight.values()].sort((a, b) => a.height - b.height);
}
