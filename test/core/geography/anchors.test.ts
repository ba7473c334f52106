import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ageInDays, isStale } from '../../../lib/core/geography/anchor.ts';
import {
  anchors,
  anchorsOf,
  newestPerSource,
  primaryAnchor,
  unobservedSince,
} from '../../../lib/core/geography/anchors.ts';
import {
  countryOf,
  isCountry,
  isRegion,
  type PlaceCode,
  placeName,
} from '../../../lib/core/geography/place.ts';
import { addDays, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import type { CountryCode } from '../../../lib/core/lenses/seats.ts';

const place = (code: string) => code as PlaceCode;
const CN = 'CN' as CountryCode;
const US = 'US' as CountryCode;

/** A source's share of the world at a place in the month, in percent. */
function worldPercent(source: string, month: string, code: string): number {
  const own = anchorsOf(place(code)).filter((a) => a.source.id === source && a.from.startsWith(month));
  const [anchor] = own;
  if (own.length !== 1 || anchor?.status !== 'observed') throw new Error(`${own.length} anchors`);
  return anchor.shares.get(place(code))! * 100;
}

const countryAnchor = (day: string, knowledge: Knowledge) =>
  primaryAnchor({ level: 'country', day: parseDay(day), knowledge });
const regionAnchor = (country: CountryCode, day: string, knowledge: Knowledge) =>
  primaryAnchor({ level: 'region', country, day: parseDay(day), knowledge });

describe('the anchors', () => {
  it.each([
    ['coinshares', '2019-12', 'CN-SC', 54],
    ['coinshares', '2019-12', 'CN', 65],
    ['coinshares', '2019-06', 'CN-SC', 48],
    ['cbeci', '2019-12', 'CN-SC', 13.2],
    ['cbeci', '2020-09', 'CN-SC', 41.0],
    ['cbeci', '2021-01', 'CN-SC', 4.6],
    ['cbeci', '2020-04', 'CN-XJ', 35.8],
    ['cbeci', '2021-03', 'CN', 49.1],
    ['cbeci', '2021-09', 'CN', 22.3],
    ['cbeci', '2021-08', 'KZ', 18.1],
    ['cbeci', '2021-12', 'US', 37.5],
    ['cbeci', '2021-12', 'US-GA', 11.5],
    ['hashrate-index', '2025-07', 'RU', 16.6],
  ])('%s has in %s for %s the published %s %% of the world', (source, month, code, published) => {
    expect(worldPercent(source, month, code)).toBeCloseTo(published, 1);
  });

  it('come from five sources, in 36 tables of countries and 26 of regions', () => {
    expect([...new Set(anchors.map(({ source }) => source.id))].sort()).toEqual([
      'cambridge-survey',
      'cbeci',
      'coinshares',
      'hashrate-index',
      'minermetrics',
    ]);
    expect(Map.groupBy(anchors, ({ level }) => level).get('country')).toHaveLength(36);
    expect(Map.groupBy(anchors, ({ level }) => level).get('region')).toHaveLength(26);
    expect(new Set(anchors.map(({ id }) => id)).size).toBe(62);
  });

  it('keep the published sum and figures, and normalise them to the whole', () => {
    for (const anchor of anchors) {
      if (anchor.status === 'not-observed') continue;
      const sum = anchor.shares.values().reduce((total, share) => total + share, anchor.other);
      expect(sum, anchor.id).toBeCloseTo(anchor.whole, 12);
      expect(anchor.other, anchor.id).toBeGreaterThanOrEqual(0);
    }
    const june = anchors.find(({ id }) => id === 'cbeci/2020-06-01/2020-06-30/world');
    expect(june?.sumPercent).toBeCloseTo(99.98, 9);
  });

  it("give a country's regions and elsewhere exactly the country's share", () => {
    for (const anchor of anchors) {
      if (anchor.level !== 'region' || anchor.status !== 'observed') continue;
      const parent = anchors.find(({ id }) => id === anchor.id.replace(/[A-Z]{2}$/, 'world'));
      expect(parent?.status === 'observed' && parent.shares.get(anchor.country)).toBe(anchor.whole);
    }
  });

  it('put what a source omits under other: 35% of the world and 11% in China for CoinShares in December 2019', () => {
    const world = countryAnchor('2020-01-07', 'then');
    expect([world?.source.id, world?.from]).toEqual(['coinshares', '2019-12-01']);
    expect(world?.other).toBeCloseTo(0.35, 12);
    expect(regionAnchor(CN, '2020-01-07', 'then')?.other).toBeCloseTo(0.11, 12);
  });

  it('were never published before their period ended', () => {
    for (const { id, from, to, publishedOn } of anchors) {
      expect(from <= to && to <= publishedOn, id).toBe(true);
    }
  });

  it.each([
    ['2019-09', '2020-05-06'],
    ['2020-04', '2020-05-06'],
    ['2020-05', '2021-07-15'],
    ['2021-04', '2021-07-15'],
    ['2021-05', '2021-10-13'],
    ['2021-08', '2021-10-13'],
    ['2021-09', '2022-05-17'],
    ['2022-01', '2022-05-17'],
  ])("of CBECI's %s were published on %s", (month, day) => {
    const days = anchors
      .filter(({ source, from }) => source.id === 'cbeci' && from.startsWith(month))
      .map(({ publishedOn }) => publishedOn);
    expect(new Set(days)).toEqual(new Set([day]));
  });

  it("mark the provinces of July 2021 as not observed, and China's 0% as doubted", () => {
    const unobserved = anchors.filter(({ status }) => status === 'not-observed');
    expect(unobserved.map(({ id }) => id)).toEqual(['cbeci/2021-07-01/2021-07-31/CN']);
    expect(unobserved[0]).not.toHaveProperty('shares');
    const doubted = anchors.filter(({ doubted }) => doubted.has(CN)).map(({ from }) => from);
    expect(doubted).toEqual(['2021-07-01', '2021-08-01']);
  });

  it('are not all fitted: the survey measures reported activity, and one method could not be read', () => {
    const unfitted = anchors.filter(({ source }) => !source.fitted);
    expect(unfitted.map(({ id }) => id)).toEqual([
      'minermetrics/2023-11-01/2023-11-29/world',
      'cambridge-survey/2024-06-01/2024-09-30/world',
    ]);
    expect(unfitted[1]?.source.measures).toContain('not of the network');
  });
});

describe('the primary source', () => {
  it('is unknown before the first anchor', () => {
    expect(countryAnchor('2019-06-29', 'then')).toBeUndefined();
    expect(countryAnchor('2019-05-31', 'now')).toBeUndefined();
    expect(regionAnchor(US, '2022-05-16', 'then')).toBeUndefined();
  });

  it.each([
    ['2019-06-30', 'coinshares', '2019-06-01'],
    ['2020-05-05', 'coinshares', '2019-12-01'],
    ['2020-05-06', 'cbeci', '2020-04-01'],
    ['2021-07-14', 'cbeci', '2020-04-01'],
    ['2021-07-15', 'cbeci', '2021-04-01'],
    // The tables of July and August 2021 are skipped: China at 0% is doubted.
    ['2021-10-13', 'cbeci', '2021-06-01'],
    ['2022-05-17', 'cbeci', '2022-01-01'],
    ['2025-05-26', 'cbeci', '2022-01-01'],
    ['2025-05-27', 'hashrate-index', '2025-04-01'],
    ['2025-12-31', 'hashrate-index', '2025-10-01'],
  ])('as known then is on %s %s, period from %s', (day, source, from) => {
    const anchor = countryAnchor(day, 'then');
    expect([anchor?.source.id, anchor?.from]).toEqual([source, from]);
  });

  it.each([
    ['2019-08-31', 'coinshares', '2019-06-01'],
    ['2019-09-01', 'cbeci', '2019-09-01'],
    ['2021-03-20', 'cbeci', '2021-03-01'],
    ['2025-03-31', 'cbeci', '2022-01-01'],
    ['2025-04-01', 'hashrate-index', '2025-04-01'],
  ])('in hindsight is on %s %s, period from %s', (day, source, from) => {
    const anchor = countryAnchor(day, 'now');
    expect([anchor?.source.id, anchor?.from]).toEqual([source, from]);
  });

  it('as known then, never looks ahead on any recorded day, and is never the survey', () => {
    for (let day = parseDay('2019-06-30'); day <= '2026-04-21'; day = addDays(day, 1)) {
      const seen = [countryAnchor(day, 'then')!, countryAnchor(day, 'now')!];
      expect(seen[0]!.publishedOn <= day, day).toBe(true);
      expect(
        seen.every(({ source }) => source.fitted),
        day,
      ).toBe(true);
    }
  });

  it('for regions is the newest table that has them, and a later one that observed nothing is reported', () => {
    const anchor = regionAnchor(CN, '2021-10-13', 'then')!;
    expect(anchor.from).toBe('2021-06-01');
    const at = (day: string) => unobservedSince(anchor, { day: parseDay(day), knowledge: 'then' });
    expect(at('2021-10-12')).toBeUndefined();
    expect(at('2021-10-13')?.from).toBe('2021-07-01');
    expect(regionAnchor(US, '2026-01-01', 'then')?.from).toBe('2021-12-01');
  });

  it('is shown with the others: Sichuan, December 2019', () => {
    const figures = newestPerSource(place('CN-SC'), { day: parseDay('2019-12-31'), knowledge: 'now' });
    const shares = figures.map(({ source, shares }) => [source.id, shares.get(place('CN-SC'))!.toFixed(3)]);
    expect(Object.fromEntries(shares)).toEqual({ coinshares: '0.540', cbeci: '0.132' });
  });

  it('is shown with the survey, which is never fitted', () => {
    const figures = newestPerSource(place('US'), { day: parseDay('2025-06-01'), knowledge: 'then' });
    expect(figures.map(({ source }) => source.id).sort()).toEqual([
      'cambridge-survey',
      'cbeci',
      'hashrate-index',
      'minermetrics',
    ]);
  });
});

describe('the age of an anchor', () => {
  it('counts days from the end of its period, 0 inside it', () => {
    const anchor = countryAnchor('2020-05-06', 'then')!;
    expect(ageInDays(anchor, parseDay('2020-04-15'))).toBe(0);
    expect(ageInDays(anchor, parseDay('2020-05-06'))).toBe(6);
    expect(ageInDays(anchor, parseDay('2021-07-14'))).toBe(440);
  });

  it.each([
    ['a month of 31 days', countryAnchor('2022-05-17', 'then')!, '2023-07-31'],
    ['a month of 30 days', regionAnchor(CN, '2021-10-13', 'then')!, '2022-12-31'],
    ['a period that ends in a month', countryAnchor('2025-05-27', 'then')!, '2026-11-27'],
  ])('makes %s stale 18 months after its end', (_name, anchor, lastGood) => {
    expect(isStale(anchor, parseDay(lastGood))).toBe(false);
    expect(isStale(anchor, addDays(parseDay(lastGood), 1))).toBe(true);
  });
});

describe('a place', () => {
  it('is identified by its ISO code only', () => {
    expect(['CN', 'XK', 'GB'].every(isCountry)).toBe(true);
    expect(['cn', 'UK', 'SU', 'EU', 'ZZ', 'AA', 'CHN'].some(isCountry)).toBe(false);
    expect(isRegion('CN-SC')).toBe(true);
    expect(['CN-XX', 'CN', 'toString'].some(isRegion)).toBe(false);
  });

  it('has an English name and a country', () => {
    expect(placeName(place('CN-NM'))).toBe('Inner Mongolia');
    expect(placeName(place('KZ'))).toBe('Kazakhstan');
    expect(countryOf(place('US-GA'))).toBe('US');
  });
});

const COUNTRIES = process.env.HASHTILT_COUNTRIES;

describe.skipIf(COUNTRIES === undefined)('the source files of the anchors', () => {
  const lines = (name: string) => readFileSync(join(COUNTRIES!, name), 'utf8').trim().split(/\r?\n/).slice(1);
  /** Published figures by period and English name; the source's own rest is "other". */
  const restated = (source: string, level: string, country?: string) =>
    new Map<string, number>(
      anchors
        .filter((a) => a.source.id === source && a.level === level)
        .filter((a) => country === undefined || (a.level === 'region' && a.country === country))
        .flatMap((a) => {
          const listed = a.percent.values().reduce((total, value) => total + value, 0);
          return [
            ...[...a.percent].map(([code, value]) => [`${a.from} ${placeName(code)}`, value] as const),
            [`${a.from} Other`, a.sumPercent - listed] as const,
          ];
        }),
    );

  it.each([
    ['cbeci-countries-monthly.csv', 290, restated('cbeci', 'country')],
    ['cbeci-china-provinces-monthly.csv', 207, restated('cbeci', 'region', 'CN')],
    ['cbeci-us-states-2021-12.csv', 10, restated('cbeci', 'region', 'US')],
  ])('%s: every one of its %i figures is in the table as published', (name, count, table) => {
    expect(table.size).toBe(count);
    for (const line of lines(name)) {
      const [, day, sourceName, percent] = /^([^,]*),("[^"]*"|[^,]*),([\d.]+)/.exec(line)!;
      const english = sourceName!
        .replaceAll('"', '')
        .replace(/ \*$/, '')
        .replace('Mainland China', 'China')
        .replace('Russian Federation', 'Russia')
        .replace('Iran, Islamic Rep.', 'Iran')
        .replace('Nei Mongol', 'Inner Mongolia');
      expect(table.get(`${day} ${english}`), line).toBeCloseTo(Number(percent), 9);
    }
  });

  it('reported-shares.json: every figure is in the table as published', () => {
    const { rows } = JSON.parse(readFileSync(join(COUNTRIES!, 'reported-shares.json'), 'utf8'));
    const published = rows.flatMap((row: { shares: Record<string, number> }) => Object.values(row.shares));
    const elsewhere = new Set(['cbeci', 'minermetrics']);
    const shipped = anchors
      .filter(({ source }) => !elsewhere.has(source.id))
      .flatMap((a) => [...a.percent.values()]);
    expect(shipped.sort()).toEqual(published.sort());
  });
});
