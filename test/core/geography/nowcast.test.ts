import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import anchorTable from '../../../data/anchors.json' with { type: 'json' };
import homes from '../../../data/homes.json' with { type: 'json' };
import { documentedHomes } from '../../../lib/core/geography/homes.ts';
import { createNowcaster, type Nowcast, placeInterval } from '../../../lib/core/geography/nowcast.ts';
import type { PlaceCode } from '../../../lib/core/geography/place.ts';
import { isRest, type PlaceFigure } from '../../../lib/core/geography/place-figure.ts';
import { placeRow, placeRows } from '../../../lib/core/geography/place-report.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import type { CountryCode } from '../../../lib/core/lenses/seats.ts';
import { countWindow, throughLens } from '../../../lib/core/shares/window.ts';
import { steadyLedger, withMissingDay } from './steady-ledger.ts';

const recorded = shippedLedger();
const nowcaster = createNowcaster(recorded, 'then');
const hindsight = createNowcaster(recorded, 'now');
const knowing = (knowledge: Knowledge) => (knowledge === 'then' ? nowcaster : hindsight);
const nowcast = (day: string, knowledge: Knowledge = 'then') => knowing(knowledge).on(parseDay(day));
const place = (code: string) => code as PlaceCode;

/** Any recorded day with seven days counted up to it. */
const anyDay = fc.integer({ min: 6, max: recorded.length - 1 }).map((index) => recorded[index]!.day);
const knowledges = fc.constantFrom<Knowledge>('then', 'now');
const SEEDED = { seed: 20_210_621, numRuns: 40 };

const onAnyDay = (check: (seen: Nowcast) => void) =>
  fc.assert(
    fc.property(anyDay, knowledges, (day, knowledge) => check(knowing(knowledge).on(day))),
    SEEDED,
  );

const regionsOf = (country: PlaceFigure, seen: Nowcast) =>
  [...seen.figures.values()].filter(
    ({ level, key }) => level === 'region' && key.startsWith(`${country.key}-`),
  );
const countriesOf = (seen: Nowcast) => [...seen.figures.values()].filter(({ level }) => level === 'country');
const sum = (figures: readonly PlaceFigure[]) => figures.reduce((total, { share }) => total + share, 0);

describe('on any day, with either knowledge,', () => {
  it('countries and other make the world, and regions and elsewhere their country', () => {
    onAnyDay((seen) => {
      const countries = countriesOf(seen);
      expect(sum(countries)).toBeCloseTo(1, 9);
      for (const country of countries) {
        const regions = regionsOf(country, seen);
        if (regions.length > 0) expect(sum(regions)).toBeCloseTo(country.share, 9);
      }
    });
  });

  it('the interval contains the estimate', () => {
    onAnyDay((seen) => {
      for (const { key, share } of seen.figures.values()) {
        const { low, high } = placeInterval(seen, key);
        expect(0 <= low && low <= share && share <= high && high <= 1, `${seen.day} ${key}`).toBe(true);
      }
    });
  });

  it("at least four fifths of a pool's machines can be where its operator states", () => {
    const pools = throughLens(recorded, 'pool', 'then');
    for (const knowledge of ['then', 'now'] as const) {
      for (const { day } of recorded.slice(6)) {
        const { counts, blocks } = countWindow(pools, day, 7);
        const mined = new Map<CountryCode, number>();
        for (const [pool, country] of documentedHomes({ day, knowledge }))
          mined.set(country, (mined.get(country) ?? 0) + (counts.get(pool) ?? 0) / blocks);
        const seen = knowing(knowledge).on(day);
        for (const [country, share] of mined) {
          const figure = seen.figures.get(country);
          if (figure !== undefined)
            expect(figure.share, `${day} ${country}`).toBeGreaterThanOrEqual(0.8 * share);
        }
      }
    }
  });

  it('every row has its source, period, publication and age', () => {
    onAnyDay((seen) => {
      for (const { key, level, anchor, ratio, status, reason } of placeRows(seen)) {
        for (const note of level === 'country' ? [anchor] : [anchor, ratio]) {
          expect(note, key).toMatchObject({
            source: expect.stringMatching(/^[a-z-]+$/),
            from: expect.stringMatching(/^\d{4}-/),
            to: expect.stringMatching(/^\d{4}-/),
            publishedOn: expect.stringMatching(/^\d{4}-/),
            ageDays: expect.any(Number),
          });
        }
        expect(status === 'ok', key).toBe(reason === null);
      }
    });
  });
});

