import { isVerified, type StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { notableMiners, type UnknownMiner } from '../core/ledger/unknown-miners.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { closedDaysOf, WEEK } from '../core/shares/window.ts';
import type { LedgerStore } from './ledger-store.ts';

export type NewMiners = {
  /** Those of whom the operator has not been told. */
  readonly miners: readonly UnknownMiner[];
  /** Tags and addresses that are to be remembered once they are told. */
  readonly marks: readonly string[];
};

const NONE: NewMiners = { miners: [], marks: [] };

/**
 * Unknown miners of over 2% of the blocks of the week up to a day, of whom the operator has not been told. They are
 * found again until `rememberMiners` was called, so that an interrupted run loses none. None where a day of the week is
 * not live, or not among the newest blocks, `run`.
 */
export async function findNewMiners(
  store: Pick<LedgerStore, 'loadToldMiners'>,
  { ledger, run }: { readonly ledger: Ledger; readonly run: readonly StoredBlock[] },
  day: UtcDay,
): Promise<NewMiners> {
  const week = closedDaysOf(ledger, day, WEEK).filter(({ source }) => source === 'live');
  const lowest = run[0]?.height ?? Number.POSITIVE_INFINITY;
  if (week.length < WEEK || week.some(({ count }) => count.firstHeight < lowest)) return NONE;
  const days = new Set(week.map((one) => one.day));
  const blocks = run.filter(isVerified).filter(({ time }) => days.has(dayOf(time)));
  const told = new Set(await store.loadToldMiners());
  const { fresh, marks } = notableMiners(blocks, told);
  return { miners: fresh, marks: marks.filter((mark) => !told.has(mark)) };
}

/** Notes that the operator was told of these miners. */
export async function rememberMiners(
  store: Pick<LedgerStore, 'loadToldMiners' | 'saveToldMiners'>,
  { marks }: NewMiners,
): Promise<void> {
  if (marks.length === 0) return;
  await store.saveToldMiners([...new Set([...(await store.loadToldMiners()), ...marks])]);
}
