import type { LedgerView } from '../core/ledger/ledger-view.ts';
import { viewLedger } from '../daily/view-ledger.ts';
import { loadSettings } from './input.ts';
import { hasStore, openStore } from './world.ts';

/** Runs a question on the ledger, without making a store where there is none. */
export async function withLedger(ask: (view: LedgerView) => unknown): Promise<void> {
  const settings = loadSettings();
  if (!hasStore(settings)) {
    await ask(await viewLedger(null));
    return;
  }
  const store = await openStore(settings);
  try {
    await ask(await viewLedger(store.ledger));
  } finally {
    await store.close();
  }
}
