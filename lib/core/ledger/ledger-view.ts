import { InputError } from '../../errors.ts';
import type { DayCount, Ledger } from './ledger.ts';
import type { UtcDay } from './utc-day.ts';

/** The ledger as queries read it: closed days, and the open ones after them. */
export type LedgerView = { readonly ledger: Ledger; readonly open: readonly DayCount[] };

/** A ledger without its open days. */
export function viewOf(ledger: Ledger): LedgerView {
  return { ledger, open: [] };
}

/** The newest closed day; a ledger begins with one. */
export function newestClosed({ ledger }: Pick<LedgerView, 'ledger'>): UtcDay {
  return ledger.findLast(({ kind }) => kind === 'closed')!.day;
}

/**
 * Requires that a day is closed.
 *
 * @throws InputError saying what is known about the day, and which days there are.
 */
export function requireClosed({ ledger, open }: LedgerView, day: UtcDay): void {
  const entry = ledger.find((candidate) => candidate.day === day);
  if (entry?.kind === 'closed') return;
  const isOpen = entry?.kind === 'reopened' || open.some((candidate) => candidate.day === day);
  throw new InputError([
    {
      where: `day ${day}`,
      what: isOpen ? `is not closed yet: ${spanText(ledger)}` : absentText(ledger, day),
    },
  ]);
}

/** Why the ledger does not have a day. */
export function absentText(ledger: Ledger, day: UtcDay): string {
  const isHole = ledger.some((entry) => entry.day === day);
  return isHole
    ? 'has not been counted: `backfill` can fill it'
    : `is outside the ledger: ${spanText(ledger)}`;
}

function spanText(ledger: Ledger): string {
  const closed = ledger.filter(({ kind }) => kind === 'closed');
  return `expected a closed day from ${closed[0]?.day} to ${closed.at(-1)?.day}`;
}
