import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { RuleProgress, WarningStore } from './warning-store.ts';

/**
 * Makes a loader that reloads only after another run of the daily job has been committed: what is stored of
 * thousands of days does not change in between.
 *
 * @param load is given what that run came to; undefined before the first.
 */
export function onceARun<T>(
  warnings: Pick<WarningStore, 'loadProgress'>,
  load: (progress: RuleProgress | undefined) => Promise<T>,
): () => Promise<T> {
  let known: { readonly revision: number | undefined; readonly loaded: T } | undefined;
  return async () => {
    const progress = await warnings.loadProgress();
    const revision = progress?.revision;
    if (known === undefined || known.revision !== revision)
      known = { revision, loaded: await load(progress) };
    return known.loaded;
  };
}

/** All days of a ledger, loaded once for each run of the daily job. */
export function keptDays({
  ledger,
  warnings,
}: {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
}): { readonly loadDays: () => Promise<Ledger> } {
  return { loadDays: onceARun(warnings, () => ledger.loadDays()) };
}
