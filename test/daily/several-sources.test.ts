import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import type { ClosedDay, Ledger } from '../../lib/core/ledger/ledger.ts';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { closeDays } from '../../lib/daily/close-days.ts';
import { collectBlocks } from '../../lib/daily/collect-blocks.ts';
import { proveRest } from '../../lib/daily/prove-blocks.ts';
import type { ReaderDeps } from '../../lib/sources/http-reader.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { chainOfDays, FOUNDRY, ordinaryDays, planDay } from '../support/chains.ts';
import { type CorePeer, startCorePeer } from '../support/core-peer.ts';
import { type EsploraPeer, startEsploraPeer } from '../support/esplora-peer.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';

/** Two whole days, and enough of a third to close the second. */
const chain = chainOfDays(ordinaryDays('2026-05-26', 2));
const tip = chain.at(-1) as BuiltBlock;

const NEVER = () => 0.999;
const world: ReaderDeps = {
  fetch,
  now: () => 0,
  random: () => 0,
  sleep: async () => {},
  readFile: async (path) => path,
};

type Store = Awaited<ReturnType<typeof openEmbeddedStore>>;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let mempool: MempoolPeer;
let esplora: EsploraPeer;
let core: CorePeer;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openEmbeddedStore(folder.path);
  [mempool, esplora, core] = await Promise.all([
    startMempoolPeer(chain),
    startEsploraPeer(chain),
    startCorePeer(chain),
  ]);
});
afterEach(async () => {
  await Promise.all([mempool.close(), esplora.close(), core.close(), store.close()]);
  folder[Symbol.dispose]();
});

const entries = () => ({
  mempool: `mempool:${mempool.address}`,
  esplora: `esplora:${esplora.address}`,
  rpc: `core:${core.address.replace('http://', 'http://reader:s3cret@')}`,
  rest: `core:${core.address}/rest`,
});

function deps(names: readonly (keyof ReturnType<typeof entries>)[], random = NEVER) {
  const text = names.map((name) => entries()[name]).join(',');
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: text });
  return {
    store: store.ledger,
    sources: openSources(sources, world, 0),
    attribute: createAttributor(registry.pools),
    random,
  };
}

/** Collects once and closes what can close. */
async function run(...[names, random]: Parameters<typeof deps>) {
  const collected = await collectBlocks(deps(names, random));
  const { ledger, waiting } = await closeDays(store.ledger);
  return { collected, ledger, waiting, states: await store.ledger.loadSources() };
}

/** Who mined the blocks of each closed day. */
function pools(ledger: Ledger) {
  return ledger.flatMap((day) =>
    day.kind === 'closed' ? [[day.day, Object.fromEntries(day.count.pools)]] : [],
  );
}

/** What a run without faults comes to. */
async function faultless(blocks: readonly BuiltBlock[]) {
  using other = temporaryFolder();
  const own = await openEmbeddedStore(other.path);
  const peer = await startCorePeer(blocks);
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: `core:${peer.address}/rest` });
  await collectBlocks({ ...deps([]), store: own.ledger, sources: openSources(sources, world, 0) });
  const { ledger } = await closeDays(own.ledger);
  await Promise.all([own.close(), peer.close()]);
  return ledger;
}

const closedDays = (ledger: Ledger) => ledger.filter((day): day is ClosedDay => day.kind === 'closed');

/** The chain below one of its blocks, and other blocks on top of it, ten more than were above it. */
function forkedAt(depth: number, tag = '/ViaBTC/'): readonly BuiltBlock[] {
  const below = chain.slice(0, -depth);
  const start = chain.at(-depth)!.time;
  const plans = Array.from({ length: depth + 10 }, (_, index) => ({
    time: start + Math.floor((600 * index * depth) / (depth + 10)),
    tag,
    salt: 9,
  }));
  return [...below, ...buildChain(below, plans)];
}

describe('the same blocks', () => {
  it('give byte-identical days through mempool.space, Esplora, JSON-RPC and REST', async () => {
    const ledgers: string[] = [];
    for (const name of ['mempool', 'esplora', 'rpc', 'rest'] as const) {
      using own = temporaryFolder();
      const other = await openEmbeddedStore(own.path);
      const through = { ...deps([name]), store: other.ledger };
      await collectBlocks(through);
      await proveRest(through, () => true);
      const { ledger } = await closeDays(other.ledger);
      ledgers.push(JSON.stringify(ledger, (_, value) => (value instanceof Map ? [...value] : value)));
      // A node is asked for ten at once, and these chains begin out of nowhere.
      const blocks = await other.ledger.loadBlocks(chain[10]!.height, tip.height);
      ledgers.push(JSON.stringify(blocks));
      await other.close();
    }
    const [ledger, blocks] = ledgers;
    expect(ledgers).toEqual([ledger, blocks, ledger, blocks, ledger, blocks, ledger, blocks]);
    expect(JSON.parse(ledger!)).toMatchObject([
      { day: '2026-05-26', count: { evidence: { header: 0, merkle: 144 } }, witnesses: 1 },
      { day: '2026-05-27', count: { evidence: { header: 0, merkle: 144 } }, witnesses: 1 },
    ]);
  });
});

