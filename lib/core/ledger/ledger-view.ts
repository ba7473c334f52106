import { InputError } from '../../errors.ts';
import type { DayCount, Ledger } from './ledger.ts';
import type { UtcDay } from './utc-day.ts';

/** The ledger as queries see it: closed days, and the open ones after them. */
export type LedgerView = { readonly ledger: Ledger; readonly open: readonly DayCount[] };

/** A view of a ledger without open days. */
export function viewOf(ledger: Ledger): LedgerView {
  return { ledger, open: [] };
}

/** The newest closed day; a ledger always has one. */
export function newestClosed({ ledger }: Pick<LedgerView, 'ledger'>): UtcDay {
  return ledger.findLast(({ kind }) => kind === 'closed')!.day;
}

/**
 * Returns a closed day, the newest by default. @throws InputError saying why the day is not closed, and which days are.
 */
export function requireClosed({ ledger, open }: LedgerView, day = newestClosed({ ledger })): UtcDay {
  const entry = ledger.find((candidate) => candidate.day === day);
  if (entry?.kind === 'closed') return day;
  const isOpen = entry?.kind === 'reopened' || open.some((candidate) => candidate.day === day);
  const what = isOpen ? `is not closed yet: ${spanText(ledger)}` : absenceReason(ledger, day);
  throw new InputError([{ where: `day ${day}`, what }]);
}

/** Why a day is not in the ledger. */
export function absenceReason(ledger: Ledger, day: UtcDay): string {
  const isHole = ledger.some((entry) => entry.day === day);
  return isHole
    ? 'has not been counted: `backfill` can fill it'
    : `is outside the ledger: ${spanText(ledger)}`;
}

function spanText(ledger: Ledger): string {
  const closed = ledger.filter(({ kind }) => kind === 'closed');
  return `expected a closed day from ${closed[0]?.day} to ${closed.at(-1)?.day}`;
}
