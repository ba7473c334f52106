import type { StoredBlock } from '../core/ledger/block.ts';
import type { LedgerView } from '../core/ledger/ledger-view.ts';
import { labelledToCounted, shippedBlockSource, shippedLedger } from '../core/ledger/shipped-ledger.ts';
import { openDays } from '../core/ledger/update-ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import { RECENT_BLOCKS } from './ledger-store.ts';

/** Loads the ledger of a store; without a store, the recorded days that ship with the project. */
export async function viewLedger(store: LedgerStore | null): Promise<LedgerView> {
  const stored = store === null ? [] : await store.loadDays();
  const run: readonly StoredBlock[] = store === null ? [] : await store.loadNewestBlocks(RECENT_BLOCKS);
  const shipped = shippedLedger();
  // A store whose first run was interrupted may lack days that ship with the project.
  const ledger = stored.length < shipped.length ? shipped : stored;
  const blocks = run.length > 0 ? run : shippedBlockSource().blocks().map(labelledToCounted);
  const closed = new Set(ledger.map(({ day }) => day));
  return { ledger, open: openDays(blocks).filter(({ day }) => !closed.has(day)) };
}
