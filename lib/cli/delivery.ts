import type { Settings } from '../config/environment.ts';
import { loadNews } from '../delivery/load-news.ts';
import { InputError } from '../errors.ts';
import { loadRules, loadSettings } from './input.ts';
import { EMPTY_STORE, openFilledStore } from './world.ts';

/** The daily job's rules, and the addresses its messages link to. */
export function evaluationSettings(settings: Settings) {
  return {
    rules: loadRules(settings.rulesFile),
    knowledge: 'then',
    reportUrl: settings.reportUrl,
    siteUrl: settings.siteUrl,
  } as const;
}

/** Opens the store and loads the news of the last daily run. @throws InputError if the daily job has never run. */
export async function openDeliveries() {
  const settings = loadSettings();
  const store = await openFilledStore(settings);
  const loaded = await loadNews({ ...evaluationSettings(settings), store });
  if (loaded !== undefined) return { settings, store, loaded, [Symbol.asyncDispose]: store.close };
  await store.close();
  throw new InputError([EMPTY_STORE]);
}
