import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../lib/config/default-rules.ts';
import type { StoredBlock } from '../../lib/core/ledger/block.ts';
import { closedThrough } from '../../lib/core/ledger/close-days.ts';
import { addDays, dayOf } from '../../lib/core/ledger/utc-day.ts';
import type { SignalRecord } from '../../lib/core/warnings/signal-record.ts';
import { type DetectDeps, detectSignals } from '../../lib/daily/detect-signals.ts';
import { NEWEST_BLOCKS, RECENT_BLOCKS } from '../../lib/daily/ledger-store.ts';
import type { SignalProgress } from '../../lib/daily/warning-store.ts';
import { generatedChain, type Phase } from '../core/signals/generated-chain.ts';

const FALL: readonly Phase[] = [
  { days: 4, share: 0.3 },
  { days: 3, share: 0.06 },
];

/** A store with blocks up to a height that counts its writes and the blocks loaded.
 *
 * @param closes whether days are stored as they close; else only those before the first block are.
 */
function storeOf(phases: readonly Phase[], closes = false) {
  const { blocks, ledger } = generatedChain(phases, 7);
  const first = dayOf(blocks[0]!.time);
  let days = ledger.filter(({ day }) => day <= first);
  let most = 0;
  let chain: readonly StoredBlock[] = [];
  let progress: SignalProgress | undefined;
  let writes = 0;
  let news = 0;
  const deps: DetectDeps = {
    store: {
      ledger: {
        loadDays: async (range) => days.filter(({ day }) => range!.from <= day && day <= range!.to),
        loadNewestBlocks: async (count) => {
          most = Math.max(most, count);
          return chain.slice(-count);
        },
      },
      warnings: {
        loadSignals: async () => progress,
        saveSignals: async (saved) => {
          writes += 1;
          progress = { ...saved, revision: saved.revision + 1 };
        },
      },
    },
    rules: defaultRules(),
    knowledge: 'then',
  };
  return {
    blocks,
    writes: () => writes,
    news: () => news,
    mostLoaded: () => most,
    async look(seen: readonly StoredBlock[]): Promise<readonly SignalRecord[]> {
      chain = seen;
      most = 0;
      const through = closes ? closedThrough(seen) : undefined;
      if (through !== undefined) days = ledger.filter(({ day }) => day <= through);
      return detectSignals(deps, async () => {
        news += 1;
      });
    },
  };
}

const idsOf = (records: readonly SignalRecord[]) => records.map(({ signal }) => signal.id);

