import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { type Knowledge, LENSES, type Lens } from '../../../lib/core/lenses/lens.ts';
import { parseOwners } from '../../../lib/core/lenses/owners.ts';
import { parseSeats, seatOf } from '../../../lib/core/lenses/seats.ts';
import { subjectName, subjectOf } from '../../../lib/core/lenses/subjects.ts';
import { parseTemplates } from '../../../lib/core/lenses/templates.ts';
import { poolId, UNKNOWN } from '../../../lib/core/pools/pool-id.ts';
import { countWindow, throughLens } from '../../../lib/core/shares/window.ts';
import { InputError } from '../../../lib/errors.ts';

/** The subject of a pool's blocks in a one-day window. */
function seen(lens: Lens, pool: string, text: string, knowledge: Knowledge = 'now') {
  const day = parseDay(text);
  return subjectOf(lens, poolId(pool), day, { from: day, day, knowledge });
}

/** Blocks per subject, each day as its own window. */
const dayByDay = (ledger: Ledger, lens: Lens, knowledge: Knowledge = 'now') => {
  const lensLedger = throughLens(ledger, lens, knowledge);
  return ledger.map(({ day }) => countWindow(lensLedger, day, 1));
};

describe('the lens', () => {
  it.each([
    ['2020-11-30', 'bitmain'],
    ['2020-12-01', 'bitdeer'],
    ['2021-04-14', 'bitdeer'],
    ['2021-04-15', 'bitmining'],
    ['2024-01-30', 'bitmining'],
    ['2024-01-31', 'esportwin'],
  ])(
    'owner puts BTC.com on %s under %s: a link applies from its first day to the day before its end',
    (day, owner) => {
      expect(seen('owner', 'btccom', day)).toBe(owner);
    },
  );

  it('owner treats a pool without a link in force as its own owner', () => {
    expect(seen('owner', 'antpool', '2021-04-30')).toBe('bitmain');
    expect(seen('owner', 'antpool', '2021-05-01')).toBe('antpool');
    expect(seen('owner', 'viabtc', '2025-01-01')).toBe('viabtc');
  });

  it('template sees a group from its assumed start in hindsight, and from the first report as known then', () => {
    expect(seen('template', 'poolin', '2022-08-31', 'now')).toBe('poolin');
    expect(seen('template', 'poolin', '2022-09-01', 'now')).toBe('antpooltemplates');
    expect(seen('template', 'poolin', '2024-04-16', 'then')).toBe('poolin');
    expect(seen('template', 'poolin', '2024-04-17', 'then')).toBe('antpooltemplates');
  });

  it('template differs from owner', () => {
    expect(seen('template', 'braiinspool', '2025-01-01')).toBe('antpooltemplates');
    expect(seen('owner', 'braiinspool', '2025-01-01')).toBe('braiins');
  });

  it("operator-country counts a pool under its owner's seat on the day", () => {
    expect(seen('operator-country', 'foundryusa', '2025-01-01')).toBe('US');
    expect(seen('operator-country', 'f2pool', '2021-09-30')).toBe('CN');
  });

  it('operator-country leaves an owner without a sourced seat unknown', () => {
    expect(seen('operator-country', 'f2pool', '2021-10-01')).toBe(UNKNOWN);
  });

  it.each(LENSES)('%s keeps unknown blocks unknown', (lens) => {
    expect(seen(lens, 'unknown', '2025-01-01')).toBe(UNKNOWN);
    expect(subjectName(lens, UNKNOWN)).toBe('Unknown');
  });

  it.each(LENSES)('%s keeps every block of every recorded day', (lens) => {
    const ledger = shippedLedger();
    for (const knowledge of ['then', 'now'] as const) {
      const sums = dayByDay(ledger, lens, knowledge).map(
        ({ counts, unknown }) => unknown + [...counts.values()].reduce((a, b) => a + b, 0),
      );
      expect(sums).toEqual(ledger.map(({ count }) => count.blocks));
    }
  });

  it.each(LENSES)('%s has a name for every subject of the recorded days', (lens) => {
    const subjects = new Set(dayByDay(shippedLedger(), lens).flatMap(({ counts }) => [...counts.keys()]));
    const nameless = [...subjects].filter((key) => subjectName(lens, key).trim() === '');
    expect(nameless).toEqual([]);
    expect(subjects.size).toBeGreaterThan(3);
  });
});

