import { memo } from '../../../memo.ts';
import { probabilityAbove } from '../../shares/interval.ts';

/** The confidence of the default rules. */
const CONFIDENCE = 0.95;

/** What the two versions of the default rules take for clear: as likely as not, or surely below. */
export const CLEAR_AT = { today: 0.5, calm: 0.05 } as const;

export type RulesVersion = keyof typeof CLEAR_AT;

/** One rule for one subject, told the counts of a window each day; true where it fires. */
export type SimulatedRule = (k: number, n: number) => boolean;

/** The fewest blocks of `n` from which a share lies above a bound with a probability, cached. */
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

/** From which count on a rule fires at a bound, and up to which it clears, of any number of blocks. */
export function limitsOf(bound: number, version: RulesVersion) {
  const fires = fewestBlocks(bound, CONFIDENCE);
  // One block fewer than the fewest whose probability lies above what counts as clear.
  const aboveClear = fewestBlocks(bound, CLEAR_AT[version] + 1e-12);
  return { fires, mostToClear: (n: number) => aboveClear(n) - 1 };
}
