import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import { JEFFREYS } from '../shares/interval.ts';
import type { Change, Mark, ReturnTest } from './detector-state.ts';
import type { Signal } from './signal.ts';
import type { Statistic, Tally } from './statistic.ts';

/**
 * Evidence required for a return, in nats: less than for a change, since it takes back what was said. A false one
 * occurs about once in exp(8) blocks' worth of evidence: rarely within the 90 days of a change.
 */
export const RETURN_BAR = 8;

/** The rate since a change is on this side of `from` with this probability. */
const CONFIDENCE = 0.99;

/**
 * The test for a return from a change detected in `statistic`: at a rate of `from` since the change, it is no return.
 */
export function returnTest(
  statistic: Statistic,
  direction: Signal['direction'],
  former: number,
  { own, trials }: Tally,
): ReturnTest {
  const quantile = direction === 'down' ? CONFIDENCE : 1 - CONFIDENCE;
  const from =
    statistic === 'share'
      ? betaQuantile(quantile, own + JEFFREYS, trials - own + JEFFREYS)
      : gammaQuantile(quantile, own + JEFFREYS, 1) / trials;
  return { statistic, former, from };
}

/** The log-likelihood ratio of the former rate to the rate a return is tested against. */
export function evidenceOfReturn({ statistic, former, from }: ReturnTest, { own, trials }: Tally): number {
  if (statistic === 'pace') return own * Math.log(former / from) - trials * (former - from);
  return own * Math.log(former / from) + (trials - own) * Math.log((1 - former) / (1 - from));
}

/** Advances the test by `own` blocks in `trials` that end at `mark`. */
export function advanceReturn(change: Change, own: number, trials: number, mark: Mark): Change {
  const sum = change.sum + evidenceOfReturn(change.back, { own, trials });
  return sum > 0 ? { ...change, sum } : { ...change, sum: 0, start: mark };
}
