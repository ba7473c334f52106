import { expect, it } from 'vitest';
import { addDays, midnight } from '../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../lib/core/pools/pool-id.ts';
import { findNewMiners, markMinersReported } from '../../lib/daily/new-miners.ts';
import { closedDay, DAY, verified } from '../contract/stored.ts';

/** A live week of 20 blocks a day, the last of each mined by an unknown miner. */
const days = Array.from({ length: 7 }, (_, index) => addDays(DAY, index - 6));
const run = days.flatMap((day, index) =>
  Array.from({ length: 20 }, (_, at) => ({
    ...verified(20 * index + at),
    time: midnight(day) + 600 * at,
    ...(at === 19 && {
      pool: 'unknown' as PoolId,
      coinbase: { script: '', payouts: [{ address: '1A', valueSats: 300 }] },
    }),
  })),
);
const ledger = days.map((day, index) => {
  const entry = closedDay(day);
  const count = { ...entry.count, day, firstHeight: 20 * index, lastHeight: 20 * index + 19 };
  return { ...entry, count };
});

function memory() {
  let marks: readonly string[] = [];
  return {
    loadReportedMiners: async () => marks,
    saveReportedMiners: async (saved: readonly string[]) => {
      marks = saved;
    },
  };
}

it('a new unknown miner is found by every run until it is reported to the operator', async () => {
  const store = memory();
  const find = () => findNewMiners(store, { ledger, run }, DAY);
  expect((await find()).miners).toMatchObject([{ blocks: 7, addresses: ['1A'] }]);
  const again = await find();
  expect(again.miners).toHaveLength(1);
  await markMinersReported(store, again);
  expect(await find()).toEqual({ miners: [], marks: [] });
});

it('no one is searched for unless the whole week is live and loaded', async () => {
  const recorded = ledger.with(0, { ...ledger[0]!, source: 'recorded' as const });
  expect((await findNewMiners(memory(), { ledger: recorded, run }, DAY)).miners).toEqual([]);
  expect((await findNewMiners(memory(), { ledger, run: run.slice(1) }, DAY)).miners).toEqual([]);
});

it("no more miners' marks are kept than fit in a stored item", async () => {
  const store = memory();
  const tags = Array.from({ length: 5_000 }, (_, index) => `/${index}/`.padEnd(100, 'x'));
  await markMinersReported(store, { miners: [], marks: tags });
  const kept = await store.loadReportedMiners();
  expect(kept.at(-1)).toBe(tags.at(-1));
  expect(JSON.stringify(kept).length).toBeLessThan(300_000);
});
