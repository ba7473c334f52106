import * as z from 'zod/mini';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';

/** When the store was last tidied, in Unix seconds. */
const TIDIED = { pk: 'TIDIED', sk: 'TIDIED' };
const tidiedForm = itemForm(z.object({ at: z.number() }));

const INTERVAL_SECONDS = 20 * 3600;

export type Tidying = {
  readonly table: Pick<Table, 'get' | 'put'>;
  /** Deletes items that had expired by a time in Unix seconds. @returns how many. */
  readonly removeExpired: (until: number) => Promise<number>;
  /** Frees the space of deleted items on disk. */
  readonly compact: () => Promise<void>;
};

/**
 * Removes items that had already expired when the store was last tidied, about a day ago. Two readings of the clock
 * must thus agree: a single wrong one, far ahead, would remove everything.
 *
 * @param now Unix seconds.
 * @returns how many items were removed; undefined if the store was tidied recently.
 */
export async function tidy(
  { table, removeExpired, compact }: Tidying,
  now: number,
): Promise<number | undefined> {
  const before = (await table.get(tidiedForm, TIDIED))?.at;
  const isPast = before !== undefined && before <= now;
  if (isPast && now - before < INTERVAL_SECONDS) return undefined;
  await table.put(tidiedForm, TIDIED, { at: now });
  const removed = isPast ? await removeExpired(before) : 0;
  await compact();
  return removed;
}
