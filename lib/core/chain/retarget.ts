import { compactToTarget, requireTarget, targetToCompact } from './compact-bits.ts';

/** Two weeks in seconds: the intended duration of 2016 blocks. */
const TARGET_TIMESPAN = 14 * 86_400;

/** The easiest target on mainnet: 2^224 - 1. */
const POW_LIMIT = (1n << 224n) - 1n;

/** Whether a compact target can occur on mainnet. */
export function isMainnetBits(bits: number): boolean {
  const target = compactToTarget(bits);
  return target !== undefined && target <= POW_LIMIT;
}

/**
 * The compact target of the next difficulty epoch, from the header times (Unix seconds) of the first and last block of
 * the current one. These are 2015 intervals apart but measured against 2016, as consensus has it; the timespan is
 * clamped to between a quarter of and four times two weeks. Source: Bitcoin Core, `CalculateNextWorkRequired`.
 *
 * @throws RangeError if `bits` encodes no valid target.
 */
export function nextEpochBits(bits: number, firstTime: number, lastTime: number): number {
  const timespan = Math.min(Math.max(lastTime - firstTime, TARGET_TIMESPAN / 4), TARGET_TIMESPAN * 4);
  const next = (requireTarget(bits) * BigInt(timespan)) / BigInt(TARGET_TIMESPAN);
  return targetToCompact(next > POW_LIMIT ? POW_LIMIT : next);
}

/** Whether some pair of header times gives this adjustment. Source: Bitcoin Core, `PermittedDifficultyTransition`. */
export function isPossibleAdjustment(from: number, to: number): boolean {
  const target = compactToTarget(to);
  const hardest = requireTarget(nextEpochBits(from, 0, 0));
  const easiest = requireTarget(nextEpochBits(from, 0, Number.MAX_SAFE_INTEGER));
  return target !== undefined && target >= hardest && target <= easiest;
}
