import type { Ledger } from '../core/ledger/ledger.ts';
import { updateLedger } from '../core/ledger/update-ledger.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { RECENT_BLOCKS } from './collect-blocks.ts';
import type { LedgerStore } from './ledger-store.ts';

/** Closes every day that the newest blocks close, and corrects or reopens those they contradict. */
export async function closeDays(store: LedgerStore): Promise<Ledger> {
  const ledger = await store.loadDays();
  const run = await store.loadNewestBlocks(RECENT_BLOCKS);
  const changed = updateLedger(ledger, run, registryVersion);
  if (changed.length === 0) return ledger;
  await store.saveDays(changed);
  return store.loadDays();
}
