import { addDays, midnight, type UtcDay } from '../ledger/utc-day.ts';
import { probabilityAbove } from '../shares/interval.ts';
import type { Mark, Pending } from './detector-state.ts';
import { evidenceOfReturn } from './return-test.ts';
import type { Signal, Verdict } from './signal.ts';
import { baselineOf, logLikelihoodRatio, SIZES } from './statistic.ts';
import { directionOf, tallySince } from './tracked.ts';

/** How much of a day must follow a signal for the day to confirm or withdraw it. */
const MIN_SECONDS = 12 * 3_600;

/** Whether a closing day ends late enough after a signal to confirm or withdraw it. */
export function endsLateEnough(day: UtcDay, { time }: Pick<Signal, 'time'>): boolean {
  return midnight(addDays(day, 1)) - time >= MIN_SECONDS;
}

/**
 * The verdict on a signal, by all blocks since the change. It is confirmed if half its evidence remains, for a change
 * of any size in its direction; a crossing also needs the share to be more likely above the bound than not. `day` is
 * null if blocks are missing.
 */
export function confirmOrWithdraw(pending: Pending, mark: Mark, day: UtcDay | null): Verdict {
  const { signal, start, bar } = pending;
  const { own, trials: blocks } = tallySince('share', start, mark);
  const isAbove = signal.bound === null || probabilityAbove(own, blocks, signal.bound) >= 0.5;
  const outcome = remainingEvidence(pending, mark) >= bar / 2 && isAbove ? 'confirmed' : 'withdrawn';
  return { signal: signal.id, outcome, day, height: mark.height, own, blocks };
}

function remainingEvidence({ signal, start, against }: Pending, mark: Mark): number {
  const { statistic, direction } = signal;
  const since = tallySince(statistic, start, mark);
  if ('former' in against) return evidenceOfReturn(against, since);
  const baseline = baselineOf(statistic, against, 1);
  const sizes = SIZES[statistic].flatMap((_, size) =>
    directionOf(statistic, size) === direction ? [logLikelihoodRatio(baseline, size, since)] : [],
  );
  return Math.max(...sizes);
}
