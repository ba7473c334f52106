import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlockPlan, type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { FOUNDRY } from '../support/chains.ts';
import type { ChainTip } from '../support/core-peer.ts';
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

/** Mines `count` blocks on top of a block at some depth below the tip. */
function branch(
  depth: number,
  length: number,
  tag = '/ViaBTC/',
  broken: Partial<BlockPlan> = {},
): readonly BuiltBlock[] {
  const below = chain.slice(0, -depth);
  return buildChain(
    below,
    Array.from({ length }, (_, index) => ({
      time: below.at(-1)!.time + 600 * (index + 1),
      ...{ tag, salt: 7 },
      ...broken,
    })),
  );
}

function endOf(blocks: readonly BuiltBlock[], status: ChainTip['status']): ChainTip {
  const { height, id } = blocks.at(-1)!;
  return { height, hash: id, branchlen: blocks.length, status };
}

const lost = async () => world.ledger().loadLostBlocks();
const methods = () => world.core.requests.map((asked) => /"method":"(\w+)"/.exec(asked)?.[1]);

describe('blocks that a node saw lose', () => {
  const race = branch(5, 1);
  const { height, time, id } = race[0]!;

  it.each(['valid-fork', 'valid-headers'] as const)(
    'are saved with their pool and the winner if the node calls them %s',
    async (status) => {
      world.core.be({ tips: [endOf(race, status)], others: race });
      // The node's branches are compared with the stored ones.
      await world.run(['rpc']);
      const { states, ledger, collected } = await world.run(['rpc']);
      expect(await lost()).toEqual([{ height, time, id, pool: 'viabtc', winner: 'foundryusa' }]);
      expect(collected).toMatchObject({ replaced: 0 });
      expect(states).toMatchObject([{ fault: null, agreed: tip.height }]);
      expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    },
  );

  it('are fetched once', async () => {
    world.core.be({ tips: [endOf(race, 'valid-fork')], others: race });
    await world.run(['rpc']);
    await world.run(['rpc']);
    const before = methods().length;
    await world.run(['rpc']);
    const asked = methods().slice(before);
    expect(asked).toContain('getchaintips');
    expect(asked).not.toContain('getblock');
  });

  it('in a longer branch are all saved', async () => {
    const two = branch(9, 3, '/F2Pool/');
    world.core.be({
      tips: [endOf(race, 'valid-headers'), endOf(two, 'valid-fork')],
      others: [...race, ...two],
    });
    await world.run(['rpc']);
    await world.run(['rpc']);
    expect((await lost()).map(({ id, pool }) => [id, pool])).toEqual([
      ...two.map((block) => [block.id, 'f2pool']),
      [id, 'viabtc'],
    ]);
  });

  it.each(['invalid', 'headers-only'] as const)('are not taken from a branch it calls %s', async (status) => {
    world.core.be({ tips: [endOf(race, status)], others: race });
    await world.run(['rpc']);
    await world.run(['rpc']);
    expect(await lost()).toEqual([]);
    expect(world.core.requests.join('\n')).not.toContain(id);
  });

  it('no longer count as lost once their branch has won', async () => {
    world.core.be({ tips: [endOf(race, 'valid-fork')], others: race });
    await world.run(['rpc']);
    await world.run(['rpc']);
    const won = [...chain.slice(0, -5), ...branch(5, 7)];
    world.core.serve(won);
    world.core.be({ tips: [endOf(chain.slice(-5), 'valid-fork')], others: chain.slice(-5) });
    expect((await world.run(['rpc'])).collected).toMatchObject({ replaced: 5, added: 7 });
    expect((await lost()).map((block) => [block.id, block.winner])).toEqual(
      chain.slice(-5).map((block) => [block.id, 'viabtc']),
    );
  });

  it('are left out if the node does not support that call, and its chain is still followed', async () => {
    await world.run(['rpc']);
    world.core.be({ tips: [endOf(race, 'valid-fork')], others: race });
    world.core.misbehave({ kind: 'status', status: 403 }, { pathPart: 'getchaintips' });
    expect((await world.run(['rpc'])).states).toMatchObject([{ fault: null, agreed: tip.height }]);
    expect(await lost()).toEqual([]);
  });
});

describe('a branch with less work that a source follows', () => {
  it.each(['mempool', 'esplora', 'rpc', 'rest'] as const)(
    'on %s is saved as lost with its pools, and not followed',
    async (name) => {
      const weaker = branch(4, 2);
      const first = name === 'mempool' ? 'esplora' : 'mempool';
      const peer = { mempool: world.mempool, esplora: world.esplora, rpc: world.core, rest: world.core }[
        name
      ];
      peer.serve([...chain.slice(0, -4), ...weaker]);
      const { collected, ledger, states } = await world.run([first, name]);
      expect(states.map(({ fault }) => fault?.kind)).toEqual([undefined, 'weaker']);
      expect(collected).toMatchObject({ replaced: 0 });
      expect(await lost()).toEqual(
        weaker.map(({ height, time, id }, index) => ({
          ...{ height, time, id, pool: 'viabtc' },
          winner: ['viabtc', 'spiderpool'][index],
        })),
      );
      expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    },
  );

  it('whose coinbases no source has is saved once a source has them', async () => {
    world.esplora.serve([...chain.slice(0, -4), ...branch(4, 2)]);
    world.esplora.misbehave({ kind: 'status', status: 500 }, { pathPart: '/txid/' });
    const { states } = await world.run(['mempool', 'esplora']);
    expect([states[1]!.fault!.kind, await lost()]).toEqual(['weaker', []]);
    world.esplora.behave();
    await world.run(['mempool', 'esplora']);
    expect((await lost()).map(({ pool }) => pool)).toEqual(['viabtc', 'viabtc']);
  });
});

describe("a minority's chain that breaks the rules in its headers", () => {
  /** Twice the difficulty, hence more work, but not what its epoch allows. */
  const OTHER_BITS = 0x203fffff;

  it.each([
    ['another target than its epoch allows', branch(30, 40, FOUNDRY, { bits: OTHER_BITS }), 'bits'],
    ['hashes that miss their target', branch(30, 40, FOUNDRY, { missesTarget: true }), 'target'],
  ] as const)('by %s is refused, and no reorganisation', async (_, others, check) => {
    await world.run(['mempool']);
    world.esplora.serve([...chain.slice(0, -30), ...others]);
    const { collected, states, ledger } = await world.run(['mempool', 'esplora']);
    expect(states).toMatchObject([{ fault: null }, { title: 'Esplora', fault: { kind: 'refused' } }]);
    expect(states[1]!.fault!.reason).toContain(`refused by check "${check}"`);
    expect(collected).toMatchObject({ kind: 'live', replaced: 0 });
    expect(await lost()).toEqual([]);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('with more work that keeps the rules is one', async () => {
    await world.run(['mempool']);
    world.esplora.serve(forkedAt(30));
    expect((await world.run(['mempool', 'esplora'])).collected).toMatchObject({ replaced: 30 });
    expect(await lost()).toHaveLength(30);
  });
});
