import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import type { ClosedDay, LedgerDay } from '../../lib/core/ledger/ledger.ts';
import { LAST_DAY, parseDay } from '../../lib/core/ledger/utc-day.ts';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { type BackfillProgress, backfillDays, type DayRange } from '../../lib/daily/backfill.ts';
import { viewLedger } from '../../lib/daily/view-ledger.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { closedDay } from '../contract/stored.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { chainOfDays, ordinaryDays, planDay } from '../support/chains.ts';
import { type CorePeer, startCorePeer } from '../support/core-peer.ts';
import { type EsploraPeer, startEsploraPeer } from '../support/esplora-peer.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';

const SECONDS = 2_400;
const lead = buildChain({ height: 960_001 }, planDay({ day: '2014-06-08', seconds: SECONDS }));
/**
 * Five days of June 2014, 36 blocks in each, 11 of them Foundry USA's, after a day that the last page of a node may
 * reach into: such days were never mined.
 */
const chain = [...lead, ...chainOfDays(ordinaryDays('2014-06-09', 5, SECONDS), lead)];
/** Blocks of a day here, and of one on the real chain. */
const [A_DAY, A_REAL_DAY] = [36, 144];
const [bottom, tip] = [chain[0]!, chain.at(-1)!];
const JUNE = range('2014-06-09', '2014-06-13');

let folder: ReturnType<typeof temporaryFolder>;
let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
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

function range(from: string, to: string): DayRange {
  return { from: parseDay(from), to: parseDay(to) };
}

/** A recorded day with its first and last block. */
function recorded(day: string, firstHeight: number, lastHeight: number): ClosedDay {
  const built = closedDay(day);
  return { ...built, source: 'recorded', registry: null, count: { ...built.count, firstHeight, lastHeight } };
}

/** A ledger that begins years after the blocks, none of which have been fetched. */
const aroundThem = [
  recorded('2014-06-07', bottom.height - 100, bottom.height),
  recorded('2020-01-01', tip.height + 1, tip.height + 100),
];

function fill(
  names: readonly ('mempool' | 'esplora' | 'rpc' | 'rest')[],
  wanted: DayRange | null,
  progress: (progress: BackfillProgress) => void = () => {},
  random = () => 0.999,
) {
  const entries = {
    mempool: `mempool:${mempool.address}`,
    esplora: `esplora:${esplora.address}`,
    rpc: `core:${core.address.replace('http://', 'http://reader:s3cret@')}`,
    rest: `core:${core.address}/rest`,
  };
  const text = names.map((name) => entries[name]).join(',');
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: text });
  const world = { fetch, now: () => 0, random: () => 0, sleep: async () => {}, readFile: async () => '' };
  const attribute = createAttributor(registry.pools);
  const opened = openSources(sources, world, 0);
  return backfillDays({ store: store.ledger, sources: opened, attribute, random, progress }, wanted);
}

const days = (wanted: DayRange) => store.ledger.loadDays(wanted);

/**
 * The requests for blocks. Each run may also request the newest block, and the end of the last shipped difficulty
 * epoch, which these chains lack.
 */
const asked = (peer: MempoolPeer | CorePeer) =>
  peer.answered.filter((path) => !/^\/(api\/v1\/)?blocks(\/953568)?$|chaininfo/.test(path));

const ofJune = (day: string, evidence: object) => ({
  day,
  kind: 'closed',
  source: 'live',
  revision: 1,
  count: { blocks: A_DAY, evidence },
});

