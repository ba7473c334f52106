import { describe, expect, it } from 'vitest';
import { type ObservedAnchor, toAnchors } from '../../../lib/core/geography/anchor.ts';
import { parseAnchorTable } from '../../../lib/core/geography/anchor-table.ts';
import { InputError } from '../../../lib/errors.ts';

const countries = {
  release: 'atlas-1',
  from: '2020-01-01',
  to: '2020-01-31',
  level: 'country',
  percent: { CN: 60, US: 25 } as Record<string, number>,
  other: 15 as number | null,
};

const provinces = {
  ...countries,
  level: 'region',
  country: 'CN',
  of: 'country',
  percent: { 'CN-SC': 50, 'CN-XJ': 30 } as Record<string, number>,
  other: 20 as number | null,
};

const source = {
  id: 'atlas',
  name: 'Atlas',
  measures: 'machines',
  fitted: true,
  method: null,
  licence: 'facts restated',
  caveats: [],
};

const release = {
  id: 'atlas-1',
  source: 'atlas',
  publishedOn: '2020-02-29',
  caveats: [],
  addresses: ['https://example.org/atlas'],
};

const tableOf = (...anchors: readonly object[]) => ({
  schema: 'hashtilt/anchors@1',
  unit: 'percent',
  sources: [source],
  releases: [release],
  primary: [{ from: null, to: null, sources: ['atlas'], reason: 'the only one' }],
  regions: { 'CN-SC': 'Sichuan', 'CN-XJ': 'Xinjiang', 'US-TX': 'Texas' },
  anchors,
  floors: [] as readonly object[],
});

/** The faults of a table as text, without its name. */
function faultsOf(table: unknown): readonly string[] {
  try {
    parseAnchorTable(table);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ where, what }) => `${where.replace('data/anchors.json: ', '')}: ${what}`);
  }
}

const observed = (...rows: readonly object[]) =>
  toAnchors(parseAnchorTable(tableOf(...rows))) as readonly ObservedAnchor[];

describe('a table of floors', () => {
  const floor = {
    country: 'US',
    atLeast: 29,
    from: '2025-02-01',
    to: '2025-02-18',
    publishedOn: '2025-02-18',
    addresses: ['https://example.org/listed'],
    note: 'listed miners',
  };

  it('is refused with every fault, each with its row and field', () => {
    const floors = [
      { ...floor, from: '2025-02-19' },
      { ...floor, publishedOn: '2025-02-17' },
    ];
    expect(faultsOf({ ...tableOf(countries), floors })).toEqual([
      'floors[0].from: is after the end of the period',
      'floors[1].to: is after the publication on 2025-02-17',
    ]);
    expect(faultsOf({ ...tableOf(countries), floors: [{ ...floor, atLeast: 100 }] })).toHaveLength(1);
  });
});

