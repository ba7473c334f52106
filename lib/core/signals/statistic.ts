import gammaln from '@stdlib/math-base-special-gammaln';
import { JEFFREYS } from '../shares/interval.ts';

/**
 * What a detector looks at. `share`: the subject's part of the blocks, a Bernoulli trial each. `pace`: its blocks in a
 * time, Poisson, with time in seconds over difficulty, so that an adjustment of the difficulty changes nothing.
 */
export type Statistic = 'share' | 'pace';

/**
 * The sizes of change, both ways: log odds ratios of a share, logarithms of the ratio of a pace. Each has its own
 * CUSUM; for a size in between, the better neighbour is nearly as fast as one made for it.
 */
export const SIZES: Readonly<Record<Statistic, readonly number[]>> = {
  share: [0.42, 0.75, 1.4, 2.6, -0.42, -0.75, -1.4, -2.6],
  pace: [0.4, 0.8, 1.6, -0.4, -0.8, -1.6],
};

/** Blocks of a subject's own in trials: blocks of the network, or for a pace seconds over difficulty. */
export type Tally = { readonly own: number; readonly trials: number };

/** What the CUSUMs of one statistic go by, as long as what was before is the same. */
export type Baseline = {
  readonly statistic: Statistic;
  readonly before: Tally;
  /** What a trial without a block of the subject's own takes off each CUSUM. */
  readonly drifts: Float64Array;
  /**
   * How fast evidence for each size comes, as the logarithm of nats a block. With it subtracted, all sizes give false
   * alarms equally often: the rate is about exp(-sum) times the nats a block.
   */
  readonly speeds: Float64Array;
};

/** @param share what part of the network's blocks a pace is thought to be; what part of trials it is, for a share. */
export function baselineOf(statistic: Statistic, before: Tally, share: number): Baseline {
  const rate = before.own / before.trials;
  const sizes = SIZES[statistic];
  const drifts = new Float64Array(sizes.length);
  const speeds = new Float64Array(sizes.length);
  for (let index = 0; index < sizes.length; index++) {
    const size = sizes[index]!;
    if (statistic === 'pace') {
      drifts[index] = rate * Math.expm1(size);
      speeds[index] = Math.log(share * (size * Math.exp(size) - Math.expm1(size)));
    } else {
      const drift = Math.log1p(rate * Math.expm1(size));
      drifts[index] = drift;
      speeds[index] = Math.log(rate * Math.exp(size - drift) * size - drift);
    }
  }
  return { statistic, before, drifts, speeds };
}

/**
 * Moves the CUSUMs of one statistic on by `trials`, of which the last brought `own` blocks of the subject (0 or 1).
 * Each is the log-likelihood ratio of the changed rate to the known one, from where it says most, and 0 where nothing
 * speaks for a change (Page, Biometrika 41, 1954; the fastest for its size: Lorden, Annals of Mathematical Statistics
 * 42, 1971, and Moustakides, Annals of Statistics 14, 1986).
 */
export function advanceSums(sums: Float64Array, course: Baseline, own: number, trials: number): void {
  const sizes = SIZES[course.statistic];
  const { drifts } = course;
  for (let index = 0; index < sums.length; index++) {
    const sum = sums[index]! + own * sizes[index]! - trials * drifts[index]!;
    sums[index] = sum > 0 ? sum : 0;
  }
}

/**
 * The log-likelihood ratio of a change of `SIZES[index]` to none, by the counts since, where what was before is no
 * surer than its counts make it: without a change the new counts follow their posterior predictive, Beta-binomial or
 * Gamma-Poisson with Jeffreys' prior.
 */
export function logLikelihoodRatio(
  { statistic, before, drifts }: Baseline,
  index: number,
  since: Tally,
): number {
  const size = SIZES[statistic][index]!;
  const rate = before.own / before.trials;
  const a = before.own + JEFFREYS;
  const { own, trials } = since;
  const known = own * size - trials * drifts[index]!;
  if (statistic === 'share') {
    const b = before.trials - before.own + JEFFREYS;
    const predicted = lnBeta(a + own, b + trials - own) - lnBeta(a, b);
    return known + own * Math.log(rate) + (trials - own) * Math.log1p(-rate) - predicted;
  }
  // Poisson with the known rate, and negative binomial, both without what they have in common.
  const poisson = own * Math.log(rate * (before.trials + trials)) - rate * trials;
  const predicted = gammaln(a + own) - gammaln(a) - a * Math.log1p(trials / before.trials);
  return known + poisson - predicted;
}

function lnBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}
