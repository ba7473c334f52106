import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { betaQuantiles } from './beta-quantiles.ts';

/** A 95% interval of a share, both ends fractions 0-1. */
export type Interval = { readonly low: number; readonly high: number };

/** Every interval in the project is a 95% interval. */
export const TAIL = 0.025;

/** Jeffreys' prior for a share: a half on each side. */
export const JEFFREYS = 0.5;

/** The quantile of the normal distribution at 1 - `TAIL`. */
const NORMAL = 1.959963984540054;

const MAX_CACHED = 200_000;

/**
 * The 95% Jeffreys interval of a share observed as `k` of `n` blocks: quantiles .025 and .975 of Beta(k + 1/2, n - k +
 * 1/2), with low 0 at k = 0 and high 1 at k = n (Brown, Cai and DasGupta, "Interval Estimation for a Binomial
 * Proportion", Statistical Science 16, 2001). With n = 0 nothing is known: 0 to 1.
 */
export const jeffreysInterval: (k: number, n: number) => Interval = cached((k, n) => ({
  low: k === 0 ? 0 : betaQuantile(TAIL, k + JEFFREYS, n - k + JEFFREYS),
  high: k === n ? 1 : betaQuantile(1 - TAIL, k + JEFFREYS, n - k + JEFFREYS),
}));

/** The same to twelve digits, in a fraction of the time: for pictures and tables, which round years of intervals. */
export const approximateInterval: (k: number, n: number) => Interval = cached((k, n) => {
  if (k === 0 || k === n) return jeffreysInterval(k, n);
  const quantile = betaQuantiles(k + JEFFREYS, n - k + JEFFREYS);
  return { low: quantile(TAIL, -NORMAL), high: quantile(1 - TAIL, NORMAL) };
});

/** A quantile costs microseconds and days repeat the same counts; the limit keeps a long-lived process small. */
function cached(intervalOf: (k: number, n: number) => Interval): (k: number, n: number) => Interval {
  const cache = new Map<number, Interval>();
  return (k, n) => {
    // Unique, since k is at most n.
    const key = (n * (n + 1)) / 2 + k;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const interval = intervalOf(k, n);
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(key, interval);
    return interval;
  };
}

/**
 * Posterior probability, after `k` of `n` blocks, of a share above `threshold` (0-1): 1 - I_t(k + 1/2, n - k + 1/2).
 */
export function probabilityAbove(k: number, n: number, threshold: number): number {
  // Exactly half by symmetry: rounding must not decide whether a rule clears.
  if (threshold === 0.5 && k * 2 === n) return 0.5;
  // For most subjects on most days the answer is 0 or 1 to double precision, and this bound is much cheaper.
  if (divergence(k / n, threshold) * n > NEGLIGIBLE_NATS) return k / n > threshold ? 1 : 0;
  return 1 - betaCdf(threshold, k + JEFFREYS, n - k + JEFFREYS);
}

/** 1 - exp(-37) is 1 in double precision. */
const NEGLIGIBLE_NATS = 37;

/**
 * The Kullback-Leibler divergence of two coins, in nats. The posterior's tail beyond a threshold is less than exp(-n x
 * divergence): it is, up to half a block, that of Bin(n, threshold) at `k`, which Chernoff bounds (Hoeffding, JASA 58,
 * 1963, theorem 1).
 */
function divergence(share: number, threshold: number): number {
  const head = share === 0 ? 0 : share * Math.log(share / threshold);
  const tail = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - threshold));
  return head + tail;
}
