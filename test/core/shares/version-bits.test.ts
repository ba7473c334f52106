import { expect, it } from 'vitest';
import type { PoolId } from '../../../lib/core/pools/pool-id.ts';
import { countSignals } from '../../../lib/core/shares/version-bits.ts';
import { labelled, verified } from '../../contract/stored.ts';

const block = (pool: string, version: number) => ({ ...verified(1), pool: pool as PoolId, version });

it('a bit counts if the version starts with 001, overall and by pool', () => {
  const { blocks, signalling, share, pools } = countSignals(
    [
      block('foundryusa', 0x20000002),
      block('foundryusa', 0x20000000),
      block('antpool', 0x2fffe002),
      // Version 2, from 2012, and one whose highest bits mean something else.
      block('antpool', 2),
      block('f2pool', 0x60000002),
    ],
    1,
  );
  expect({ blocks, signalling, share }).toEqual({ blocks: 5, signalling: 2, share: 0.4 });
  expect(pools.map(({ pool, blocks, signalling }) => [pool, signalling, blocks])).toEqual([
    ['antpool', 1, 2],
    ['foundryusa', 1, 2],
    ['f2pool', 0, 1],
  ]);
});

it('negative versions do not signal', () => {
  expect(countSignals([block('f2pool', -1)], 0)).toMatchObject({ blocks: 1, signalling: 0 });
});

it('blocks without a known header are excluded', () => {
  const { version: _, ...older } = { ...verified(3), version: 0 };
  const found = countSignals([labelled(1), older, block('f2pool', 0x20000001)], 0);
  expect(found).toMatchObject({ blocks: 1, signalling: 1, share: 1 });
});

it('without any blocks the interval is 0 to 1', () => {
  expect(countSignals([], 0)).toEqual({
    blocks: 0,
    signalling: 0,
    share: 0,
    low: 0,
    high: 1,
    pools: [],
  });
});
