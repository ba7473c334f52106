import { describe, expect, it } from 'vitest';
import { compareFarms } from '../../../lib/core/farms/compare-farms.ts';
import { parseFarms } from '../../../lib/core/farms/farm-table.ts';
import { viewOf } from '../../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { farm, farmTable } from './farm-builder.ts';

const recorded = viewOf(shippedLedger());
const on = (day: string) => compareFarms(recorded, parseDay(day));
const farmOn = (id: string, day: string) => on(day).farms.find((row) => row.id === id)!;
const statuses = (id: string, day: string) => farmOn(id, day).targets.map(({ status }) => status);

describe('farms compared with the recorded days', () => {
  it('are listed from their announcement on', () => {
    const ids = (day: string) => on(day).farms.map(({ id }) => id);
    expect(ids('2020-02-18')).toEqual(['sichuan-seven', 'whinstone-rockdale', 'bitmain-rockdale']);
    expect(ids('2020-02-19')).toContain('layer1');
    expect(on('2020-02-18').announcedLater).toBe(7);
  });

  it("have Layer1's 2% and 30% ahead, due and then without evidence, never missed", () => {
    expect(statuses('layer1', '2020-02-19')).toEqual(['ahead', 'ahead']);
    expect(statuses('layer1', '2020-12-31')).toEqual(['due', 'ahead']);
    expect(statuses('layer1', '2021-12-31')).toEqual(['without-evidence', 'due']);
    expect(statuses('layer1', '2026-04-21')).toEqual(['without-evidence', 'without-evidence']);
  });

  it("rank Layer1's 30% above any pool or owner in the week of its announcement", () => {
    const [, thirty] = farmOn('layer1', '2020-02-19').targets;
    expect(thirty!.among).toEqual({ pools: { best: 1, worst: 1 }, owners: { best: 1, worst: 1 } });
    expect(thirty!.fromNothing!.ofOldTotal.toFixed(4)).toBe('0.4286');
    expect(on('2020-02-19').largest.pools.every(({ share }) => share < 0.3)).toBe(true);
  });

  it("convert Layer1's 100 MW into about 2% of that network, by its own efficiency", () => {
    const { worth, containers } = farmOn('layer1', '2020-02-19').announced;
    expect([worth.share!.low, worth.share!.high].map((share) => (share * 100).toFixed(1))).toEqual([
      '1.8',
      '2.1',
    ]);
    expect(containers).toEqual({ low: 40, high: 40 });
  });

  it("rank each of Sichuan's seven between fifth and tenth among the pools of early 2020", () => {
    const { among } = farmOn('sichuan-seven', '2020-02-20').announced;
    expect(among!.pools).toEqual({ best: 5, worst: 10 });
  });

  it('compare a share held in 2019 with days up to 18 months later, and no further', () => {
    expect(farmOn('sichuan-seven', '2021-07-01').announced.among).not.toBeNull();
    const { among, worth } = farmOn('sichuan-seven', '2021-07-02').announced;
    expect([among, worth.ehs, worth.share!.high.toFixed(4)]).toEqual([null, null, '0.0771']);
  });

  it("count Marathon's 2.56 EH/s as missed by the blocks of its pool, 67 of 4,275", () => {
    expect(statuses('marathon', '2021-07-30')).toEqual(['ahead']);
    const [target] = farmOn('marathon', '2021-07-31').targets;
    expect(target).toMatchObject({
      status: 'missed',
      since: '2021-07-31',
      decidedBy: { kind: 'counted', pool: 'marapool' },
      count: { blocks: 67, of: 4_275 },
    });
  });

  it('are compared with what had been published: 23.3 EH/s due in July 2023, missed since August', () => {
    expect(statuses('marathon', '2023-07-15')[1]).toBe('due');
    expect(statuses('marathon', '2023-08-07')[1]).toBe('without-evidence');
    expect(statuses('marathon', '2023-08-08')[1]).toBe('missed');
    expect(statuses('riot', '2025-01-06')[0]).toBe('met');
  });

  it('do not show what later pages say', () => {
    const document = JSON.stringify(on('2020-06-01'));
    const later = [...document.matchAll(/"publishedOn":"([^"]*)"/g)].filter(([, day]) => day! > '2020-06-01');
    expect(later).toEqual([]);
  });

  it('are those of the newest closed day by default', () => {
    expect(compareFarms(recorded, null).day).toBe('2026-04-21');
  });

  it('say how the blocks in the comparison are known', () => {
    expect(on('2020-02-20')).toMatchObject({
      blocks: 993,
      missingDays: 0,
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
    });
  });

  it('do not convert shares if a day of the week is missing', () => {
    const ledger = shippedLedger().map((entry) =>
      entry.day === '2020-02-18' ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
    const own = parseFarms(farmTable(farm), 'farms.json');
    const { farms, assumptions, missingDays } = compareFarms(viewOf(ledger), parseDay('2020-02-20'), own);
    expect([assumptions.network, missingDays]).toEqual([null, 1]);
    expect(farms[0]!.announced).toMatchObject({
      worth: { share: null, megawatts: { low: 100 } },
      among: null,
    });
  });

  it('are refused for a day that is not closed', () => {
    expect(() => on('2019-12-31')).toThrow(/outside the ledger/);
  });
});
