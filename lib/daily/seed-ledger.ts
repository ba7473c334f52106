import {
  shippedBlockSource,
  shippedExtent,
  shippedLedger,
  toRecordedBlock,
} from '../core/ledger/shipped-ledger.ts';
import type { LedgerStore } from './ledger-store.ts';

/** Adds the shipped days to a store that lacks them, and the newest of them block by block if there are no blocks. */
export async function seedLedger(store: LedgerStore): Promise<void> {
  // Days are saved in order: if the last is present, all are.
  const { newest: last } = shippedExtent();
  const isPresent = (await store.loadDays({ from: last, to: last })).length > 0;
  const present = new Set(isPresent ? [] : (await store.loadDays()).map(({ day }) => day));
  const absent = isPresent ? [] : shippedLedger().filter(({ day }) => !present.has(day));
  const blocks = shippedBlockSource().blocks();
  const newest = await store.loadBlocks(blocks.at(-1)!.height, blocks.at(-1)!.height);
  if (newest.length === 0) await store.saveBlocks(blocks.map(toRecordedBlock));
  if (absent.length > 0) await store.saveDays(absent);
}
