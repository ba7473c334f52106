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
} from './sources-world.ts';

let world: SourcesWorld;
beforeEach(async () => {
  world = await startSourcesWorld();
});
afterEach(() => world.close());

const killed = async () => {
  throw new Error('killed');
};

/** Proves all blocks of a store that changes something about the world's. */
function prove(change: Partial<LedgerStore> = {}): Promise<number> {
  const deps = world.deps(['mempool', 'rest']);
  return proveRest({ ...deps, store: { ...deps.store, ...change } }, FIRST_RECORDED_DAY, () => true);
}

describe('a coinbase that a source made up, found out by a run that is killed before', () => {
  beforeEach(async () => {
    world.mempool.distort((told) =>
      told.height === tip.height - 60
        ? { ...told, extras: { ...told.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : told,
    );
    await world.run(['mempool', 'rest']);
  });

  it('it has counted the day again, is taken out of the day by the next run', async () => {
    // The day is older than the newest blocks, which closing days compares with anyway.
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

it('blocks that were replaced are known as lost where the run ended right after it had replaced them', async () => {
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
