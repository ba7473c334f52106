import { isVerified, type StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { notableMiners, type UnknownMiner } from '../core/ledger/unknown-miners.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { closedDaysOf, WEEK } from '../core/shares/window.ts';
import type { LedgerStore } from './ledger-store.ts';

export type NewMiners = {
  /** Miners not yet reported to the operator. */
  readonly miners: readonly UnknownMiner[];
  /** Their tags and addresses, to store once they are reported. */
  readonly marks: readonly string[];
};

const NONE: NewMiners = { miners: [], marks: [] };

/**
 * Finds unknown miners of over 2% of the week's blocks up to a day that were not reported to the operator yet. They are
 * found again until `markMinersReported` is called, so an interrupted run loses none. Empty if any day of the week is not
 * live or not within `run`, the newest blocks.
 */
export async function findNewMiners(
  store: Pick<LedgerStore, 'loadReportedMiners'>,
  { ledger, run }: { readonly ledger: Ledger; readonly run: readonly StoredBlock[] },
  day: UtcDay,
): Promise<NewMiners> {
  const week = closedDaysOf(ledger, day, WEEK).filter(({ source }) => source === 'live');
  const lowest = run[0]?.height ?? Number.POSITIVE_INFINITY;
  if (week.length < WEEK || week.some(({ count }) => count.firstHeight < lowest)) return NONE;
  const days = new Set(week.map((one) => one.day));
  const blocks = run.filter(isVerified).filter(({ time }) => days.has(dayOf(time)));
  const told = new Set(await store.loadReportedMiners());
  const { fresh, marks } = notableMiners(blocks, told);
  return { miners: fresh, marks: marks.filter((mark) => !told.has(mark)) };
}

/**
 * Marks kept, newest last: each has up to a hundred characters, and an item holds 400 KB. A miner whose marks are
 * dropped is reported again.
 */
const KEPT_MARKS = 2_000;

/** Records that these miners were reported to the operator. */
export async function markMinersReported(
  store: Pick<LedgerStore, 'loadReportedMiners' | 'saveReportedMiners'>,
  { marks }: NewMiners,
): Promise<void> {
  if (marks.length === 0) return;
  const known = new Set([...(await store.loadReportedMiners()), ...marks]);
  await store.saveReportedMiners([...known].slice(-KEPT_MARKS));
}
