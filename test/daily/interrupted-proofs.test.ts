import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_RECORDED_DAY } from '../../lib/core/ledger/shipped-label.ts';
import { collectBlocks } from '../../lib/daily/collect-blocks.ts';
import type { LedgerStore } from '../../lib/daily/ledger-store.ts';
import { proveRest } from '../../lib/daily/prove-blocks.ts';
import { FOUNDRY } from '../support/chains.ts';
import {
  chain,
  faultless,
  forkedAt,
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

const killed = async () => {
  throw new Error('killed');
};

/** Proves all blocks of the world's store, with some methods replaced. */
function prove(change: Partial<LedgerStore> = {}): Promise<number> {
  const deps = world.deps(['mempool', 'rest']);
  return proveRest({ ...deps, store: { ...deps.store, ...change } }, FIRST_RECORDED_DAY, () => true);
}

describe('a coinbase forged by a source, caught by a run that is killed before', () => {
  beforeEach(async () => {
    world.mempool.distort((block) =>
      block.height === tip.height - 60
        ? { ...block, extras: { ...block.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : block,
    );
    await world.run(['mempool', 'rest']);
  });

  it('it has recounted the day, is corrected by the next run', async () => {
    // The day must be older than the newest blocks, which are compared in any case.
    const old = { loadNewestBlocks: async () => [] };
    await expect(prove({ ...old, saveDays: killed })).rejects.toThrow('killed');
    await prove(old);
    expect(pools(await world.ledger().loadDays())).toEqual(pools(await faultless(chain)));
  });

  it('it has named the source, is proven by the next run, which names it', async () => {
    await expect(prove({ saveSources: killed })).rejects.toThrow('killed');
    await prove();
    expect((await world.ledger().loadSources())[0]).toMatchObject({ title: 'mempool.space', lied: true });
  });
});

it('replaced blocks are saved as lost even if the run is killed right after replacing them', async () => {
  await world.run(['mempool']);
  world.mempool.serve(forkedAt(3));
  const { store, ...deps } = world.deps(['mempool']);
  const saveBlocks: LedgerStore['saveBlocks'] = async (...saved) => {
    await store.saveBlocks(...saved);
    await killed();
  };
  await expect(collectBlocks({ ...deps, store: { ...store, saveBlocks } })).rejects.toThrow('killed');
  await world.run(['mempool']);
  expect((await store.loadLostBlocks()).map(({ id }) => id)).toEqual(chain.slice(-3).map(({ id }) => id));
});
