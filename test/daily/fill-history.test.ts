import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import { FIRST_RECORDED_DAY } from '../../lib/core/ledger/shipped-label.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import { catchUp, NOTHING_CAUGHT_UP } from '../../lib/daily/catch-up.ts';
import { closeDays } from '../../lib/daily/close-days.ts';
import { collectBlocks } from '../../lib/daily/collect-blocks.ts';
import { fillHistory } from '../../lib/daily/fill-history.ts';
import { missingText, provenanceOf } from '../../lib/messages/provenance.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { closedDay } from '../contract/stored.ts';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';

/** Thirty days, of which a live start fetches the last eight; the day before them is recorded. */
const RECORDED = '2026-04-30';
const chain = chainOfDays(ordinaryDays('2026-04-30', 31, 2_400));

describe('a gap of 22 days between recorded and live ones', () => {
  const folder = temporaryFolder();
  let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
  let peer: MempoolPeer;
  const hasNewHole: boolean[] = [];
  const missing = async () =>
    (await store.ledger.loadDays()).filter(({ kind }) => kind === 'missing').map(({ day }) => day);
  const deps = () => {
    const { sources } = parseEnvironment({ HASHTILT_SOURCES: `mempool:${peer.address}` });
    const world = { fetch, now: () => 0, random: () => 0, sleep: async () => {}, readFile: async () => '' };
    return {
      store: store.ledger,
      sources: openSources(sources, world, 0),
      attribute: createAttributor(registry.pools),
      random: () => 0.5,
    };
  };

  beforeAll(async () => {
    [store, peer] = await Promise.all([openEmbeddedStore(folder.path), startMempoolPeer(chain)]);
    await store.ledger.saveDays([{ ...closedDay(RECORDED), source: 'recorded', registry: null }]);
    await collectBlocks(deps());
    hasNewHole.push((await closeDays(store.ledger)).hasNewHole, (await closeDays(store.ledger)).hasNewHole);
  });
  afterAll(async () => {
    await Promise.all([store.close(), peer.close()]);
    folder[Symbol.dispose]();
  });

  it('is left by a live start, which states from which day history is complete', async () => {
    expect(await missing()).toHaveLength(22);
    // A run that leaves a gap is followed by another at once.
    expect(hasNewHole).toEqual([true, false]);
    const ledger = await store.ledger.loadDays();
    const day = parseDay('2026-05-30');
    expect(missingText(provenanceOf({ ledger }, day, 7))).toBe(
      '22 days from 1 May 2026 to 22 May 2026 are not counted yet; figures that need them are left out. History is complete from 23 May 2026 on; older days follow, the newest first.',
    );
  });

  it('is filled from the newest day, while there is time', async () => {
    let pages = 0;
    await fillHistory(deps(), FIRST_RECORDED_DAY, () => ++pages <= 10);
    const left = await missing();
    expect(left.length).toBeGreaterThan(15);
    expect(left.length).toBeLessThan(22);
    expect(left[0]).toBe('2026-05-01');
    expect(await closeDays(store.ledger).then(({ waiting }) => waiting)).toBeNull();
  });

  it('continues to fill where it stopped, and no page is fetched twice', async () => {
    while ((await missing()).length > 0) {
      let pages = 0;
      expect(await fillHistory(deps(), FIRST_RECORDED_DAY, () => ++pages <= 10)).toBeGreaterThan(0);
    }
    const pages = peer.requests.filter((path) => /blocks\/\d+$/.test(path));
    // The first request of each run is for the ends of a difficulty epoch, which this chain lacks.
    const own = pages.filter((path) => Number(path.split('/').at(-1)) >= chain[0]!.height);
    expect(new Set(own).size).toBe(own.length);
  });

  it('is counted as the blocks were mined: 36 a day', async () => {
    const days = (await store.ledger.loadDays()).filter(({ day }) => day > RECORDED);
    expect(days).toHaveLength(30);
    for (const day of days)
      expect(day).toMatchObject({ kind: 'closed', source: 'live', revision: 1, count: { blocks: 36 } });
  });

  it('is not searched for again once it is filled: few days are loaded then', async () => {
    const loaded: number[] = [];
    const days = (await store.ledger.loadDays()).map((day) => {
      if (day.kind !== 'closed') return day;
      const { blocks } = day.count;
      return { ...day, count: { ...day.count, evidence: { merkle: blocks, header: 0, labelled: 0 } } };
    });
    await store.ledger.saveDays(days);
    const counting = {
      ...store.ledger,
      async loadDays(range?: Parameters<typeof store.ledger.loadDays>[0]) {
        const days = await store.ledger.loadDays(range);
        loaded.push(days.length);
        return days;
      },
    };
    const quiet = { ...deps(), store: counting, sources: [] };
    expect(await catchUp(quiet, () => true)).toEqual(NOTHING_CAUGHT_UP);
    expect(loaded.splice(0)[0]).toBe(31);
    expect(await catchUp(quiet, () => true)).toEqual(NOTHING_CAUGHT_UP);
    expect(Math.max(...loaded)).toBe(1);
  });
});
