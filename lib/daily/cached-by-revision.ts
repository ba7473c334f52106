import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { WarningStore } from './warning-store.ts';

type Revised = { readonly revision: number } | undefined;

/**
 * Returns a loader that reloads only when a revision has changed, sparing reads of thousands of unchanged days.
 *
 * @param look loads the items whose revisions decide; undefined if one was never saved.
 */
export function cachedByRevision<Seen extends readonly Revised[], T>(
  look: () => Promise<Seen>,
  load: (seen: Seen) => Promise<T>,
): () => Promise<T> {
  let known: { readonly revisions: string; readonly loaded: T } | undefined;
  return async () => {
    const seen = await look();
    const revisions = seen.map((one) => one?.revision).join();
    if (known?.revisions !== revisions) known = { revisions, loaded: await load(seen) };
    return known.loaded;
  };
}

/** All days of a ledger, reloaded only after a run of the daily job. */
export function cachedDays({
  ledger,
  warnings,
}: {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
}): { readonly loadDays: () => Promise<Ledger> } {
  return {
    loadDays: cachedByRevision(
      async () => [await warnings.loadProgress()],
      () => ledger.loadDays(),
    ),
  };
}
