import { type LedgerView, viewLedger } from '../app/ledger-view.ts';
import { hasStore, loadSettings, openStore } from './world.ts';

/** Runs a question on the ledger, without making a store where there is none. */
export async function withLedger(ask: (view: LedgerView) => void | Promise<void>): Promise<void> {
  const settings = loadSettings();
  if (!hasStore(settings)) return ask(await viewLedger(null));
  const store = await openStore(settings);
  try {
    await ask(await viewLedger(store.ledger));
  } finally {
    await store.close();
  }
}
