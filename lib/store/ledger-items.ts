import * as z from 'zod/mini';
import {
  epochEndSchema,
  isVerified,
  lostBlockSchema,
  type StoredBlock,
  storedBlockSchema,
} from '../core/ledger/block.ts';
import type { PoolLabels } from '../core/ledger/label-disagreements.ts';
import { type LedgerDay, ledgerDaySchema } from '../core/ledger/ledger.ts';
import { sourceStateSchema } from '../core/ledger/source-state.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { type PoolId, poolIdSchema } from '../core/pools/pool-id.ts';
import { count, type Parsed } from '../schema.ts';
import { itemForm } from './item-form.ts';

export const dayForm = itemForm(ledgerDaySchema);

/** Converts a day to its stored form, with maps as plain objects. */
export function storedDay(day: LedgerDay): z.input<typeof ledgerDaySchema> {
  if (day.kind !== 'closed') return day;
  const { count, ...rest } = day;
  return {
    ...rest,
    ...count,
    pools: Object.fromEntries(count.pools),
    bits: Object.fromEntries(count.bits),
  };
}

export const lostBlockForm = itemForm(lostBlockSchema);

export const sourcesForm = itemForm(z.object({ states: z.array(sourceStateSchema) }));

export const settledForm = itemForm(z.object({ through: utcDaySchema }));

export const reportedMinersForm = itemForm(z.object({ marks: z.array(z.string()) }));

export const epochEndForm = itemForm(epochEndSchema);

/** Heights per item: far below DynamoDB's 400 KB, and few reads for a day. */
export const SEGMENT_HEIGHTS = 100;

const segmentSchema = z.object({
  revision: count,
  blocks: z.array(storedBlockSchema),
  /** The pools that sources name, with offsets from the segment's first height; absent in items of earlier releases. */
  labels: z.optional(z.record(poolIdSchema, z.array(count))),
});

export const segmentForm = itemForm(segmentSchema);

type Segment = Parsed<typeof segmentSchema>;

/** The pools that sources name for a segment's blocks, by height. */
export function labelsIn({ blocks, labels = {} }: Pick<Segment, 'blocks' | 'labels'>): PoolLabels {
  const start = firstHeight(blocks[0]?.height ?? 0);
  return new Map(
    Object.entries(labels).flatMap(([pool, offsets]) =>
      offsets.map((offset) => [start + offset, pool as PoolId] as const),
    ),
  );
}

/** A height as a key, zero-padded so that keys sort by height. */
export function heightKey(height: number): string {
  return String(height).padStart(9, '0');
}

/** The key of the segment that contains a height. */
export function segmentKey(height: number): string {
  return heightKey(firstHeight(height));
}

function firstHeight(height: number): number {
  return height - (height % SEGMENT_HEIGHTS);
}

/** Merges blocks into a segment, replacing others. A block added without a label keeps its stored one. */
export function mergeSegment(
  stored: Segment | undefined,
  added: readonly StoredBlock[],
  labels: PoolLabels,
): Pick<Segment, 'blocks' | 'labels'> {
  const before = new Map(stored?.blocks.map((block) => [block.height, block]));
  const named = new Map(stored && labelsIn(stored));
  for (const block of added) {
    const label = labels.get(block.height);
    if (label !== undefined) named.set(block.height, label);
    else if (!isSame(before.get(block.height), block)) named.delete(block.height);
    before.set(block.height, block);
  }
  const blocks = [...before.values()].sort((a, b) => a.height - b.height);
  const heights = Map.groupBy(
    [...named.keys()].sort((a, b) => a - b),
    (height) => named.get(height)!,
  );
  const offsets = [...heights].map(([pool, all]) => [pool, all.map((height) => height % SEGMENT_HEIGHTS)]);
  return { blocks, ...(offsets.length > 0 && { labels: Object.fromEntries(offsets) }) };
}

function isSame(a: StoredBlock | undefined, b: StoredBlock): boolean {
  return a !== undefined && isVerified(a) && isVerified(b) && a.id === b.id;
}
