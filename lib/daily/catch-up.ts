import type { LedgerDay } from '../core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY } from '../core/ledger/shipped-label.ts';
import { LAST_DAY, type UtcDay } from '../core/ledger/utc-day.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { fillHistory } from './fill-history.ts';
import type { LedgerStore } from './ledger-store.ts';
import { hasUnproven, proveRest } from './prove-blocks.ts';

/** What a run did with its spare time. */
export type CaughtUp = {
  readonly daysFilled: number;
  readonly blocksProven: number;
  /** Whether missing days remain that a source can still deliver. */
  readonly hasMore: boolean;
};

export const NOTHING_CAUGHT_UP: CaughtUp = { daysFilled: 0, blocksProven: 0, hasMore: false };

/** Uses spare time: fills missing days, newest first, then proves coinbases that were only sampled. */
export async function catchUp(deps: CollectDeps, hasTime: () => boolean): Promise<CaughtUp> {
  const since = await settledThrough(deps.store);
  const daysFilled = await fillHistory(deps, since, hasTime);
  const hasMore = !hasTime();
  const blocksProven = await proveRest(deps, since, hasTime);
  return { daysFilled, blocksProven, hasMore: hasMore && daysFilled > 0 };
}

/** The day up to which nothing is left to do. It is stored, so that most runs load a few days instead of thousands. */
async function settledThrough(
  store: Pick<LedgerStore, 'loadDays' | 'loadSettled' | 'saveSettled'>,
): Promise<UtcDay> {
  const saved = await store.loadSettled();
  const from = saved !== null && saved > FIRST_RECORDED_DAY ? saved : FIRST_RECORDED_DAY;
  const days = await store.loadDays({ from, to: LAST_DAY });
  const open = days.findIndex((day) => !isSettled(day));
  const through = (open < 0 ? days.at(-1) : days[open - 1])?.day ?? from;
  if (through > from) await store.saveSettled(through);
  return through;
}

function isSettled(day: LedgerDay): boolean {
  return day.kind === 'closed' && !hasUnproven(day);
}
