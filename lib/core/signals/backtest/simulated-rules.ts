import { memo } from '../../../memo.ts';
import { probabilityAbove } from '../../shares/interval.ts';

/** The confidence of the default rules. */
const CONFIDENCE = 0.95;

/** Probability at which the two versions of the default rules clear: as likely as not, or surely below. */
export const CLEAR_AT = { today: 0.5, calm: 0.05 } as const;

export type RulesVersion = keyof typeof CLEAR_AT;

/** One rule for one subject, given a window's counts each day; true when it fires. */
export type SimulatedRule = (k: number, n: number) => boolean;

/** The fewest blocks of `n` at which a share is above a bound with this probability, cached. */
export function fewestBlocks(bound: number, probability: number): (n: number) => number {
  return memo((n) => {
    let [low, high] = [-1, n + 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (middle <= n && probabilityAbove(middle, n, bound) < probability) low = middle;
      else high = middle;
    }
    return high;
  });
}

export function simulateRule(
  fires: (n: number) => number,
  mostToClear: (n: number) => number,
): SimulatedRule {
  let isFiring = false;
  return (k, n) => {
    if (isFiring) {
      isFiring = k > mostToClear(n);
      return false;
    }
    isFiring = k >= fires(n);
    return isFiring;
  };
}

/** The count from which a rule fires at a bound, and the count up to which it clears, for any number of blocks. */
export function limitsOf(bound: number, version: RulesVersion) {
  const fires = fewestBlocks(bound, CONFIDENCE);
  // One block fewer than the fewest whose probability exceeds the level that counts as clear.
  const aboveClear = fewestBlocks(bound, CLEAR_AT[version] + 1e-12);
  return { fires, mostToClear: (n: number) => aboveClear(n) - 1 };
}
