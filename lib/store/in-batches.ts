import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './store-error.ts';

const TRIES = 8;

/**
 * Sends items in batches, and resends those left unprocessed (returned by `send`) with exponential backoff.
 *
 * @throws StoreError with the text `what` if items are still left after the last try.
 */
export async function inBatches<T>(
  all: readonly T[],
  size: number,
  what: string,
  send: (batch: T[]) => Promise<T[] | undefined>,
): Promise<void> {
  for (let from = 0; from < all.length; from += size) {
    let left = all.slice(from, from + size);
    for (let attempt = 1; left.length > 0; attempt++) {
      if (attempt > TRIES) throw new StoreError(what, { retryable: true });
      if (attempt > 1) await sleep(50 * 2 ** attempt);
      left = (await send(left)) ?? [];
    }
  }
}
