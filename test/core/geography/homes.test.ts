import { describe, expect, it } from 'vitest';
import { homesOf } from '../../../docs/former-nowcast/homes-at-anchor.ts';
import { type Home, parseHomes } from '../../../lib/core/geography/homes.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';
import { InputError } from '../../../lib/errors.ts';

const home = {
  pool: 'poolin',
  places: ['CN-SC'] as string[],
  from: '2020-05-01' as string | null,
  to: '2020-11-01',
  asOf: '2020-08-18',
  publishedOn: '2020-08-20',
  confidence: 'observed',
  readOn: '2026-11-25',
  source: 'https://example.org/rain',
  note: 'a drop in the rain',
};

const tableOf = (...homes: readonly object[]) => ({ schema: 'hashtilt/homes@1', source: 'pages', homes });

/** The faults of a table as text, without its name. */
function faultsOf(...homes: readonly object[]): readonly string[] {
  try {
    parseHomes(tableOf(...homes));
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ where, what }) => `${where.replace('data/homes.json: ', '')}: ${what}`);
  }
}

const poolin = poolId('poolin');
const month = (text: string) => ({ from: parseDay(`${text}-01`), to: parseDay(`${text}-28`) });

function placesOf(period: string, day: string, knowledge: Knowledge, ...homes: readonly object[]) {
  const table = new Map<typeof poolin, readonly Home[]>([[poolin, parseHomes(tableOf(...homes))]]);
  return homesOf(poolin, month(period), { day: parseDay(day), knowledge }, table);
}

describe('a table of home places', () => {
  it('accepts overlapping rows of one pool, since its machines can be in several places', () => {
    const second = { ...home, places: ['US-TX', 'KZ'], source: 'https://example.org/other' };
    expect(faultsOf(home, second)).toEqual([]);
  });

  it.each([
    [
      'a pool that the registry does not have',
      { pool: 'nosuchpool' },
      'nosuchpool is not a pool in the registry',
    ],
    ['days out of order', { to: '2020-05-01' }, 'expected from to be before to'],
    ['a place for ever', { to: '2022-08-18' }, 'is more than 18 months from 2020-08-18, which it refers to'],
    ['a place since long ago', { from: '2018-01-01' }, 'is more than 18 months from 2020-08-18'],
    [
      'a day that is not yet over when it is published',
      { publishedOn: '2020-08-17' },
      'not before 2020-08-18',
    ],
    ['a page read before it was published', { readOn: '2020-08-19' }, 'publication on 2020-08-20'],
  ])('refuses %s, with its row', (_, change, what) => {
    const faults = faultsOf(home, { ...home, source: 'https://example.org/other', ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('homes[1]');
    expect(faults[0]).toContain(what);
  });

  it.each(['ZZ', 'UK', 'CN-XX', 'Sichuan'])('refuses the place %s, which has no name', (place) => {
    expect(faultsOf({ ...home, places: [place] })).toEqual([
      'homes[0].places[0]: expected a country, or a region that the project has a name for',
    ]);
  });

  it('refuses a row without a place, without a source or with an unknown key, all at once', () => {
    const faults = faultsOf({ ...home, places: [], source: 'a friend', share: 0.4 });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'homes[0].places',
      'homes[0].source',
      'homes[0]',
    ]);
  });

  it("refuses a repeat of one source's statement about a pool", () => {
    expect(faultsOf(home, home)).toEqual(['homes[1]: repeats homes[0]: same pool, source and start']);
  });
});

describe('the home places of a pool', () => {
  it('apply from their first day to the day before their last', () => {
    const held = ['2020-04', '2020-05', '2020-10', '2020-11'].map((m) =>
      placesOf(m, '2026-01-01', 'then', home),
    );
    expect(held).toEqual([[], ['CN-SC'], ['CN-SC'], []]);
  });

  it('are unknown before they are published, except with hindsight', () => {
    expect(placesOf('2020-06', '2020-08-19', 'then', home)).toEqual([]);
    expect(placesOf('2020-06', '2020-08-20', 'then', home)).toEqual(['CN-SC']);
    expect(placesOf('2020-06', '2020-08-19', 'now', home)).toEqual(['CN-SC']);
  });

  it('apply to all earlier days without a first day', () => {
    expect(placesOf('2012-01', '2026-01-01', 'then', { ...home, from: null })).toEqual(['CN-SC']);
  });

  it('from several sources are listed once and in order', () => {
    const second = { ...home, places: ['KZ', 'CN-SC', 'CN'], source: 'https://example.org/other' };
    expect(placesOf('2020-06', '2026-01-01', 'now', home, second)).toEqual(['CN', 'CN-SC', 'KZ']);
  });
});

describe('the shipped home places', () => {
  const shipped = (pool: string, period: string, day: string, knowledge: Knowledge = 'then') =>
    homesOf(poolId(pool), month(period), { day: parseDay(day), knowledge });

  it.each([
    ['poolin', '2020-07', '2020-09-01', ['CN', 'CN-SC']],
    ['poolin', '2021-03', '2021-05-01', ['CN', 'CN-XJ']],
    ['f2pool', '2020-04', '2020-08-17', []],
    ['f2pool', '2020-04', '2020-08-18', ['CN']],
    ['1thash', '2020-04', '2020-05-06', ['CN-SC']],
    ['foundryusa', '2021-09', '2021-10-31', ['CA', 'US', 'US-GA', 'US-KY', 'US-NY', 'US-TX']],
    ['marapool', '2022-01', '2022-05-17', ['US-MT']],
    ['1thash', '2021-12', '2022-05-17', ['KZ']],
    ['foundryusa', '2026-02', '2026-04-21', ['US']],
  ])('of %s in %s, as known on %s', (pool, period, day, places) => {
    expect(shipped(pool, period, day)).toEqual(places);
  });

  it('of LuBian became known only in 2025', () => {
    expect(shipped('lubiancom', '2020-06', '2020-07-01')).toEqual([]);
    expect(shipped('lubiancom', '2020-06', '2020-07-01', 'now')).toEqual(['CN', 'IR']);
  });

  it('of China end for every pool with the ban of June 2021', () => {
    const pools = ['antpool', 'binancepool', 'btccom', 'btctop', 'f2pool', 'huobipool', 'poolin'];
    const chinese = pools.flatMap((pool) => shipped(pool, '2021-07', '2026-01-01', 'now'));
    expect(chinese.filter((place) => place.startsWith('CN'))).toEqual([]);
  });

  it('are absent if no source was read: a flat prior', () => {
    expect(shipped('braiinspool', '2020-07', '2026-01-01', 'now')).toEqual([]);
  });
});
