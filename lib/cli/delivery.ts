import type { Settings } from '../config/environment.ts';
import { loadNews } from '../delivery/load-news.ts';
import { InputError } from '../errors.ts';
import { loadRules, loadSettings } from './input.ts';
import { NOTHING_YET, openFilledStore } from './world.ts';

/** By which rules the daily job evaluates, and what its messages name. */
export function evaluationSettings(settings: Settings) {
  return {
    rules: loadRules(settings.rulesFile),
    knowledge: 'then',
    reportUrl: settings.reportUrl,
    siteUrl: settings.siteUrl,
  } as const;
}

/** The store, and the news of the last run of the daily job. @throws InputError where it has never run. */
export async function openDeliveries() {
  const settings = loadSettings();
  const store = await openFilledStore(settings);
  const loaded = await loadNews({ ...evaluationSettings(settings), store });
  if (loaded !== undefined) return { settings, store, loaded, [Symbol.asyncDispose]: store.close };
  await store.close();
  throw new InputError([NOTHING_YET]);
}
