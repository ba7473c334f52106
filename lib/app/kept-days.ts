import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import type { WarningStore } from '../warnings/warning-store.ts';

export type KeptDaysDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
};

/** All days of a ledger, loaded anew only after another run of the daily job has been committed. */
export function keptDays({ ledger, warnings }: KeptDaysDeps): { readonly loadDays: () => Promise<Ledger> } {
  let known: { readonly revision: number | undefined; readonly days: Ledger } | undefined;
  return {
    async loadDays() {
      const revision = (await warnings.loadProgress())?.revision;
      if (known === undefined || known.revision !== revision)
        known = { revision, days: await ledger.loadDays() };
      return known.days;
    },
  };
}
