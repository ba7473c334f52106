import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import { TAIL } from './interval.ts';

/** Hash rate in EH/s (10^18 hashes a second) with its 95% interval. */
export type HashRate = { readonly ehs: number; readonly low: number; readonly high: number };

/** Expected hashes per block at difficulty 1: 2^32 to within 0.002%, the field's convention. */
const HASHES_PER_DIFFICULTY = 2 ** 32;
const HASHES_PER_EXAHASH = 1e18;

/**
 * The network's hash rate over `seconds`: the sum of difficulties times 2^32, divided by the time. Closed days have a
 * fixed length and a random count, so the estimate is unbiased; its interval takes the quantiles of Gamma(n) and
 * Gamma(n + 1) over the time, times the mean difficulty. Null without blocks.
 */
export function networkHashRate(totalDifficulty: number, blocks: number, seconds: number): HashRate | null {
  if (blocks === 0) return null;
  const perBlock = ((totalDifficulty / blocks) * HASHES_PER_DIFFICULTY) / seconds / HASHES_PER_EXAHASH;
  return {
    ehs: perBlock * blocks,
    low: perBlock * gammaQuantile(TAIL, blocks, 1),
    high: perBlock * gammaQuantile(1 - TAIL, blocks + 1, 1),
  };
}
