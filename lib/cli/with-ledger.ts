import type { LedgerView } from '../core/ledger/ledger-view.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { LedgerStore } from '../daily/ledger-store.ts';
import { viewLedger } from '../daily/view-ledger.ts';
import { loadSettings } from './input.ts';
import { hasStore, openStore } from './world.ts';

/**
 * Runs a question on the ledger, without making a store where there is none; it is null then.
 *
 * @param from the first day that the question is about, where that may be before the recorded ones.
 */
export async function withLedger(
  ask: (view: LedgerView, store: LedgerStore | null) => unknown,
  from?: UtcDay,
): Promise<void> {
  const settings = loadSettings();
  if (!hasStore(settings)) {
    await ask(await viewLedger(null), null);
    return;
  }
  const store = await openStore(settings);
  try {
    await ask(await viewLedger(store.ledger, from), store.ledger);
  } finally {
    await store.close();
  }
}
