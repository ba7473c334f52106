import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToldBlock } from '../support/mempool-peer.ts';
import {
  chain,
  faultless,
  pools,
  type SourcesWorld,
  startSourcesWorld,
  tip,
} from '../support/sources-world.ts';

let world: SourcesWorld;
beforeEach(async () => {
  world = await startSourcesWorld();
});
afterEach(() => world.close());

const many = <T>(one: (index: number) => T) => Array.from({ length: 20_000 }, (_, index) => one(index));

describe('an answer too large for a stored item does not cost a day', () => {
  it.each<[what: string, below: number, extras: Partial<Record<keyof ToldBlock['extras'], unknown>>]>([
    ['a coinbase script of 300 kB', 60, { coinbaseRaw: '00'.repeat(300_000) }],
    ['one of a block that is proven', 6, { coinbaseRaw: '00'.repeat(300_000) }],
    ['20,000 payout addresses', 60, { coinbaseAddresses: many((index) => `1abcdefghijklmnop${index}`) }],
    ['20,000 faults', 60, { coinbaseAddresses: many(() => 1) }],
    ['a pool with a name of 500 kB', 60, { pool: { name: 'x'.repeat(500_000) } }],
  ])('%s', async (_, below, extras) => {
    world.mempool.distort((block) =>
      block.height === tip.height - below
        ? { ...block, extras: { ...block.extras, ...(extras as ToldBlock['extras']) } }
        : block,
    );
    const { ledger, states } = await world.run(['mempool', 'rest']);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    for (const { fault } of states) expect(fault?.reason.length ?? 0).toBeLessThan(2_500);
  });
});