describe('a source that allows 40 requests a run', () => {
  it.each([
    ['mempool', () => mempool],
    ['esplora', () => esplora],
    ['rest', () => core],
  ] as const)(
    '%s is complete after as many runs as the sum needs, and what it gave is asked once',
    async (name, peerOf) => {
      const peer: ChainPeer = peerOf();
      let runs = 0;
      for (let ledger: Ledger = []; closedDays(ledger).length < 2 && runs < 100; runs += 1) {
        peer.allow(40);
        ({ ledger } = await run([name]));
      }
      const isTip = (path: string) => /^\/(api\/v1\/)?blocks$|chaininfo/.test(path);
      const given = peer.answered.filter((path) => !isTip(path));
      const again = given.filter((path, index) => given.indexOf(path) !== index);
      // A proof is three requests, a page of a node thirty: what a run is cut off within is asked for once more.
      const cutOff = { mempool: 2, esplora: 2, rest: 29 }[name];
      expect(again.length).toBeLessThanOrEqual(cutOff * (runs - 1));
      const whole = new Set(given).size + again.length + runs;
      expect(runs).toBe(Math.ceil(whole / 40));
    },
  );
});

describe('the next source takes over within the run', () => {
  it.each([
    ['is down', () => mempool.misbehave({ kind: 'status', status: 503 }), 'out'],
    ['limits us', () => mempool.misbehave({ kind: 'status', status: 429, retryAfter: '900' }), 'out'],
    ['answers with web pages', () => mempool.misbehave({ kind: 'html' }), 'out'],
    ['breaks off', () => mempool.misbehave({ kind: 'break-off' }), 'out'],
    ['fails after some pages', () => mempool.allow(20), 'out'],
  ] as const)('where the first %s', async (_, act, kind) => {
    act();
    const { collected, ledger, states } = await run(['mempool', 'rest']);
    expect(collected).toMatchObject({ kind: 'live' });
    expect(states[0]).toMatchObject({ title: 'mempool.space', fault: { kind } });
    expect(states[1]).toMatchObject({ title: 'Bitcoin Core', fault: null, agreed: tip.height });
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('where the first lags, which is told by its height', async () => {
    mempool.serve(chain.slice(0, -30));
    const { ledger, states } = await run(['mempool', 'esplora']);
    expect(states).toMatchObject([
      { tip: tip.height - 30, agreed: tip.height - 30, fault: null },
      { tip: tip.height, agreed: tip.height, fault: null },
    ]);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    expect(closedDays(ledger).map(({ witnesses }) => witnesses)).toEqual([2, 1]);
  });

  it('and no source at all leaves the store without days and names each reason', async () => {
    mempool.misbehave({ kind: 'html' });
    core.be({ chain: 'signet' });
    const { collected, ledger } = await run(['mempool', 'rest']);
    expect(collected).toMatchObject({ kind: 'not-reached', source: `mempool.space at ${mempool.address}/` });
    expect((collected as { reason: string }).reason).toBe(
      [
        `mempool.space (GET ${mempool.address}/api/v1/blocks): answered with a web page, expected the newest blocks as JSON`,
        `Bitcoin Core's REST at ${core.address}/rest/: is on the network "signet", not on Bitcoin's main one: name a node started without -chain`,
      ].join('\n'),
    );
    expect(ledger).toEqual([]);
  });
});

describe('a second source', () => {
  it('confirms the last block of each day', async () => {
    const { ledger } = await run(['mempool', 'esplora', 'rest']);
    expect(closedDays(ledger).map(({ witnesses }) => witnesses)).toEqual([3, 3]);
  });

  it.each([1, 6, 100])(
    'with a branch of more work from %d blocks below wins, whoever is asked first',
    async (depth) => {
      const forked = forkedAt(depth);
      esplora.serve(forked);
      const truth = pools(await faultless(forked));
      const first = await run(['mempool', 'esplora']);
      expect(first.states.map(({ fault }) => fault?.kind)).toEqual(['weaker', undefined]);
      expect(pools(first.ledger)).toEqual(truth);
      const lost = await store.ledger.loadLostBlocks();
      expect(lost.map(({ height, id }) => [height, id])).toEqual(
        chain.slice(-depth).map(({ height, id }) => [height, id]),
      );
      expect(new Set(lost.map(({ winner }) => winner))).toEqual(new Set(['viabtc']));
      const { ledger, states } = await run(['esplora', 'mempool']);
      expect(pools(ledger)).toEqual(truth);
      expect(states.map(({ title, fault }) => [title, fault?.kind])).toEqual([
        ['Esplora', undefined],
        ['mempool.space', 'weaker'],
      ]);
    },
  );

  it('with a branch of less work is named, and holds up no day', async () => {
    const below = chain.slice(0, -20);
    esplora.serve([...below, ...buildChain(below, planDay({ day: '2026-05-28', to: 5, salt: 4 }))]);
    const { ledger, states, waiting } = await run(['mempool', 'esplora']);
    expect(states[1]!.fault).toMatchObject({ kind: 'weaker' });
    expect(waiting).toBeNull();
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('that names another block and does not show it disputes the day, which waits and says why', async () => {
    const other = forkedAt(30);
    core.serve(other);
    core.misbehave({ kind: 'status', status: 503 }, { pathPart: 'blockhashbyheight' });
    await run(['mempool']);
    using fresh = temporaryFolder();
    await store.close();
    store = await openEmbeddedStore(fresh.path);
    mempool.serve(forkedAt(30, FOUNDRY));
    const { ledger, waiting, states } = await run(['mempool', 'rest']);
    expect(states[1]!.fault!.kind).toBe('disputed');
    expect(closedDays(ledger)).toEqual([]);
    expect(waiting!.day).toBe('2026-05-26');
    expect(waiting!.reason).toContain(`names another block ${other.at(-1)!.height} and does not show it`);
    // Once it answers, the branch with more work counts.
    core.behave();
    const after = await run(['mempool', 'rest']);
    expect(after.waiting).toBeNull();
    expect(closedDays(after.ledger)).toHaveLength(2);
  });
});

describe('a source that lies', () => {
  const lie = () =>
    mempool.distort((told) =>
      told.height % 3 === 0
        ? { ...told, extras: { ...told.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : told,
    );

  it('about new blocks is found within one collect and named; another source has the day', async () => {
    lie();
    const { ledger, states } = await run(['mempool', 'esplora']);
    expect(states[0]).toMatchObject({ lied: true, fault: { kind: 'refused' } });
    expect(states[0]!.fault!.reason).toMatch(
      new RegExp(
        `^mempool.space at ${mempool.address}/: block \\d+ \\([0-9a-f]{64}\\) refused by check "merkle"`,
      ),
    );
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('and is alone is refused', async () => {
    lie();
    const { collected, ledger } = await run(['mempool']);
    expect(collected).toMatchObject({ kind: 'refused' });
    expect(ledger).toEqual([]);
  });

  it('about old blocks is found by a sample that it cannot foresee', async () => {
    mempool.distort((told) =>
      told.height < tip.height - 40 && told.height % 3 === 0
        ? { ...told, extras: { ...told.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : told,
    );
    let drawn = 0;
    const { states, waiting, ledger } = await run(['mempool', 'rest'], () => (++drawn % 35) / 35);
    expect(states[0]).toMatchObject({ lied: true, fault: { kind: 'refused' } });
    // What it told before and nobody proved yet keeps its days open.
    await proveRest(deps(['mempool', 'rest']), () => true);
    const { ledger: after } = await closeDays(store.ledger);
    expect(waiting === null ? ledger : after).toEqual(after);
    expect(pools(after)).toEqual(pools(await faultless(chain)));
  });

  it('and was not found at once is corrected and named when the rest is proven', async () => {
    mempool.distort((told) =>
      told.height === tip.height - 60
        ? { ...told, extras: { ...told.extras, coinbaseRaw: Buffer.from(FOUNDRY).toString('hex') } }
        : told,
    );
    await run(['mempool', 'rest']);
    await proveRest(deps(['mempool', 'rest']), () => true);
    const { ledger } = await closeDays(store.ledger);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
    const [state] = await store.ledger.loadSources();
    expect(state).toMatchObject({ title: 'mempool.space', lied: true });
  });

  it('by its headers is refused, and another source has the day', async () => {
    mempool.distort((told) => ({
      ...told,
      extras: { ...told.extras, header: told.extras.header.replace(/..$/, 'ff') },
    }));
    const { ledger, states } = await run(['mempool', 'esplora']);
    expect(states[0]!.fault!.kind).toBe('refused');
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });

  it('by its proofs is named, and the other proves its blocks', async () => {
    const forged = chain.map((block) => ({ ...block, branch: block.branch.map(() => '11'.repeat(32)) }));
    esplora.serve(forged);
    const { ledger, states } = await run(['mempool', 'esplora']);
    expect(states.map(({ fault }) => fault?.kind)).toEqual([undefined, 'refused']);
    expect(pools(ledger)).toEqual(pools(await faultless(chain)));
  });
});
