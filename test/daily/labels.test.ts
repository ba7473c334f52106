import { afterEach, beforeEach, expect, it } from 'vitest';
import { isVerified } from '../../lib/core/ledger/block.ts';
import { disagreementsOf } from '../../lib/core/ledger/label-disagreements.ts';
import { FIRST_RECORDED_DAY } from '../../lib/core/ledger/shipped-label.ts';
import { proveRest } from '../../lib/daily/prove-blocks.ts';
import { chain, forkedAt, type SourcesWorld, startSourcesWorld, tip } from '../support/sources-world.ts';

let world: SourcesWorld;
beforeEach(async () => {
  world = await startSourcesWorld();
});
afterEach(() => world.close());

/** Labels that contradict the coinbases. */
function mislabel(names: Readonly<Record<number, string>>): void {
  world.mempool.distort((block) => {
    const name = names[block.height];
    return name === undefined
      ? block
      : { ...block, extras: { ...block.extras, pool: { ...block.extras.pool, name } } };
  });
}

async function compared() {
  const [low, high] = [chain[0]!.height, tip.height];
  const blocks = (await world.ledger().loadBlocks(low, high)).filter(isVerified);
  return disagreementsOf(blocks, await world.ledger().loadLabels(low, high));
}

// The chain's last blocks were found by Foundry USA, AntPool and ViaBTC, in this order.
const [foundry, antpool, viabtc] = [chain.length - 5, chain.length - 11, chain.length - 4].map(
  (index) => chain[index]!.height,
) as [number, number, number];

it('a source with the same labels agrees on every block', async () => {
  await world.run(['mempool']);
  expect(await compared()).toEqual({ labelled: chain.length, disagreements: [] });
});

it('if a source names a different pool, both are listed by number of blocks, unknown included', async () => {
  mislabel({
    [foundry]: 'Unknown',
    [viabtc]: 'New Pool & Co.',
    [foundry - 3]: 'Unknown',
    [antpool]: 'AntPool',
  });
  await world.run(['mempool']);
  expect((await compared()).disagreements).toEqual([
    { pool: 'foundryusa', label: 'unknown', blocks: 2, heights: [foundry - 3, foundry] },
    { pool: 'viabtc', label: 'newpoolco', blocks: 1, heights: [viabtc] },
  ]);
});

it("a pool's former name is the same pool", async () => {
  mislabel({ [viabtc]: 'SlushPool', [foundry]: 'BTC.com' });
  await world.run(['mempool']);
  expect((await compared()).disagreements.map(({ label }) => label)).toEqual(['btccom', 'braiinspool']);
});

it('a label is kept when its block is proven later, and removed with its block', async () => {
  mislabel({ [foundry]: 'Unknown' });
  await world.run(['mempool']);
  await proveRest(world.deps(['esplora']), FIRST_RECORDED_DAY, () => true);
  expect(await compared()).toMatchObject({ labelled: chain.length, disagreements: [{ heights: [foundry] }] });
  world.esplora.serve(forkedAt(10));
  await world.run(['esplora']);
  expect(await compared()).toEqual({ labelled: chain.length - 10, disagreements: [] });
});

it('sources without labels leave nothing to compare', async () => {
  await world.run(['rest']);
  expect(await compared()).toEqual({ labelled: 0, disagreements: [] });
});
