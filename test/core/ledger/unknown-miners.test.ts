import { describe, expect, it } from 'vitest';
import { clusterUnknown, notableMiners, proposedRow } from '../../../lib/core/ledger/unknown-miners.ts';
import type { PoolId } from '../../../lib/core/pools/pool-id.ts';
import { verified } from '../../contract/stored.ts';

const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const block = (height: number, text: string, ...payouts: readonly [string, number][]) => ({
  ...verified(height),
  pool: 'unknown' as PoolId,
  coinbase: {
    script: `03a1b20c${hex(text)}0000`,
    payouts: payouts.map(([address, valueSats]) => ({ address, valueSats })),
  },
});

describe('blocks by unknown miners', () => {
  it('belong to one miner by tag or largest payout, even if only a third block links the two', () => {
    const miners = clusterUnknown([
      block(1, '/New Pool/', ['1A', 300]),
      block(2, '', ['1B', 300], ['1A', 5]),
      block(3, '/New Pool/', ['1B', 300]),
      block(4, '/Another/', ['1C', 300]),
    ]);
    expect(miners).toEqual([
      { blocks: 3, heights: [1, 2, 3], tags: ['/New Pool/'], addresses: ['1A', '1B'] },
      { blocks: 1, heights: [4], tags: ['/Another/'], addresses: ['1C'] },
    ]);
    expect(proposedRow(miners[0]!)).toEqual({
      id: 'newpool',
      name: 'New Pool',
      tags: ['/New Pool/'],
      addresses: ['1A', '1B'],
    });
  });

  it('without a readable name or a payout stay separate', () => {
    expect(clusterUnknown([block(1, '\x01\x02'), block(2, '\x01\x02')])).toEqual([
      { blocks: 1, heights: [1], tags: [], addresses: [] },
      { blocks: 1, heights: [2], tags: [], addresses: [] },
    ]);
  });

  it('exclude known pools and blocks from earlier releases', () => {
    expect(clusterUnknown([{ ...block(1, '/x pool/'), pool: 'f2pool' as PoolId }, verified(2)])).toEqual([]);
  });
});

describe('unknown miners of a week of 100 blocks', () => {
  const known = (count: number) => Array.from({ length: count }, (_, index) => verified(1_000 + index));
  const mined = (count: number, tag: string, address: string) =>
    Array.from({ length: count }, (_, index) => block(index, tag, [address, 300]));

  it('are notable above 2% of it', () => {
    const week = [...known(95), ...mined(3, '/New Pool/', '1A'), ...mined(2, '/Another/', '1B')];
    expect(notableMiners(week, new Set())).toMatchObject({
      fresh: [{ blocks: 3, tags: ['/New Pool/'], addresses: ['1A'] }],
      marks: ['/New Pool/', '1A'],
    });
  });

  it('are reported once, by any of their marks: another address is the same miner', () => {
    const week = [...known(97), ...mined(3, '/New Pool/', '1C')];
    expect(notableMiners(week, new Set(['/New Pool/', '1A']))).toEqual({
      fresh: [],
      marks: ['/New Pool/', '1C'],
    });
    const renamed = [...known(97), ...mined(3, '/Newer Pool/', '1C')];
    expect(notableMiners(renamed, new Set(['1C'])).fresh).toEqual([]);
    expect(notableMiners(renamed, new Set(['1A'])).fresh).toHaveLength(1);
  });
});
