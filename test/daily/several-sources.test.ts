import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY } from '../../lib/core/ledger/shipped-label.ts';
import { closeDays } from '../../lib/daily/close-days.ts';
import { collectBlocks } from '../../lib/daily/collect-blocks.ts';
import { proveRest } from '../../lib/daily/prove-blocks.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { FOUNDRY, planDay } from '../support/chains.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import {
  chain,
  closedDays,
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

describe('the same blocks', () => {
  it('give byte-identical days from mempool.space, Esplora, JSON-RPC and REST', async () => {
    const ledgers: string[] = [];
    for (const name of ['mempool', 'esplora', 'rpc', 'rest'] as const) {
      using own = temporaryFolder();
      const other = await openEmbeddedStore(own.path);
      const through = { ...world.deps([name]), store: other.ledger };
      await collectBlocks(through);
      await proveRest(through, FIRST_RECORDED_DAY, () => true);
      const { ledger } = await closeDays(other.ledger);
      ledgers.push(JSON.stringify(ledger, (_, value) => (value instanceof Map ? [...value] : value)));
      const blocks = await other.ledger.loadBlocks(chain[0]!.height, tip.height);
      ledgers.push(JSON.stringify(blocks));
      await other.close();
    }
    const [ledger, blocks] = ledgers;
    expect(ledgers).toEqual([ledger, blocks, ledger, blocks, ledger, blocks, ledger, blocks]);
    expect(JSON.parse(ledger!)).toMatchObject([
      { day: '2026-05-26', count: { evidence: { header: 0, merkle: 32 } }, witnesses: 1 },
      { day: '2026-05-27', count: { evidence: { header: 0, merkle: 32 } }, witnesses: 1 },
    ]);
  });
});

describe('a source that allows 40 requests a run', () => {
  it.each([
    ['mempool', () => world.mempool],
    ['esplora', () => world.esplora],
    ['rest', () => world.core],
  ] as const)(
    '%s completes its days over as many runs as needed, without repeating a request',
    async (name, peerOf) => {
      const peer: ChainPeer = peerOf();
      let runs = 0;
      for (let ledger: Ledger = []; closedDays(ledger).length < 2 && runs < 100; runs += 1) {
        peer.allow(40);
        ({ ledger } = await world.run([name]));
      }
      const isTip = (path: string) => /^\/(api\/v1\/)?blocks$|chaininfo/.test(path);
      const given = peer.answered.filter((path) => !isTip(path));
      const again = given.filter((path, index) => given.indexOf(path) !== index);
      // A proof is three requests, a node's page 22: one interrupted by the end of a run is fetched again.
      const cutOff = { mempool: 2, esplora: 2, rest: 21 }[name];
      expect(again.length).toBeLessThanOrEqual(cutOff * (runs - 1));
      const whole = new Set(given).size + again.length + runs;
      expect(runs).toBe(Math.ceil(whole / 40));
    },
  );
});

describe('the next source takes over within the run', () => {
  it('if the first fails after some pages', async () => {
    world.mempool.allow(8);
    const { collected, ledger, states } = await world.run(['mempool', 'rest']);
    expect(collected).toMatchObject({ kind: 'live' });
    expect(states[0]).toMatchObject({ title: 'mempool.space', fault: { kind: 'out' } });
    expect(states[1]).toMatchObject({ title: 'Bitcoin Core', fault: null, agreed: tip.height });
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('if the first lags, judging by its height', async () => {
    world.mempool.serve(chain.slice(0, -30));
    const { ledger, states } = await world.run(['mempool', 'esplora']);
    expect(states).toMatchObject([
      {
        ...{ tip: tip.height - 30, agreed: tip.height - 30 },
        fault: {
          kind: 'behind',
          reason: `mempool.space at ${world.mempool.address}/: ends at block ${tip.height - 30}, 30 blocks behind another source`,
        },
      },
      { tip: tip.height, agreed: tip.height, fault: null },
    ]);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    expect(closedDays(ledger).map(({ witnesses }) => witnesses)).toEqual([2, 1]);
  });

  it('and if every source fails, no day is stored and each reason is named', async () => {
    world.mempool.misbehave({ kind: 'html' });
    world.core.be({ chain: 'signet' });
    const { collected, ledger } = await world.run(['mempool', 'rest']);
    expect(collected).toMatchObject({
      kind: 'not-reached',
      source: `mempool.space at ${world.mempool.address}/`,
    });
    expect((collected as { reason: string }).reason).toBe(
      [
        `mempool.space (GET ${world.mempool.address}/api/v1/blocks): answered with a web page, expected the newest blocks as JSON; if that lasts, name the address of a mempool.space or an instance of it, as in https://mempool.space`,
        `Bitcoin Core's REST at ${world.core.address}/rest/: is on the network "signet", not on Bitcoin's main one: name a node started without -chain`,
      ].join('\n'),
    );
    expect(ledger).toEqual([]);
  });
});

describe('a pruned node', () => {
  it.each(['rpc', 'rest'] as const)(
    'by %s serves new blocks, reports that it lacks old ones, and leaves them to another source',
    async (name) => {
      world.core.be({ prunedBelow: tip.height - 60 });
      const { collected, states, ledger } = await world.run([name]);
      expect(collected).toMatchObject({ kind: 'live' });
      expect(states).toMatchObject([{ fault: { kind: 'pruned' }, agreed: tip.height }]);
      expect(states[0]!.fault!.reason).toMatch(
        /is pruned and no longer has blocks that old: name a source that has them, or a node without -prune$/,
      );
      expect(closedDays(ledger)).toEqual([]);
      expect((await world.run([name])).collected).toMatchObject({ kind: 'live', added: 0 });
      const both = await world.run([name, 'mempool']);
      expect(pools(both.ledger)).toEqual(pools(await faultless(chain)));
    },
  );
});

describe('a second source', () => {
  it('confirms the last block of each day', async () => {
    const { ledger } = await world.run(['mempool', 'esplora', 'rest']);
    expect(closedDays(ledger).map(({ witnesses }) => witnesses)).toEqual([3, 3]);
  });

  it.each([1, 6, 60])(
    'with a branch of more work from %d blocks below wins, whichever is asked first',
    async (depth) => {
      const forked = forkedAt(depth);
      world.esplora.serve(forked);
      const truth = pools(await faultless(forked));
      const first = await world.run(['mempool', 'esplora']);
      expect(first.states.map(({ fault }) => fault?.kind)).toEqual(['weaker', undefined]);
      expect(pools(first.ledger)).toEqual(truth);
      const lost = await world.ledger().loadLostBlocks();
      expect(lost.map(({ height, id }) => [height, id])).toEqual(
        chain.slice(-depth).map(({ height, id }) => [height, id]),
      );
      expect(new Set(lost.map(({ winner }) => winner))).toEqual(new Set(['viabtc']));
      const { ledger, states } = await world.run(['esplora', 'mempool']);
      expect(pools(ledger)).toEqual(truth);
      expect(states.map(({ title, fault }) => [title, fault?.kind])).toEqual([
        ['Esplora', undefined],
        ['mempool.space', 'weaker'],
      ]);
    },
  );

  it('with a branch of less work is named and holds up no day', async () => {
    const below = chain.slice(0, -20);
    world.esplora.serve([...below, ...buildChain(below, planDay({ day: '2026-05-28', to: 5, salt: 4 }))]);
    const { ledger, states, waiting } = await world.run(['mempool', 'esplora']);
    expect(states[1]!.fault).toMatchObject({ kind: 'weaker' });
    expect(waiting).toBeNull();
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('that names another block without showing it disputes the day, which waits and says why', async () => {
    const other = forkedAt(30);
    world.core.serve(other);
    world.core.misbehave({ kind: 'status', status: 503 }, { pathPart: 'blockhashbyheight' });
    await world.run(['mempool']);
    await world.startAnew();
    world.mempool.serve(forkedAt(30, FOUNDRY));
    const { ledger, waiting, states } = await world.run(['mempool', 'rest']);
    expect(states[1]!.fault!.kind).toBe('disputed');
    expect(closedDays(ledger)).toEqual([]);
    expect(waiting!.day).toBe('2026-05-26');
    expect(waiting!.reason).toContain(`names another block ${other.at(-1)!.height} and does not show it`);
    // Once it answers, the branch with more work wins.
    world.core.behave();
    const after = await world.run(['mempool', 'rest']);
    expect(after.waiting).toBeNull();
    expect(closedDays(after.ledger)).toHaveLength(2);
  });
});

describe('a source that lies', () => {
  /** About every third block, the newest among them. */
  const lie = () =>
    world.mempool.distort((block) =>
      (tip.height - block.height) % 3 === 0
        ? { ...block, extras: { ...block.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : block,
    );

  it('about new blocks is caught in the same run and named; another source supplies the day', async () => {
    lie();
    const { ledger, states } = await world.run(['mempool', 'esplora']);
    expect(states[0]).toMatchObject({ lied: true, fault: { kind: 'refused' } });
    expect(states[0]!.fault!.reason).toMatch(
      new RegExp(
        `^mempool.space at ${world.mempool.address}/: block \\d+ \\([0-9a-f]{64}\\) refused by check "merkle"`,
      ),
    );
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('and is the only one is refused', async () => {
    lie();
    const { collected, ledger } = await world.run(['mempool']);
    expect(collected).toMatchObject({ kind: 'refused' });
    expect(ledger).toEqual([]);
  });

  it.each(['mempool', 'esplora'] as const)(
    'about old blocks (%s) is caught by a sample it cannot foresee',
    async (name) => {
      const forged = Buffer.from(FOUNDRY).toString('hex');
      const isForged = ({ height }: { height: number }) => height < tip.height - 40 && height % 3 === 0;
      world.mempool.distort((block) =>
        isForged(block) ? { ...block, extras: { ...block.extras, coinbaseRaw: forged } } : block,
      );
      world.esplora.serve(
        chain.map((block) => (isForged(block) ? { ...block, coinbaseScript: forged } : block)),
      );
      let drawn = 0;
      const { states, waiting, ledger } = await world.run([name, 'rest'], () => (++drawn % 35) / 35);
      expect(states[0]).toMatchObject({ lied: true, fault: { kind: 'refused' } });
      // Its earlier, still unproven coinbases keep their days open.
      await proveRest(world.deps([name, 'rest']), FIRST_RECORDED_DAY, () => true);
      const { ledger: after } = await closeDays(world.ledger());
      expect(waiting === null ? ledger : after).toEqual(after);
      expect(pools(after)).toEqual(pools(await faultless(chain)));
    },
  );

  it('and was not caught at once is corrected and named when the rest is proven', async () => {
    world.mempool.distort((block) =>
      block.height === tip.height - 60
        ? { ...block, extras: { ...block.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : block,
    );
    await world.run(['mempool', 'rest']);
    await proveRest(world.deps(['mempool', 'rest']), FIRST_RECORDED_DAY, () => true);
    const { ledger } = await closeDays(world.ledger());
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    const [state] = await world.ledger().loadSources();
    expect(state).toMatchObject({ title: 'mempool.space', lied: true });
  });

  it('in its headers is refused, and another source supplies the day', async () => {
    world.mempool.distort((block) => ({
      ...block,
      extras: { ...block.extras, header: block.extras.header.replace(/..$/, 'ff') },
    }));
    const { ledger, states } = await world.run(['mempool', 'esplora']);
    expect(states[0]!.fault!.kind).toBe('refused');
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('in its proofs is named, and the other proves its blocks', async () => {
    const forged = chain.map((block) => ({ ...block, branch: block.branch.map(() => '11'.repeat(32)) }));
    world.esplora.serve(forged);
    const { ledger, states } = await world.run(['mempool', 'esplora']);
    expect(states.map(({ fault }) => fault?.kind)).toEqual([undefined, 'refused']);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });
});
