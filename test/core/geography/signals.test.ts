import { describe, expect, it } from 'vitest';
import type { ObservedAnchor } from '../../../lib/core/geography/anchor.ts';
import { anchors } from '../../../lib/core/geography/anchors.ts';
import { type CountryModel, fitAnchor } from '../../../lib/core/geography/country-model.ts';
import { METHOD, type Method } from '../../../lib/core/geography/method.ts';
import { createNowcaster } from '../../../lib/core/geography/nowcast.ts';
import type { PlaceCode } from '../../../lib/core/geography/place.ts';
import { regionSplitter } from '../../../lib/core/geography/region-split.ts';
import { chinaInWetSeason, OTHER } from '../../../lib/core/geography/signal.ts';
import { wetSeason, wetSeasonOver } from '../../../lib/core/geography/wet-season.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { CountryCode } from '../../../lib/core/lenses/seats.ts';
import { madeLedger, withHole } from './made-ledger.ts';

const CN = 'CN' as CountryCode;
const KZ = 'KZ' as CountryCode;
const anchorOf = (id: string) => anchors.find((anchor) => anchor.id === id) as ObservedAnchor;
const april2021 = anchorOf('cbeci/2021-04-01/2021-04-30/world');
const STILL: Method = { ...METHOD, signals: [] };

describe('hash rate that a group of pools has lost', () => {
  /** Three months: Poolin, at home in China, mines half, and in June half of that. */
  const ledgerOf = (difficulty: boolean) =>
    madeLedger('2021-04-01', [
      { days: 61, pools: { poolin: 50, unknown: 50 }, difficulty },
      { days: 30, pools: { poolin: 25, unknown: 50 }, difficulty },
    ]);
  const modelOf = (ledger: Ledger, method: Method) =>
    fitAnchor(april2021, ledger, (pool) => (pool === 'poolin' ? [CN] : []), method)!;
  const shareOf = (model: CountryModel, day: string, part = CN) =>
    model.on(parseDay(day))!.shares[model.parts.indexOf(part)]!;
  const [moved, unmoved] = [STILL, { ...STILL, departure: 0 }].map((method) =>
    modelOf(ledgerOf(true), method),
  );

  it('left its home places: of its machines there, the part that it lost of all it had', () => {
    const column = moved!.parts.indexOf(CN);
    const [before, after] = ['2021-05-31', '2021-06-30'].map((day) => moved!.on(parseDay(day))!.rows[1]!);
    expect(after![column]).toBeCloseTo((before![column]! - 0.5) / 0.5, 6);
    expect(shareOf(moved!, '2021-06-30')).toBeLessThan(shareOf(unmoved!, '2021-06-30') - 0.1);
  });

  it('leaves all other places a larger part of what remains', () => {
    expect(shareOf(moved!, '2021-06-30', KZ)).toBeGreaterThan(shareOf(unmoved!, '2021-06-30', KZ));
  });

  it('is none while it mines as much as in its best month', () => {
    expect(shareOf(moved!, '2021-05-31')).toBeCloseTo(shareOf(unmoved!, '2021-05-31'), 12);
    expect(shareOf(moved!, '2021-05-31')).toBeCloseTo(april2021.shares.get(CN as PlaceCode)!, 3);
  });

  it('is not known, and moves nothing, where difficulties are not known', () => {
    const blind = modelOf(ledgerOf(false), STILL);
    expect(shareOf(blind, '2021-06-30')).toBeCloseTo(shareOf(unmoved!, '2021-06-30'), 12);
  });
});

describe('the wet season', () => {
  it.each([
    ['2020-04-30', 0],
    ['2020-05-01', 0],
    ['2020-06-01', 1],
    ['2020-09-30', 1],
    ['2020-10-01', 1],
    ['2020-11-01', 0],
    ['2021-01-15', 0],
  ])('is on %s at %d', (day, wet) => {
    expect(wetSeason(parseDay(day))).toBe(wet);
  });

  it('comes through May and goes through October', () => {
    expect(wetSeasonOver(parseDay('2020-05-01'), parseDay('2020-05-31'))).toBeCloseTo(0.484, 3);
    expect(wetSeason(parseDay('2020-05-16'))).toBeCloseTo(1 - wetSeason(parseDay('2020-10-16')), 12);
  });

  it("adds to the logarithm of China's odds and of nobody else's, from the anchor's own season on", () => {
    const signal = chinaInWetSeason(0.1);
    const july = parseDay('2021-07-10');
    const inDry = signal(anchorOf('cbeci/2021-01-01/2021-01-31/world'));
    expect([inDry(CN, july), inDry(KZ, july), inDry(OTHER, july)]).toEqual([0.1, 0, 0]);
    const inWet = signal(anchorOf('cbeci/2020-08-01/2020-08-31/world'));
    expect([inWet(CN, july), inWet(CN, parseDay('2021-01-10'))]).toEqual([0, -0.1]);
  });

  it('moves machines within China: the odds of Sichuan by e², of Yunnan by e, against the others', () => {
    const january = anchorOf('cbeci/2021-01-01/2021-01-31/CN');
    const split = regionSplitter(CN, january, METHOD);
    const [dry, wet] = ['2021-01-15', '2021-07-15'].map((day) => {
      const { parts, fractions } = split(parseDay(day));
      const of = (code: string) => fractions[parts.indexOf(code as never)]!;
      return { 'CN-SC': of('CN-SC') / of('CN-XJ'), 'CN-YN': of('CN-YN') / of('CN-XJ') };
    });
    expect(Math.log(wet!['CN-SC'] / dry!['CN-SC'])).toBeCloseTo(2, 9);
    expect(Math.log(wet!['CN-YN'] / dry!['CN-YN'])).toBeCloseTo(1, 9);
  });
});

describe('the trend of a place', () => {
  const ledger = madeLedger('2021-04-01', [{ days: 140, pools: { f2pool: 60, unknown: 60 } }]);
  const on = (day: string, days: Ledger = ledger) => createNowcaster(days, 'then', STILL).on(parseDay(day));
  const china = 'CN' as PlaceCode;

  it('compares with an earlier day on the basis of today, whatever people knew then', () => {
    const seen = on('2021-08-01');
    expect(seen.model?.anchor.from).toBe('2021-04-01');
    expect(seen.earlier(china, 30)).toBeCloseTo(seen.figures.get(china)!.share, 9);
  });

  it('is unknown where the earlier week misses a day or lies before the record', () => {
    expect(on('2021-08-01', withHole(ledger, '2021-06-30')).earlier(china, 30)).toBeNull();
    expect(on('2021-08-01').earlier(china, 200)).toBeNull();
  });
});
