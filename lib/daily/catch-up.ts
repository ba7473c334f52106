import type { LedgerDay } from '../core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY } from '../core/ledger/shipped-label.ts';
import { LAST_DAY, type UtcDay } from '../core/ledger/utc-day.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { fillHistory } from './fill-history.ts';
import type { LedgerStore } from './ledger-store.ts';
import { hasUnproven, proveRest } from './prove-blocks.ts';

/** What a run did in the time it had left. */
export type CaughtUp = {
  readonly daysFilled: number;
  readonly blocksProven: number;
  /** Whether days are still missing that a source delivers. */
  readonly hasMore: boolean;
};

export const NOTHING_CAUGHT_UP: CaughtUp = { daysFilled: 0, blocksProven: 0, hasMore: false };

/** Uses the time left: fills missing days, the newest first, then proves blocks of which only a sample was proven. */
export async function catchUp(deps: CollectDeps, hasTime: () => boolean): Promise<CaughtUp> {
  const since = await settledThrough(deps.store);
  const daysFilled = await fillHistory(deps, since, hasTime);
  const hasMore = !hasTime();
  const blocksProven = await proveRest(deps, since, hasTime);
  return { daysFilled, blocksProven, hasMore: hasMore && daysFilled > 0 };
}

/**
 * The day up to which there is nothing left to do. It is noted, so that a run that has little to catch up with loads few
 * of thousands of days.
 */
async function settledThrough(
  store: Pick<LedgerStore, 'loadDays' | 'loadSettled' | 'saveSettled'>,
): Promise<UtcDay> {
  const noted = await store.loadSettled();
  const from = noted !== null && noted > FIRST_RECORDED_DAY ? noted : FIRST_RECORDED_DAY;
  const days = await store.loadDays({ from, to: LAST_DAY });
  const open = days.findIndex((day) => !isSettled(day));
  const through = (open < 0 ? days.at(-1) : days[open - 1])?.day ?? from;
  if (through > from) await store.saveSettled(through);
  return through;
}

function isSettled(day: LedgerDay): boolean {
  return day.kind === 'closed' && !hasUnproven(day);
}
