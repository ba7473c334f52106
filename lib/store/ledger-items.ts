import * as z from 'zod/mini';
import {
  epochEndSchema,
  lostBlockSchema,
  type StoredBlock,
  storedBlockSchema,
} from '../core/ledger/block.ts';
import { type LedgerDay, ledgerDaySchema } from '../core/ledger/ledger.ts';
import { sourceStateSchema } from '../core/ledger/source-state.ts';
import { itemForm } from './item-form.ts';

export const dayForm = itemForm(ledgerDaySchema);

/** A day as it is stored: the maps have text keys, as DynamoDB's do. */
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

export const epochEndForm = itemForm(epochEndSchema);

/** Up to 100 consecutive heights in one item: far below DynamoDB's 400 KB, and few reads for a day. */
export const SEGMENT_HEIGHTS = 100;

export const segmentForm = itemForm(
  z.object({ revision: z.int().check(z.nonnegative()), blocks: z.array(storedBlockSchema) }),
);

/** A height as a key; padded so that keys sort as heights do. */
export function heightKey(height: number): string {
  return String(height).padStart(9, '0');
}

/** The key of the segment that a height belongs to. */
export function segmentKey(height: number): string {
  return heightKey(height - (height % SEGMENT_HEIGHTS));
}

/** A segment's blocks with newer ones in their place, by ascending height. */
export function mergeBlocks(
  stored: readonly StoredBlock[],
  added: readonly StoredBlock[],
): readonly StoredBlock[] {
  const byHeight = new Map([...stored, ...added].map((block) => [block.height, block]));
  return [...byHeight.values()].sort((a, b) => a.height - b.height);
}
