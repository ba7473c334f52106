import { memoWeak } from '../../memo.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import { difficultyOf, WEEK } from '../shares/window.ts';
import type { Method } from './method.ts';

/** A loss is measured from the best window of this length: by chance, a month varies half as much as a week. */
const BEST_DAYS = 30;

/** Difficulty mined per day over the `days` days ending on `day`; null if one is not counted or unknown. */
export type NetworkHashRate = (day: UtcDay, days: number) => number | null;

/** Sums a ledger's difficulty so that any window is one subtraction. `ledger` has at least one day. */
export const networkHashRate: (ledger: Ledger) => NetworkHashRate = memoWeak((ledger) => {
  const first = ledger[0]!.day;
  const [sums, gaps] = [[0], [0]];
  for (const entry of ledger) {
    const difficulty = entry.kind === 'closed' ? difficultyOf([entry]) : null;
    sums.push(sums.at(-1)! + (difficulty ?? 0));
    gaps.push(gaps.at(-1)! + (difficulty === null ? 1 : 0));
  }
  return (day, days) => {
    const end = daysBetween(first, day) + 1;
    const start = end - days;
    if (start < 0 || end >= sums.length || gaps[end] !== gaps[start]) return null;
    return (sums[end]! - sums[start]!) / days;
  };
});

/**
 * How much hash rate the network has lost since its best month from `since` on, beyond chance: a fraction 0-1, at its
 * largest so far and slowly fading. A recovery does not undo it, since nothing shows that hash rate returned to where
 * it left. Days not counted are skipped; `first` is the first day of the ledger.
 */
export function networkLoss(
  hashRate: NetworkHashRate,
  first: UtcDay,
  since: UtcDay,
  { chanceLoss, fading, remembers }: Method,
): (day: UtcDay) => number {
  const firstEnd = addDays(first, BEST_DAYS - 1);
  const start = since < firstEnd ? firstEnd : since;
  const losses: number[] = [];
  let [best, loss] = [0, 0];
  return (day) => {
    for (let at = losses.length; at <= daysBetween(start, day); at++) {
      const on = addDays(start, at);
      best = Math.max(best, hashRate(on, BEST_DAYS) ?? 0);
      const now = hashRate(on, WEEK);
      const lost = now === null || best === 0 ? 0 : Math.max(0, 1 - now / best);
      loss = Math.max(remembers ? loss * (1 - fading) : 0, lost);
      losses.push(Math.max(0, (loss - chanceLoss) / (1 - chanceLoss)));
    }
    return losses[daysBetween(start, day)] ?? 0;
  };
}
