import type { VerifiedBlock } from '../../../lib/core/ledger/block.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';

/** Seconds between two generated blocks where nothing else is said. */
const SPACING = 600;

/** A compact target; generated blocks carry it, nobody mined them. */
const GENERATED_BITS = 0x1702_5ea2;

const FIRST_HEIGHT = 2_000_000;

/** Unix seconds of a time of day, "2031-05-02T23:50". */
export function at(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}

/** Generated blocks on top of each other, one per header time. Any field of a block may be given. */
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

/** Header times ten minutes apart, from a time to another, the last not included. */
export function everyTenMinutes(from: string, to: string): number[] {
  const count = Math.ceil((at(to) - at(from)) / SPACING);
  return Array.from({ length: count }, (_, index) => at(from) + index * SPACING);
}

/** A day that exists. */
export const day = (text: string) => parseDay(text);