describe('days years before the recorded ones', () => {
  beforeEach(() => store.ledger.saveDays(aroundThem));

  it.each(['mempool', 'esplora', 'rpc', 'rest'] as const)(
    'are filled by %s as they were mined',
    async (name) => {
      expect(await fill([name], JUNE)).toEqual({ ...JUNE, daysFilled: 5, daysMissing: 0 });
      const evidence =
        name === 'mempool' || name === 'esplora'
          ? { header: A_DAY, merkle: 0 }
          : { header: 0, merkle: A_DAY };
      const filled = (await days(JUNE)) as ClosedDay[];
      expect(filled).toMatchObject(
        ordinaryDays('2014-06-09', 5).map(({ day }) => ofJune(day, { ...evidence, labelled: 0 })),
      );
      expect(filled.map(({ count }) => count.firstHeight)).toEqual(
        [0, 1, 2, 3, 4].map((day) => bottom.height + A_DAY + A_DAY * day),
      );
      expect(filled[0]!.count.pools.get('foundryusa' as never)).toBe(11);
    },
  );

  it('are byte-identical from every source when the sample includes every block', async () => {
    const results: string[] = [];
    for (const name of ['mempool', 'esplora', 'rpc', 'rest'] as const) {
      using own = temporaryFolder();
      await store.close();
      store = await openEmbeddedStore(own.path);
      await store.ledger.saveDays(aroundThem);
      await fill([name], JUNE, undefined, () => 0);
      const filled = await days(JUNE);
      const heights = filled.flatMap((day) => (day.kind === 'closed' ? [day.count.firstHeight] : []));
      const blocks = await store.ledger.loadBlocks(heights[0]!, heights.at(-1)! + A_DAY - 1);
      results.push(
        JSON.stringify([filled, blocks], (_, value) => (value instanceof Map ? [...value] : value)),
      );
    }
    expect(results).toEqual(results.map(() => results[0]));
    expect(results[0]).toContain(`"merkle":${A_DAY}`);
  });

  it('are not part of the daily ledger, but can be queried', async () => {
    await fill(['rest'], JUNE);
    expect((await store.ledger.loadDays()).map(({ day }) => day)).toEqual(['2020-01-01']);
    const view = await viewLedger(store.ledger, parseDay('2014-06-12'));
    expect(view.ledger.slice(0, 3).map(({ day, kind }: LedgerDay) => [day, kind])).toEqual([
      ['2014-06-12', 'closed'],
      ['2014-06-13', 'closed'],
      ['2014-06-14', 'missing'],
    ]);
  });

  it.each([
    ['mempool', () => mempool, 0],
    // A node's page is thirty requests: a page interrupted by the end of a run is fetched again.
    ['rest', () => core, 29],
  ] as const)(
    'are fetched from %s over several runs of 40 requests each, none repeated',
    async (name, peerOf, cutOff) => {
      const peer = peerOf();
      let runs = 0;
      let filled = 0;
      for (; filled < 5 && runs < 100; runs += 1) {
        peer.allow(40);
        await fill([name], JUNE).catch((error: Error) => expect(error.message).toContain('status 429'));
        filled = (await days(JUNE)).length;
      }
      const made = asked(peer);
      const again = made.length - new Set(made).size;
      expect(again).toBeLessThanOrEqual(cutOff * (runs - 1));
      expect(runs).toBe(Math.ceil(peer.answered.length / 40));
    },
  );

  it.each([
    ['mempool', () => mempool],
    ['rpc', () => core],
  ] as const)(
    'need so few requests to %s that 230 days at 200 ms per request take at most 25 minutes',
    async (name, peerOf) => {
      let drawn = 0;
      const evenly = () => (drawn++ % 36) / 36;
      await fill([name], JUNE, undefined, evenly);
      const seconds = (peerOf().answered.length / (5 * A_DAY)) * 230 * A_REAL_DAY * 0.2;
      expect(seconds).toBeLessThanOrEqual(25 * 60);
    },
  );

  it('continue from another source when one fails', async () => {
    mempool.allow(10);
    expect(await fill(['mempool', 'rest'], JUNE)).toMatchObject({ daysFilled: 5, daysMissing: 0 });
    const evidence = (await days(JUNE)).map((day) => day.kind === 'closed' && day.count.evidence);
    expect(evidence.at(0)).toEqual({ labelled: 0, header: 0, merkle: A_DAY });
    expect(evidence.at(-1)).toMatchObject({ labelled: 0, header: expect.any(Number) });
  });

  it('that a pruned node no longer has are left out, with advice on what to do', async () => {
    core.be({ prunedBelow: bottom.height + 2 * A_DAY });
    await expect(fill(['rpc'], range('2014-06-10', '2014-06-13'))).rejects.toThrow(
      'is pruned and no longer has blocks that old: name a source that has them, or a node without -prune',
    );
    expect((await days(JUNE)).map(({ day }) => day)).toEqual(['2014-06-11', '2014-06-12', '2014-06-13']);
  });

  it('are reported as they are fetched, with fractions of a day', async () => {
    const reports: BackfillProgress[] = [];
    await fill(['mempool'], JUNE, (progress) => reports.push(progress));
    expect(reports.at(-1)).toMatchObject({ day: '2014-06-09', daysDone: 5, daysInAll: 5 });
    const done = reports.map(({ daysDone }) => daysDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(reports.length).toBeGreaterThan(10);
  });
});

describe('uncounted days between others', () => {
  const missing = ['2031-06-10', '2031-06-12', '2031-06-13'].map((day) => parseDay(day));
  /** Long after the first recorded day: such a ledger can have holes. */
  const later: readonly BuiltBlock[] = chainOfDays(ordinaryDays('2031-06-09', 5, SECONDS));

  it('are all filled without a range, and no other day is', async () => {
    const at = (day: number) => later[A_DAY / 2 + A_DAY * day]!.height;
    mempool.serve(later);
    await store.ledger.saveDays([
      recorded('2031-06-08', bottom.height, at(0) - 1),
      recorded('2031-06-09', at(0), at(1) - 1),
      { kind: 'missing', day: missing[0]! },
      recorded('2031-06-11', at(2), at(3) - 1),
      ...missing.slice(1).map((day): LedgerDay => ({ kind: 'missing', day })),
      recorded('2031-06-14', at(5), at(5) + A_DAY - 1),
    ]);
    expect(await fill(['mempool'], null)).toEqual({
      from: '2031-06-10',
      to: '2031-06-13',
      daysFilled: 3,
      daysMissing: 0,
    });
    const filled = await days({ from: parseDay('2031-06-08'), to: LAST_DAY });
    expect(filled.map((day) => day.kind === 'closed' && day.source)).toEqual([
      ...['recorded', 'recorded', 'live', 'recorded', 'live', 'live', 'recorded'],
    ]);
  });

  it('do not exist in a complete ledger', async () => {
    await store.ledger.saveDays([recorded('2031-06-08', 1, 2)]);
    expect(await fill(['mempool'], null)).toEqual({ from: null, to: null, daysFilled: 0, daysMissing: 0 });
    expect(mempool.requests).toEqual([]);
  });
});

describe('a range of days', () => {
  it.each([
    ['before the first block of all', '2009-01-02', '2009-01-05'],
    ['after the ledger', '2020-01-01', '2020-01-02'],
    ['backwards', '2014-06-10', '2014-06-09'],
  ])('%s is refused', async (_, from, to) => {
    await store.ledger.saveDays(aroundThem);
    await expect(fill(['mempool'], range(from, to))).rejects.toThrow(
      'backfill: expected --from and --to in order and from 2009-01-03 to 2020-01-01',
    );
  });
});
