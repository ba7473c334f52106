import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/**
 * The chance that a miner with `share` of the hash rate ever outpaces the rest of the network from
 * `confirmations` blocks behind, and so can reverse a payment that has that many: I_{4pq}(z, 1/2), which is
 * 1 - sum k=0..z-1 C(k+z-1, k)(p^z q^k - q^z p^k) (Rosenfeld, arXiv 1402.2009; Grunspan and Perez-Marco,
 * arXiv 1702.02867). The incomplete beta function does not overflow where the binomials do.
 *
 * This is outpacing, not a run of blocks: 40 % outpaces six confirmations in 49 of 100 tries, while six
 * blocks in a row come in 0.41 %.
 *
 * @param share fraction 0-1 of the network's hash rate; from 1/2 on the chance is 1.
 * @param confirmations whole number from 0.
 * @returns a probability 0-1.
 */
export function reversalOdds(share: number, confirmations: number): number {
  if (share >= 0.5 || confirmations === 0) return 1;
  if (share <= 0) return 0;
  return betaCdf(4 * share * (1 - share), confirmations, 0.5);
}
