import { compactToTarget, requireTarget, targetToCompact } from './compact-bits.ts';

/** Two weeks in seconds: what 2016 blocks are meant to take. */
const TARGET_TIMESPAN = 14 * 86_400;

/** The easiest target of the main network: 2^224 - 1. */
const POW_LIMIT = (1n << 224n) - 1n;

/** Whether a compact target is one that the main network's adjustment can start from. */
export function isMainnetBits(bits: number): boolean {
  const target = compactToTarget(bits);
  return target !== undefined && target <= POW_LIMIT;
}

/**
 * The compact target of the next difficulty epoch, from the header times (Unix seconds) of the first and last block of
 * the one that ends. They are 2015 intervals apart and measured against 2016, as consensus has it; the timespan is held
 * between a quarter and four times two weeks. Source: Bitcoin Core, `CalculateNextWorkRequired`. @throws RangeError
 * where `bits` stands for no target.
 */
export function nextEpochBits(bits: number, firstTime: number, lastTime: number): number {
  const timespan = Math.min(Math.max(lastTime - firstTime, TARGET_TIMESPAN / 4), TARGET_TIMESPAN * 4);
  const next = (requireTarget(bits) * BigInt(timespan)) / BigInt(TARGET_TIMESPAN);
  return targetToCompact(next > POW_LIMIT ? POW_LIMIT : next);
}

/** Whether any header times allow an adjustment. Source: Bitcoin Core, `PermittedDifficultyTransition`. */
export function isPossibleAdjustment(from: number, to: number): boolean {
  const target = compactToTarget(to);
  const hardest = requireTarget(nextEpochBits(from, 0, 0));
  const easiest = requireTarget(nextEpochBits(from, 0, Number.MAX_SAFE_INTEGER));
  return target !== undefined && target >= hardest && target <= easiest;
}
