import type { VerifiedBlock } from '../../../lib/core/ledger/block.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';

/** Default seconds between two generated blocks. */
const SPACING = 600;

/** The compact target of generated blocks, which nobody mined. */
const GENERATED_BITS = 0x1702_5ea2;

const FIRST_HEIGHT = 2_000_000;

/** Unix seconds of a time of day, "2031-05-02T23:50". */
export function at(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}

/** Consecutive generated blocks, one per header time. Any field may be overridden. */
export function generatedRun(
  times: readonly number[],
  differs: (index: number) => Partial<VerifiedBlock> = () => ({}),
): VerifiedBlock[] {
  return times.map((time, index) => ({
    height: FIRST_HEIGHT + index,
    time,
    pool: poolId(index % 3 === 0 ? 'antpool' : 'foundryusa'),
    bits: GENERATED_BITS,
    evidence: 'header',
    id: `generated ${index}`,
    previousId: `generated ${index - 1}`,
    bitsCheck: 'passed',
    attributedBy: 'tag',
    conflicts: 0,
    ...differs(index),
  }));
}

/** Header times ten minutes apart, from one time to another, excluding the last. */
export function everyTenMinutes(from: string, to: string): number[] {
  const count = Math.ceil((at(to) - at(from)) / SPACING);
  return Array.from({ length: count }, (_, index) => at(from) + index * SPACING);
}

export const day = (text: string) => parseDay(text);
