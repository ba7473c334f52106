import { describe, expect, it } from 'vitest';
import { parseFarms } from '../../../lib/core/farms/farm-table.ts';
import { type Count, farmTargetOn, standingsOn } from '../../../lib/core/farms/farm-target.ts';
import { parseDay, type UtcDay } from '../../../lib/core/ledger/utc-day.ts';
import { counted, farm, farmTable, published, target } from './farm-builder.ts';

const noCount = () => null;

/** A farm with one target of 2% by the end of 2021, announced on 2020-01-31. */
function farmWith(...evidence: readonly object[]) {
  const [parsed] = parseFarms(farmTable({ ...farm, targets: [{ ...target, evidence }] }), 'farms.json');
  return parsed!;
}

function statusOn(day: string, evidence: readonly object[] = [], countPool: () => Count | null = noCount) {
  const [only] = standingsOn(farmWith(...evidence), parseDay(day), countPool);
  return only && [only.standing.status, only.standing.since];
}

describe('a target', () => {
  it('is not known before it is announced', () => {
    expect(statusOn('2020-01-30')).toBeUndefined();
  });

  it.each([
    ['2020-01-31', 'ahead', '2020-01-31'],
    ['2021-12-30', 'ahead', '2020-01-31'],
    ['2021-12-31', 'due', '2021-12-31'],
    ['2022-01-30', 'due', '2021-12-31'],
    ['2022-01-31', 'without-evidence', '2022-01-31'],
    ['2026-01-01', 'without-evidence', '2022-01-31'],
  ])('without any evidence is on %s %s, since %s, and never missed', (day, status, since) => {
    expect(statusOn(day)).toEqual([status, since]);
  });

  it('is met from the publication of a figure that reached it in time', () => {
    const report = [published(0.02, '2021-12-31', '2022-01-15')];
    expect(statusOn('2022-01-14', report)).toEqual(['due', '2021-12-31']);
    expect(statusOn('2022-01-15', report)).toEqual(['met', '2022-01-15']);
  });

  it('can be met early', () => {
    expect(statusOn('2021-06-30', [published(0.03, '2021-05-31', '2021-06-30')])).toEqual([
      'met',
      '2021-06-30',
    ]);
  });

  it('is missed if a figure for the deadline or a later day is below it', () => {
    expect(statusOn('2022-01-15', [published(0.019, '2021-12-31', '2022-01-15')])).toEqual([
      'missed',
      '2022-01-15',
    ]);
    expect(statusOn('2023-01-01', [published(0, '2022-06-30', '2022-07-01')])).toEqual([
      'missed',
      '2022-07-01',
    ]);
  });

  it('is not decided by a low figure from before its deadline or a high one from after it', () => {
    const vague = [published(0.01, '2021-11-30', '2021-12-01'), published(0.03, '2022-02-28', '2022-03-01')];
    expect(statusOn('2022-04-01', vague)).toEqual(['without-evidence', '2022-01-31']);
  });

  it('is decided by what was published first, whatever the order of the rows', () => {
    const reports = [
      published(0.01, '2022-03-01', '2022-04-01'),
      published(0.02, '2021-12-31', '2022-01-15'),
    ];
    expect(statusOn('2022-05-01', reports)).toEqual(['met', '2022-01-15']);
  });

  describe('shown by the blocks of a pool', () => {
    const pool = [counted('marapool')];
    const seen = (blocks: number) => () => ({ blocks, of: 4_320, networkEhs: 100 });

    it.each([
      [120, 'met'],
      [60, 'missed'],
      [86, 'due'],
    ])('with %i of 4,320 blocks, of which 2%% are 86.4, is %s', (blocks, status) => {
      expect(statusOn('2021-12-31', pool, seen(blocks))).toEqual([status, '2021-12-31']);
    });

    it('is not decided before the deadline, or while the days up to it are open', () => {
      expect(statusOn('2021-12-30', pool, seen(4_000))).toEqual(['ahead', '2020-01-31']);
      expect(statusOn('2021-12-31', pool)).toEqual(['due', '2021-12-31']);
    });

    it('is decided once the pool was publicly linked to the farm', () => {
      const later = [counted('marapool', '2022-01-10')];
      expect(statusOn('2022-01-09', later, seen(60))).toEqual(['due', '2021-12-31']);
      expect(statusOn('2022-01-10', later, seen(60))).toEqual(['missed', '2022-01-10']);
    });

    it('is counted over the window ending on the deadline', () => {
      const asked: unknown[] = [];
      const countPool = (id: string, deadline: UtcDay) => {
        asked.push([id, deadline]);
        return null;
      };
      standingsOn(farmWith(...pool), parseDay('2022-05-01'), countPool);
      expect(asked).toEqual([['marapool', '2021-12-31']]);
    });

    it('needs the hash rate of the network if it is in EH/s', () => {
      const inEhs = { ...target, size: { unit: 'ehs', amount: 2 }, evidence: pool };
      const [own] = parseFarms(farmTable({ ...farm, targets: [inEhs] }), 'farms.json');
      const status = (networkEhs: number | null) =>
        standingsOn(own!, parseDay('2021-12-31'), () => ({ blocks: 60, of: 4_320, networkEhs }))[0]!.standing
          .status;
      expect([status(100), status(null), status(1)]).toEqual(['missed', 'due', 'missed']);
    });
  });
});

describe('the measure farm-target', () => {
  it('finds a target due or missed, with farm, deadline and first day', () => {
    const own = farmWith(published(0.01, '2021-12-31', '2022-01-15'));
    expect(farmTargetOn(own, parseDay('2022-01-10'), noCount)).toEqual([
      { farm: 'hill', by: '2021-12-31', value: 'due', since: '2021-12-31' },
    ]);
    expect(farmTargetOn(own, parseDay('2022-02-20'), noCount)).toEqual([
      { farm: 'hill', by: '2021-12-31', value: 'missed', since: '2022-01-15' },
    ]);
  });

  it('does not find targets that are ahead, met or without evidence', () => {
    const met = farmWith(published(0.02, '2021-12-31', '2022-01-15'));
    expect(farmTargetOn(farmWith(), parseDay('2021-01-01'), noCount)).toEqual([]);
    expect(farmTargetOn(met, parseDay('2022-01-15'), noCount)).toEqual([]);
    expect(farmTargetOn(farmWith(), parseDay('2022-02-01'), noCount)).toEqual([]);
  });
});
