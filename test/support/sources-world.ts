import { parseEnvironment } from '../../lib/config/environment.ts';
import type { ClosedDay, Ledger } from '../../lib/core/ledger/ledger.ts';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { closeDays } from '../../lib/daily/close-days.ts';
import { type CollectDeps, collectBlocks } from '../../lib/daily/collect-blocks.ts';
import { memo } from '../../lib/memo.ts';
import type { ReaderDeps } from '../../lib/sources/http-reader.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { type BuiltBlock, buildChain } from './chain-builder.ts';
import type { ChainPeer } from './chain-peer.ts';
import { chainOfDays, ordinaryDays, planDay } from './chains.ts';
import { startCorePeer } from './core-peer.ts';
import { startEsploraPeer } from './esplora-peer.ts';
import { startMempoolPeer } from './mempool-peer.ts';
import { temporaryFolder } from './run-cli.ts';

const SECONDS = 2_700;
const lead = buildChain({ height: 960_001 }, planDay({ day: '2026-05-25', seconds: SECONDS, from: 14 }));
/**
 * Two whole days of 32 blocks each, and enough of a third to close the second: a hundred blocks, so that no source's
 * last page reaches below the first.
 */
export const chain: readonly BuiltBlock[] = [
  ...lead,
  ...chainOfDays(ordinaryDays('2026-05-26', 2, SECONDS), lead),
];
export const tip = chain.at(-1) as BuiltBlock;

const NEVER = () => 0.999;
export const reader: ReaderDeps = {
  fetch,
  now: () => 0,
  random: () => 0,
  sleep: async () => {},
  readFile: async (path) => path,
};

/** A fresh store with a source of each kind, all serving the same chain. */
export type SourcesWorld = Awaited<ReturnType<typeof startSourcesWorld>>;

export type SourceName = 'mempool' | 'esplora' | 'rpc' | 'rest';

/** Each kind of source, with another kind to replace it. */
export const KINDS = [
  { name: 'mempool', other: 'rest' },
  { name: 'esplora', other: 'mempool' },
  { name: 'rpc', other: 'mempool' },
  { name: 'rest', other: 'mempool' },
] as const satisfies readonly { readonly name: SourceName; readonly other: SourceName }[];

export async function startSourcesWorld(served: readonly BuiltBlock[] = chain) {
  let folder = temporaryFolder();
  let store = await openEmbeddedStore(folder.path);
  const [mempool, esplora, core] = await Promise.all([
    startMempoolPeer(served),
    startEsploraPeer(served),
    startCorePeer(served),
  ]);
  const entries: Readonly<Record<SourceName, string>> = {
    mempool: `mempool:${mempool.address}`,
    esplora: `esplora:${esplora.address}`,
    rpc: `core:${core.address.replace('http://', 'http://reader:s3cret@')}`,
    rest: `core:${core.address}/rest`,
  };
  const deps = (names: readonly SourceName[], random = NEVER): CollectDeps => ({
    ...sourcesOf(names.map((name) => entries[name]).join(',')),
    store: store.ledger,
    random,
  });
  const close = async () => {
    await store.close();
    folder[Symbol.dispose]();
  };
  return {
    ...{ mempool, esplora, core, deps },
    peers: { mempool, esplora, rpc: core, rest: core } satisfies Record<SourceName, ChainPeer>,
    entries,
    ledger: () => store.ledger,
    run: (...[names, random]: Parameters<typeof deps>) => collectAndClose(deps(names, random)),
    runWith: (sources: CollectDeps['sources']) => collectAndClose({ ...deps([]), sources }),
    /** Continues with an empty store. */
    async startAnew() {
      await close();
      folder = temporaryFolder();
      store = await openEmbeddedStore(folder.path);
    },
    async close() {
      await Promise.all([mempool.close(), esplora.close(), core.close()]);
      await close();
    },
  };
}

/** Collects once and closes the days that can close. */
async function collectAndClose(deps: CollectDeps) {
  const collected = await collectBlocks(deps);
  const { ledger, waiting } = await closeDays(deps.store);
  return { collected, ledger, waiting, states: await deps.store.loadSources() };
}

const attribute = createAttributor(registry.pools);

/** The sources, in order, and an attributor. */
function sourcesOf(text: string) {
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: text });
  return { sources: openSources(sources, reader, 0), attribute };
}

/** Who mined the blocks of each closed day. */
export function pools(ledger: Ledger) {
  return closedDays(ledger).map(({ day, count }) => [day, Object.fromEntries(count.pools)]);
}

export function closedDays(ledger: Ledger): readonly ClosedDay[] {
  return ledger.filter((day) => day.kind === 'closed');
}

/** The outcome of a run without faults. */
export const faultless = memo(async (blocks: readonly BuiltBlock[]): Promise<Ledger> => {
  using folder = temporaryFolder();
  const store = await openEmbeddedStore(folder.path);
  const peer = await startCorePeer(blocks);
  const deps = sourcesOf(`core:${peer.address}/rest`);
  await collectBlocks({ ...deps, store: store.ledger, random: NEVER });
  const { ledger } = await closeDays(store.ledger);
  await Promise.all([store.close(), peer.close()]);
  return ledger;
});

/** A chain up to one of its blocks, with a new branch on top that is ten blocks longer than the old. */
export function forkedAt(depth: number, tag = '/ViaBTC/', forked = chain): readonly BuiltBlock[] {
  const below = forked.slice(0, -depth);
  const [start, end] = [forked.at(-depth)!.time, forked.at(-1)!.time];
  const plans = Array.from({ length: depth + 10 }, (_, index) => ({
    time: start + Math.floor(((end - start) * index) / (depth + 10)),
    tag,
    salt: 9,
  }));
  return [...below, ...buildChain(below, plans)];
}
