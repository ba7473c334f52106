import * as z from 'zod/mini';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';

/** When the store was last tidied, in Unix seconds. */
const TIDIED = { pk: 'TIDIED', sk: 'TIDIED' };
const tidiedForm = itemForm(z.object({ at: z.number() }));

/** A store is not tidied again within this time. */
const APART_SECONDS = 20 * 3600;

export type Tidying = {
  readonly table: Pick<Table, 'get' | 'put'>;
  /** Deletes what had expired by a time, in Unix seconds. @returns how many items that were. */
  readonly removeExpired: (until: number) => Promise<number>;
  /** Frees their space on disk. */
  readonly compact: () => Promise<void>;
};

/**
 * Removes what had expired when the store was last tidied, about a day ago. So two readings of the clock (Unix seconds)
 * must agree: a single one far ahead would remove everything. @returns how many items; undefined where it was tidied a
 * short while ago.
 */
export async function tidy(
  { table, removeExpired, compact }: Tidying,
  now: number,
): Promise<number | undefined> {
  const before = (await table.get(tidiedForm, TIDIED))?.at;
  const isPast = before !== undefined && before <= now;
  if (isPast && now - before < APART_SECONDS) return undefined;
  await table.put(tidiedForm, TIDIED, { at: now });
  const removed = isPast ? await removeExpired(before) : 0;
  await compact();
  return removed;
}
