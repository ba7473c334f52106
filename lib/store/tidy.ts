import * as z from 'zod/mini';
import { itemForm } from './item-form.ts';
import type { Table } from './table.ts';

/** When the store was last tidied, in Unix seconds. */
const TIDIED = { pk: 'TIDIED', sk: 'TIDIED' };
const tidiedForm = itemForm(z.object({ at: z.number() }));

/** Twice within that time a store is not tidied. */
const APART_SECONDS = 20 * 3600;

export type Tidying = {
  readonly table: Pick<Table, 'get' | 'put'>;
  /** Deletes what had expired by a time, in Unix seconds. @returns how many items that were. */
  readonly removeExpired: (until: number) => Promise<number>;
  /** Gives their room back. */
  readonly compact: () => Promise<void>;
};

/**
 * Takes out of a store what nobody needs any more: what had expired when this was done before, about a day ago. By
 * then two looks at the clock agree; by one alone that is far ahead, everything would be gone.
 *
 * @param now Unix seconds.
 * @returns how many items went; undefined where it was done today.
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
