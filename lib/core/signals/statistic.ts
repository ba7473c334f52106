import gammaln from '@stdlib/math-base-special-gammaln';
import { JEFFREYS } from '../shares/interval.ts';

/**
 * `share`: the subject's part of the blocks, each a Bernoulli trial. `pace`: its blocks over time, Poisson, with time
 * in seconds over difficulty, so that a difficulty adjustment changes nothing.
 */
export type Statistic = 'share' | 'pace';

/**
 * Sizes of change, both ways: log odds ratios for a share, log ratios for a pace. Each has its own CUSUM; for a size in
 * between, the better neighbour is nearly as fast as a CUSUM tuned to it.
 */
export const SIZES: Readonly<Record<Statistic, readonly number[]>> = {
  share: [0.42, 0.75, 1.4, 2.6, -0.42, -0.75, -1.4, -2.6],
  pace: [0.4, 0.8, 1.6, -0.4, -0.8, -1.6],
};

/** A subject's own blocks in a number of trials: blocks of the network, or for a pace seconds over difficulty. */
export type Tally = { readonly own: number; readonly trials: number };

/** Parameters of one statistic's CUSUMs, for a given history. */
export type Baseline = {
  readonly statistic: Statistic;
  readonly before: Tally;
  /** What a trial without an own block subtracts from each CUSUM. */
  readonly drifts: Float64Array;
  /**
   * How fast evidence for each size accumulates, as the logarithm of nats per block. With it subtracted, all sizes give
   * false alarms equally often: the rate is about exp(-sum) times the nats per block.
   */
  readonly speeds: Float64Array;
};

/** @param share for a pace, the subject's assumed share of the network's blocks; for a share, its share of trials. */
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
 * Advances the CUSUMs of one statistic by `trials`, the last of which brought `own` blocks of the subject (0 or 1).
 * Each is the log-likelihood ratio of the changed rate to the known one, maximised over the start of the change, and 0
 * without evidence for a change (Page, Biometrika 41, 1954; the fastest for its size: Lorden, Annals of Mathematical
 * Statistics 42, 1971, and Moustakides, Annals of Statistics 14, 1986).
 */
export function advanceSums(sums: Float64Array, baseline: Baseline, own: number, trials: number): void {
  const sizes = SIZES[baseline.statistic];
  const { drifts } = baseline;
  for (let index = 0; index < sums.length; index++) {
    const sum = sums[index]! + own * sizes[index]! - trials * drifts[index]!;
    sums[index] = sum > 0 ? sum : 0;
  }
}

/**
 * The log-likelihood ratio of a change of `SIZES[index]` to no change, by the counts since, with the baseline no surer
 * than its own counts: without a change the new counts follow their posterior predictive, Beta-binomial or
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
  // Poisson with the known rate, and negative binomial, both without their common factor.
  const poisson = own * Math.log(rate * (before.trials + trials)) - rate * trials;
  const predicted = gammaln(a + own) - gammaln(a) - a * Math.log1p(trials / before.trials);
  return known + poisson - predicted;
}

function lnBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}