describe('a table of anchors', () => {
  it('accepts countries, and regions as shares of the world', () => {
    const [world, china] = observed(countries, provinces);
    expect(Object.fromEntries(world!.shares)).toEqual({ CN: 0.6, US: 0.25 });
    expect(world!.other).toBeCloseTo(0.15, 12);
    expect(china!.shares.get('CN-SC' as never)).toBeCloseTo(0.3, 12);
    expect(china!.other).toBeCloseTo(0.12, 12);
  });

  it.each([
    [15.05, 100.05],
    [14.95, 99.95],
  ])('accepts a rounded sum within 0.05 point (other %s), normalises it and keeps it', (other, sum) => {
    const [world] = observed({ ...countries, other });
    expect(world!.sumPercent).toBeCloseTo(sum, 9);
    expect(world!.shares.get('CN' as never)).toBeCloseTo(60 / sum, 12);
    expect(world!.other).toBeCloseTo(other / sum, 12);
  });

  it.each([15.06, 14.94])('refuses a sum that is further off (other %s)', (other) => {
    expect(faultsOf(tableOf({ ...countries, other }))).toEqual([
      `anchors[0]: adds up to ${(85 + other).toFixed(2)}, expected 100 within 0.05 point`,
    ]);
  });

  it('accepts a partial table: the rest of the world is other', () => {
    const [world] = observed({ ...countries, percent: { CN: 65 }, other: null });
    expect(world!.shares.get('CN' as never)).toBe(0.65);
    expect(world!.other).toBeCloseTo(0.35, 12);
  });

  it('accepts regions published as shares of the world, the rest of the country being elsewhere', () => {
    const [, china] = observed(countries, {
      ...provinces,
      of: 'world',
      percent: { 'CN-SC': 48 },
      other: null,
    });
    expect(china!.shares.get('CN-SC' as never)).toBeCloseTo(0.48, 12);
    expect(china!.other).toBeCloseTo(0.12, 12);
  });

  it('refuses regions that are more than their country', () => {
    const more = { ...provinces, of: 'world', percent: { 'CN-SC': 60.06 }, other: null };
    expect(faultsOf(tableOf(countries, more))).toEqual([
      'anchors[1]: adds up to 60.06, expected 60 within 0.05 point',
    ]);
  });

  it('reads regions that are all 0 as not observed, and refuses a world that is all 0', () => {
    const nothing = { ...provinces, percent: { 'CN-SC': 0 }, other: 0 };
    expect(observed(countries, nothing)[1]?.status).toBe('not-observed');
    expect(faultsOf(tableOf({ ...countries, percent: { CN: 0 }, other: 0 }))).toEqual([
      'anchors[0]: every figure is 0, but the world must have machines somewhere',
    ]);
  });

  it('is refused with every fault at once', () => {
    const faults = faultsOf(
      tableOf(
        { ...countries, percent: { CN: 60, UK: 25 } },
        { ...countries, from: '2020-01-31', percent: { CN: 120, US: -20 }, other: 0 },
        { ...provinces, from: '2019-12-01', to: '2019-12-31', percent: { 'CN-SC': 80, 'US-TX': 0 } },
        { ...countries, from: '2020-03-31', to: '2020-03-01', release: 'atlas-2', doubted: ['KZ'] },
        { ...countries, from: '2020-04-01', to: '2020-04-30' },
      ),
    );
    expect(faults).toEqual([
      'anchors[0].percent.UK: is not a country',
      'anchors[1].percent.CN: expected 0 to 100 percent',
      'anchors[1].percent.US: expected 0 to 100 percent',
      'anchors[1]: covers the same period from the same source as anchors[0]',
      'anchors[2].percent.US-TX: is not a region of CN in the table',
      'anchors[2].country: has no share in a table of this release and period',
      'anchors[3].doubted: KZ has no figure',
      'anchors[3].release: is not a release in the table',
      'anchors[3].from: is after the end of the period',
      'anchors[4].to: is after the publication on 2020-02-29',
    ]);
  });

  it('refuses a release with an unknown source, a repeated id and a primary source that is not fitted', () => {
    const table = tableOf(countries);
    expect(
      faultsOf({
        ...table,
        sources: [{ ...source, fitted: false }],
        releases: [release, { ...release, source: 'globe' }],
      }),
    ).toEqual([
      'releases[1]: atlas-1 is already used',
      'releases[1].source: is not a source in the table',
      'primary[0]: atlas is not a fitted source',
    ]);
  });

  it('refuses two primary orders for one day', () => {
    const [always] = tableOf().primary;
    expect(faultsOf({ ...tableOf(countries), primary: [always, { ...always, from: '2021-01-01' }] })).toEqual(
      ['primary: row 2 (primary): is in force at the same time as row 1'],
    );
  });

  it('refuses an unknown key and an invalid address', () => {
    const { other: _, ...withoutOther } = countries;
    const faults = faultsOf({
      ...tableOf({ ...withoutOther, othr: 15 }),
      releases: [{ ...release, addresses: ['atlas'] }],
    });
    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'releases[0].addresses[0]',
      'anchors[0].other',
      'anchors[0]',
    ]);
  });
});
