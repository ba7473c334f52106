import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import type { WarningStore } from '../warnings/warning-store.ts';
import { onceARun } from './once-a-run.ts';

export type KeptDaysDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
};

/** All days of a ledger, loaded once for each run of the daily job. */
export function keptDays({ ledger, warnings }: KeptDaysDeps): { readonly loadDays: () => Promise<Ledger> } {
  return { loadDays: onceARun(warnings, () => ledger.loadDays()) };
}