/** The faults of an unusable table. */
function faultsOf(parse: () => unknown): readonly string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
  return [];
}

describe('a table of links', () => {
  const link = {
    pool: 'antpool',
    owner: 'bitmain',
    from: null,
    to: null,
    publishedOn: '2018-06-07',
    source: 'https://example.org/',
  };
  const ended = { ...link, to: '2021-05-01', endPublishedOn: '2021-07-27' };
  const owners = [{ id: 'bitmain', name: 'Bitmain' }];

  it('is refused if two owners of one pool are in force at once', () => {
    const links = [
      { ...ended, to: '2021-05-02' },
      { ...link, from: '2021-05-01' },
    ];
    expect(faultsOf(() => parseOwners({ owners, links }))).toEqual([
      'data/owners.json: row 2 (antpool): is in force at the same time as row 1',
    ]);
  });

  it('is refused if a pool is in two template groups at once', () => {
    const own = {
      pool: 'antpool',
      assumedSince: '2022-09-01',
      firstObserved: '2024-04-17',
      to: null,
      confidence: 'reported',
      source: 'https://example.org/',
    };
    const groups = ['one', 'two'].map((id) => ({ id, name: id, links: [own] }));
    expect(faultsOf(() => parseTemplates({ groups }))).toEqual([
      'data/templates.json: row 2 (antpool): is in force at the same time as row 1',
    ]);
  });

  it('may transfer a pool on a day', () => {
    const links = [ended, { ...link, from: '2021-05-01' }];
    expect(faultsOf(() => parseOwners({ owners, links }))).toEqual([]);
  });

  it('is refused if a link ends before it begins or an owner has no name, with both faults at once', () => {
    const links = [{ ...ended, owner: 'nobody', from: '2021-05-02' }];
    expect(faultsOf(() => parseOwners({ owners, links }))).toEqual([
      'data/owners.json: row 1 (antpool): expected from to be before to',
      'data/owners.json: owner nobody: has links but no name',
    ]);
  });

  it('is refused if a link has an end without its publication date, or the reverse', () => {
    const links = [
      { ...link, to: '2021-05-01' },
      { ...link, pool: 'btccom', endPublishedOn: '2021-07-27' },
    ];
    expect(faultsOf(() => parseOwners({ owners, links }))).toEqual([
      'data/owners.json: row 1 (antpool): expected to and endPublishedOn together, or neither',
      'data/owners.json: row 2 (btccom): expected to and endPublishedOn together, or neither',
    ]);
  });

  it('is refused if a row has no source, a day does not exist, or a country is not a code', () => {
    const links = [{ ...link, from: '2021-02-30', source: 'said by a friend' }];
    expect(faultsOf(() => parseOwners({ owners, links })).map((fault) => fault.split(': ')[1])).toEqual([
      'links[0].from',
      'links[0].source',
    ]);
    const seat = {
      owner: 'bitmain',
      country: 'China',
      from: null,
      to: null,
      publishedOn: '2020-03-09',
      asOf: '2020-01-01',
      source: 'https://example.org/',
    };
    expect(faultsOf(() => parseSeats({ seats: [seat] }))[0]).toContain('data/seats.json: seats[0].country');
  });

  it('is refused if one owner has two seats at once', () => {
    const seat = {
      owner: 'bitmain',
      country: 'CN',
      from: null,
      to: null,
      publishedOn: '2020-03-09',
      asOf: '2020-01-01',
      source: 'https://example.org/',
    };
    expect(
      faultsOf(() => parseSeats({ seats: [seat, { ...seat, country: 'SG', from: '2025-01-01' }] })),
    ).toEqual(['data/seats.json: row 2 (bitmain): is in force at the same time as row 1']);
  });
});

describe('the seats', () => {
  it('cover more than half of the blocks of the recorded days since 2024', () => {
    const recent = shippedLedger().filter(({ day }) => day >= '2024-01-01');
    const days = dayByDay(recent, 'operator-country');
    const sum = (key: 'blocks' | 'unknown') => days.reduce((total, day) => total + day[key], 0);
    expect(1 - sum('unknown') / sum('blocks')).toBeGreaterThan(0.5);
    const lastDay = parseDay('2026-04-21');
    expect(seatOf('dcg', lastDay, { day: lastDay, knowledge: 'then' })).toBe('US');
  });
});
