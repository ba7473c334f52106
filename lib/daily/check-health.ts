import { addDays, midnight } from '../core/ledger/utc-day.ts';
import { WEEK } from '../core/shares/window.ts';
import { countOf, type FiguresStore } from './figures.ts';
import type { LedgerStore } from './ledger-store.ts';

const HOUR = 3_600;

/** At one block per ten minutes, three hours without one happen about once in 1,200 years. */
const LONGEST_WITHOUT_BLOCK_HOURS = 3;

/** The next day ends 24 hours later; recorded days closed within 6.5 hours of their end, 1.9 in the median. */
const LONGEST_WITHOUT_CLOSED_DAY_HOURS = 30;

const HIGHEST_UNKNOWN_SHARE = 0.1;

export type HealthDeps = {
  readonly ledger: Pick<LedgerStore, 'loadNewestBlocks'>;
  readonly figures: Pick<FiguresStore, 'loadFigures'>;
};

/** Something an operator must look at. `hours` is null if there has never been a block or closed day. */
export type HealthFault =
  | { readonly kind: 'no-new-block'; readonly hours: number | null }
  | { readonly kind: 'no-closed-day'; readonly hours: number | null }
  | { readonly kind: 'unknown-share'; readonly share: number };

/** Checks the store for signs that the daily job is late or the registry is out of date. `now`: Unix seconds. */
export async function checkHealth(deps: HealthDeps, now: number): Promise<readonly HealthFault[]> {
  const faults: HealthFault[] = [];
  const newest = (await deps.ledger.loadNewestBlocks(1)).at(-1);
  const sinceBlock = hoursSince(newest?.time, now);
  if (sinceBlock === null || sinceBlock > LONGEST_WITHOUT_BLOCK_HOURS)
    faults.push({ kind: 'no-new-block', hours: sinceBlock });
  const figures = await deps.figures.loadFigures();
  const sinceDay = hoursSince(figures && midnight(addDays(figures.day, 1)), now);
  if (sinceDay === null || sinceDay > LONGEST_WITHOUT_CLOSED_DAY_HOURS)
    faults.push({ kind: 'no-closed-day', hours: sinceDay });
  const week = figures && countOf(figures, 'pool', WEEK);
  if (week !== undefined && week.unknown > HIGHEST_UNKNOWN_SHARE * week.blocks)
    faults.push({ kind: 'unknown-share', share: week.unknown / week.blocks });
  return faults;
}

function hoursSince(time: number | undefined, now: number): number | null {
  return time === undefined ? null : (now - time) / HOUR;
}