describe('the detector on new blocks', () => {
  it('finds the same signals a few blocks at a time as all at once, each once', async () => {
    const some = storeOf(FALL);
    await some.look(some.blocks.slice(0, 300));
    let records: readonly SignalRecord[] = [];
    for (let end = 301; end <= some.blocks.length; end += 1 + (end % 3))
      records = await some.look(some.blocks.slice(0, end));
    records = await some.look(some.blocks);
    const whole = storeOf(FALL);
    await whole.look(whole.blocks.slice(0, 300));
    const atOnce = await whole.look(whole.blocks);
    // Days already over when first seen give only history.
    const withoutHistory = (all: readonly SignalRecord[]) => all.map(({ isHistory: _, ...rest }) => rest);
    expect(withoutHistory(records)).toEqual(withoutHistory(atOnce));
    expect(records.filter(({ signal }) => signal.subject === 'dcg')).toMatchObject([
      { severity: 'warning', isHistory: false, isTakenBack: false, verdict: { outcome: 'confirmed' } },
    ]);
    expect(some.news()).toBe(new Set(records.map(({ signal }) => signal.height)).size);
  });

  it('finds the same signals with two days of blocks and the days below them stored', async () => {
    const phases = [...FALL, { days: 3, share: 0.3 }];
    const [closing, open] = [storeOf(phases, true), storeOf(phases)];
    let loaded = 0;
    for (let end = 300; end <= closing.blocks.length; end += 1 + (end % 17)) {
      const seen = closing.blocks.slice(0, end);
      expect(await closing.look(seen)).toEqual(await open.look(seen));
      // The day of the first blocks is never complete.
      if (end > 2 * NEWEST_BLOCKS) loaded = Math.max(loaded, closing.mostLoaded());
    }
    expect(loaded).toBe(NEWEST_BLOCKS);
    expect(open.mostLoaded()).toBe(RECENT_BLOCKS);
  });

  it('sends nothing found only after its day is over: the warning of the day covers it', async () => {
    const store = storeOf(FALL);
    await store.look(store.blocks.slice(0, 300));
    const before = store.news();
    const records = await store.look(store.blocks);
    const tip = dayOf(store.blocks.at(-1)!.time);
    const late = records.filter(({ signal }) => dayOf(signal.time) < addDays(tip, -1));
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ isHistory }) => isHistory)).toBe(true);
    expect(store.news()).toBe(before + (records.some(({ isHistory }) => !isHistory) ? 1 : 0));
  });

  it('finds only history, never sent, on its first run', async () => {
    const store = storeOf(FALL);
    const records = await store.look(store.blocks);
    expect(records.length).toBeGreaterThan(0);
    expect(records.every(({ isHistory }) => isHistory)).toBe(true);
    expect(store.news()).toBe(0);
  });

  it('writes nothing while there is no news, until many blocks have arrived', async () => {
    const store = storeOf([{ days: 4, share: 0.3 }]);
    await store.look(store.blocks.slice(0, 300));
    const before = store.writes();
    for (let end = 301; end <= 360; end++) await store.look(store.blocks.slice(0, end));
    await store.look(store.blocks.slice(0, 360));
    expect(store.writes()).toBe(before);
    for (let end = 361; end <= 500; end++) await store.look(store.blocks.slice(0, end));
    expect(store.writes()).toBeGreaterThan(before);
    expect(store.writes()).toBeLessThanOrEqual(before + 3);
  });

  it('withdraws signals of blocks that left the chain and restores them if the blocks return, neither as news', async () => {
    const store = storeOf(FALL);
    await store.look(store.blocks.slice(0, 300));
    let end = 300;
    let records: readonly SignalRecord[] = [];
    while (!records.some(({ signal }) => signal.subject === 'dcg'))
      records = await store.look(store.blocks.slice(0, ++end));
    const { signal } = records.find((one) => one.signal.subject === 'dcg')!;
    const news = store.news();
    const branch = store.blocks
      .slice(0, end)
      .map((block) => (block.height > signal.height - 6 ? { ...block, pool: 'foundryusa' as never } : block));
    const after = await store.look(branch);
    expect(after.find((one) => one.signal.id === signal.id)).toMatchObject({ isTakenBack: true });
    const back = await store.look(store.blocks.slice(0, end + 1));
    expect(back.find((one) => one.signal.id === signal.id)).toMatchObject({ isTakenBack: false });
    expect(idsOf(back).filter((id) => id === signal.id)).toHaveLength(1);
    expect(store.news()).toBe(news);
  });

  it('leaves no signal older than two days without a verdict', async () => {
    const store = storeOf([...FALL, { days: 5, share: 0.3 }]);
    await store.look(store.blocks.slice(0, 300));
    let records: readonly SignalRecord[] = [];
    for (let end = 320; end < store.blocks.length; end += 20)
      records = await store.look(store.blocks.slice(0, end));
    const tip = store.blocks.at(-1)!.time;
    const old = records.filter(({ signal }) => tip - signal.time > 2 * 86_400);
    expect(old.length).toBeGreaterThan(1);
    expect(old.filter(({ verdict }) => verdict === null)).toEqual([]);
  });

  it('makes a return as severe as the change it undoes, so that it reaches the same chats', async () => {
    const store = storeOf([...FALL, { days: 6, share: 0.3 }]);
    await store.look(store.blocks.slice(0, 300));
    let records: readonly SignalRecord[] = [];
    for (let end = 320; end < store.blocks.length; end += 20)
      records = await store.look(store.blocks.slice(0, end));
    const back = records.filter(({ signal }) => signal.subject === 'dcg' && signal.returns !== null);
    expect(back.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('reports a run once, as severe as it is rare, and withdraws it with its blocks', async () => {
    const store = storeOf([{ days: 4, share: 0.3 }]);
    await store.look(store.blocks.slice(0, 300));
    const chain = store.blocks.map((block, index) => ({
      ...block,
      pool: (index >= 320 && index < 340 ? 'foundryusa' : index === 319 ? 'unknown' : block.pool) as never,
    }));
    let records: readonly SignalRecord[] = [];
    const seen = new Set<string>();
    for (let end = 301; end <= 332; end++) {
      records = await store.look(chain.slice(0, end));
      for (const { signal } of records) if (signal.kind === 'run') seen.add(signal.id);
    }
    expect(seen.size).toBe(1);
    const run = records.find(({ signal }) => signal.kind === 'run')!;
    expect(run).toMatchObject({ severity: 'notice', isHistory: false, isTakenBack: false });
    const branch = chain
      .slice(0, 331)
      .map((block, index) => (index === 325 ? { ...block, pool: 'antpool' as never } : block));
    const after = await store.look(branch);
    expect(after.find(({ signal }) => signal.id === run.signal.id)).toMatchObject({ isTakenBack: true });
  });

  it('starts afresh after a gap, and withdraws nothing for lack of blocks', async () => {
    const store = storeOf([...FALL, { days: 4, share: 0.06 }]);
    await store.look(store.blocks.slice(0, 300));
    const before = await store.look(store.blocks.slice(0, 900));
    const behind = await store.look(store.blocks.slice(1100));
    for (const { signal } of before)
      expect(behind.find((one) => one.signal.id === signal.id)).toMatchObject({ isTakenBack: false });
  });
});
