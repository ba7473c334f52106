import type { Settings } from '../config/environment.ts';
import { shippedBlockSource } from '../core/ledger/shipped-ledger.ts';
import { type LoadedNews, loadNews } from '../delivery/load-news.ts';
import { InputError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { loadRules, loadSettings } from './input.ts';
import { hasStore, openStore } from './world.ts';

/** What a command about deliveries starts from. */
export type Delivering = { readonly settings: Settings; readonly store: Store; readonly loaded: LoadedNews };

/** By which rules the daily job evaluates, and what its messages name. */
export function evaluationSettings(settings: Settings) {
  return {
    rules: loadRules(settings.rulesFile),
    knowledge: 'then',
    labelledBy: shippedBlockSource().labelledBy,
    reportUrl: settings.reportUrl,
    siteUrl: settings.siteUrl,
  } as const;
}

/**
 * Opens the store for a command about deliveries and closes it afterwards.
 *
 * @throws InputError where the daily job has never run.
 */
export async function withDelivery(act: (delivering: Delivering) => Promise<void>): Promise<void> {
  const settings = loadSettings();
  if (!hasStore(settings)) throw nothingYet();
  const store = await openStore(settings);
  try {
    const loaded = await loadNews({ ...evaluationSettings(settings), store });
    if (loaded === undefined) throw nothingYet();
    await act({ settings, store, loaded });
  } finally {
    await store.close();
  }
}

/** The daily job has never run on this store. */
export function nothingYet(): InputError {
  return new InputError([{ where: 'store', what: 'is empty; run `daily` first' }]);
}
