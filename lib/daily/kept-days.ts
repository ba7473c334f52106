import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import { onceARun } from './once-a-run.ts';
import type { WarningStore } from './warning-store.ts';

export type KeptDaysDeps = {
  readonly ledger: Pick<LedgerStore, 'loadDays'>;
  readonly warnings: Pick<WarningStore, 'loadProgress'>;
};

/** All days of a ledger, loaded once for each run of the daily job. */
export function keptDays({ ledger, warnings }: KeptDaysDeps): { readonly loadDays: () => Promise<Ledger> } {
  return { loadDays: onceARun(warnings, () => ledger.loadDays()) };
}
