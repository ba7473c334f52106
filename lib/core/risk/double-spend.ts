import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/** The number of confirmations exchanges and merchants commonly require. */
export const USUAL_CONFIRMATIONS = 6;

/**
 * The probability that a miner with `share` (0-1) of the hash rate outpaces the rest of the network by enough to
 * reverse a payment with `confirmations` confirmations: I_{4pq}(z, 1/2), which is 1 - sum k=0..z-1 C(k+z-1, k)(p^z q^k
 * - q^z p^k) (Rosenfeld, arXiv 1402.2009; Grunspan and Perez-Marco, arXiv 1702.02867). The incomplete beta function
 * does not overflow where the binomials do. From 1/2 on the probability is 1.
 *
 * This is a race, not a run of blocks: 40% outpaces six confirmations in 49 of 100 tries, while six blocks in a row
 * have a chance of 0.41%.
 */
export function reversalOdds(share: number, confirmations: number): number {
  if (share >= 0.5 || confirmations === 0) return 1;
  if (share <= 0) return 0;
  return betaCdf(4 * share * (1 - share), confirmations, 0.5);
}

/**
 * The approximation in the Bitcoin paper (Nakamoto 2008, section 11), which takes the attacker's progress as Poisson
 * with mean z q / p: for comparison only. From 1/2 on the probability is 1.
 */
export function nakamotoReversalOdds(share: number, confirmations: number): number {
  if (share >= 0.5 || confirmations === 0) return 1;
  if (share <= 0) return 0;
  const ratio = share / (1 - share);
  const mean = confirmations * ratio;
  // Terms are built from their logarithms: e^-mean alone underflows for many confirmations.
  let logTerm = -mean;
  let odds = 1;
  for (let k = 0; k <= confirmations; k++) {
    if (k > 0) logTerm += Math.log(mean / k);
    odds -= Math.exp(logTerm) * (1 - ratio ** (confirmations - k));
  }
  return Math.max(0, odds);
}

/** Upper limit of the search, about 40,000 years of blocks. */
const MAX_CONFIRMATIONS = 2 ** 31;

/**
 * The fewest confirmations that bring the probability of a reversal, by `odds`, below `risk` (above 0); null if none
 * do, as for a majority or a share (0-1) close to one.
 */
export function confirmationsFor(share: number, risk: number, odds = reversalOdds): number | null {
  let high = 1;
  while (odds(share, high) >= risk) {
    high *= 2;
    if (high > MAX_CONFIRMATIONS || share >= 0.5) return null;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (odds(share, middle) < risk) high = middle;
    else low = middle;
  }
  return high;
}