describe('as known then, on any day,', () => {
  const asKnown = (check: (seen: Nowcast) => void) =>
    fc.assert(
      fc.property(anyDay, (day) => check(nowcaster.on(day))),
      SEEDED,
    );

  it('nothing rests on a figure published later', () => {
    asKnown((seen) => {
      for (const row of placeRows(seen))
        for (const note of [row.anchor, row.ratio, ...row.alternatives])
          expect(note === null || note.publishedOn <= seen.day, `${seen.day} ${row.key}`).toBe(true);
    });
  });

  it('nothing rests on a floor published later', () => {
    asKnown((seen) => {
      const [first] = countriesOf(seen);
      for (const [, pool, country] of first!.basis.matchAll(/([a-z0-9]+)=([A-Z]{2})/g)) {
        const published = homes.homes.filter((home) => home.pool === pool && home.publishedOn <= seen.day);
        expect(
          published.some(({ places }) => places.every((code) => code.startsWith(country!))),
          `${seen.day} ${pool}`,
        ).toBe(true);
      }
      for (const [, atLeast] of first!.basis.matchAll(/US>([\d.]+)@/g)) {
        const floors = anchorTable.floors.filter((floor) => floor.atLeast === Number(atLeast));
        expect(floors.some(({ publishedOn }) => publishedOn <= seen.day)).toBe(true);
      }
    });
  });

  it('later days change nothing', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const cut = createNowcaster(
          recorded.filter((entry) => entry.day <= day),
          'then',
        ).on(day);
        expect(placeRows(cut)).toEqual(placeRows(nowcaster.on(day)));
      }),
      { seed: 7, numRuns: 12 },
    );
  });
});

describe('a nowcast', () => {
  it('differs between then and now before a late release: China, the day before that of July 2021', () => {
    const [then, now] = [nowcast('2021-07-14'), nowcast('2021-07-14', 'now')];
    expect(then.anchor?.from).toBe('2020-04-01');
    expect(now.anchor?.from).toBe('2021-06-01');
  });

  it('puts what a source omits last, both under China and in the world', () => {
    const keys = [...nowcast('2020-06-07').figures.keys()];
    expect(keys[0]).toBe('CN');
    expect(keys.at(-1)).toBe('other');
    expect(keys.map(String).indexOf('CN-elsewhere')).toBe(keys.findLastIndex((key) => key.startsWith('CN-')));
    expect(keys.filter(isRest)).toEqual(['CN-elsewhere', 'other']);
  });
});

describe('a stale figure', () => {
  it('is one whose table ended more than 18 months ago, and is shown with its age', () => {
    expect(placeRow(nowcast('2023-07-31'), place('US'))).toMatchObject({ status: 'ok', reason: null });
    const row = placeRow(nowcast('2023-08-01'), place('US'));
    expect(row).toMatchObject({
      status: 'stale',
      reason: 'the newest figures are from 2022-01-01 to 2022-01-31, more than 18 months ago',
      anchor: { source: 'cbeci', ageDays: 547 },
    });
    expect(row.share).toBeGreaterThan(0.3);
  });

  it('can be a region that its source no longer observed, while its country is still current', () => {
    expect(placeRow(nowcast('2021-10-12'), place('CN-SC')).status).toBe('ok');
    const after = nowcast('2021-10-13');
    expect(placeRow(after, place('CN-SC'))).toMatchObject({
      status: 'stale',
      reason: expect.stringContaining('saw no machine in any region from 2021-07-01 to 2021-07-31'),
    });
    expect(placeRow(after, place('CN')).status).toBe('ok');
  });
});

describe('no figure', () => {
  const noShare = { status: 'no-data', share: null, low: null, high: null, anchor: null, trend: null };

  it('is given if one of the seven days is not counted', () => {
    const holed = createNowcaster(withMissingDay(recorded, '2021-03-17'), 'then');
    expect(placeRow(holed.on(parseDay('2021-03-20')), place('CN'))).toMatchObject({
      ...noShare,
      reason: 'one of the 7 days up to 2021-03-20 is not counted',
    });
    expect(placeRow(holed.on(parseDay('2021-03-24')), place('CN')).status).toBe('ok');
  });

  it('is given for a place that is part of the rest, whatever other sources say', () => {
    const row = placeRow(nowcast('2026-04-21'), place('KZ'));
    expect(row).toMatchObject({ ...noShare, reason: expect.stringContaining('it is part of the rest') });
    expect(row.alternatives.map(({ source }) => source)).toEqual([
      'cbeci',
      'minermetrics',
      'cambridge-survey',
      'hashrate-index',
    ]);
  });

  it('is given before anything was published', () => {
    const early = createNowcaster(steadyLedger('2019-06-01', [{ days: 29, pools: { f2pool: 100 } }]), 'then');
    const seen = early.on(parseDay('2019-06-29'));
    expect([seen.reason, seen.figures.size]).toEqual(['no figure had been published', 0]);
    expect(placeRow(seen, place('CN'))).toMatchObject({ ...noShare, reason: 'no figure had been published' });
  });
});
