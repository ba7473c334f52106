import { describe, expect, it } from 'vitest';
import type { VerifiedBlock } from '../../../lib/core/ledger/block.ts';
import { daysClosedBy } from '../../../lib/core/ledger/update-ledger.ts';
import type { PoolId } from '../../../lib/core/pools/pool-id.ts';
import { at } from './generated-run.ts';

/** The genesis block at its own time, and others from 9 January on, when the second one came. */
const run: readonly VerifiedBlock[] = [
  at('2009-01-03T18:15'),
  ...Array.from({ length: 40 }, (_, index) => at('2009-01-09T02:54') + 3_600 * index),
].map((time, height) => ({
  height,
  time,
  pool: 'unknown' as PoolId,
  bits: 0x1d00ffff,
  evidence: 'merkle',
  id: `${height}`.padStart(64, '0'),
  previousId: `${height - 1}`.padStart(64, '0'),
  bitsCheck: 'passed',
  attributedBy: 'none',
  conflicts: 0,
}));

describe('the very first days', () => {
  it('are counted from the genesis block on, including five without a block', () => {
    const days = daysClosedBy([], run, '2026-07-12');
    expect(days.map(({ day, count }) => [day, count.blocks, count.firstHeight, count.lastHeight])).toEqual([
      ['2009-01-03', 1, 0, 0],
      ['2009-01-04', 0, 1, 0],
      ['2009-01-05', 0, 1, 0],
      ['2009-01-06', 0, 1, 0],
      ['2009-01-07', 0, 1, 0],
      ['2009-01-08', 0, 1, 0],
      ['2009-01-09', 22, 1, 22],
    ]);
    expect(days[1]).toMatchObject({
      source: 'live',
      count: { evidence: { labelled: 0, header: 0, merkle: 0 } },
    });
    expect(days[1]!.count.pools.size).toBe(0);
  });
});
