import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { WarningStore } from './warning-store.ts';

type Revised = { readonly revision: number } | undefined;

/**
 * Makes a loader that reloads only when a revision has changed: in between, thousands of stored days stay the same.
 *
 * @param load gets the revised items; undefined where one was never saved.
 */
export function keptWhileSame<Seen extends readonly Revised[], T>(
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

/** All days of a ledger, loaded once for each run of the daily job. */
export function keptDays({
  ledger,
  warnings,
}: {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
}): { readonly loadDays: () => Promise<Ledger> } {
  return {
    loadDays: keptWhileSame(
      async () => [await warnings.loadProgress()],
      () => ledger.loadDays(),
    ),
  };
}
