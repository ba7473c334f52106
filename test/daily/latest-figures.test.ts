import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { addDays } from '../../lib/core/ledger/utc-day.ts';
import { countOf, hashRateFor, hasShare, placeOf, shareOf, sharesOf } from '../../lib/daily/figures.ts';
import { latestFigures } from '../../lib/daily/latest-figures.ts';
import { composeReport } from '../../lib/daily/report.ts';

const ledger = shippedLedger().slice(-400);
const { day } = ledger.at(-1)!;
const input = {
  ledger,
  transitions: [],
  notes: [],
  signals: [],
  knowledge: 'then',
  reportUrl: null,
} as const;
const figures = latestFigures(input, composeReport(input, day));

describe('the newest figures', () => {
  it('include every lens over every window that ends on the day', () => {
    expect(figures.counts.map(({ lens, window }) => `${lens} ${window}`)).toEqual(
      ['pool', 'owner', 'template', 'operator-country'].flatMap((lens) =>
        [1, 7, 30, 90].map((window) => `${lens} ${window}`),
      ),
    );
    expect(figures.counts.every((count) => count.day === day && count.missingDays === 0)).toBe(true);
  });

  it('include the weeks that shares are compared with', () => {
    const weeks = figures.earlier.filter(({ lens }) => lens === 'pool');
    expect(weeks.map((count) => [count.window, count.day])).toEqual(
      [7, 30, 90].map((before) => [7, addDays(day, -before)]),
    );
  });

  it('contain the same shares as the day itself', () => {
    const week = countOf(figures, 'pool', 7);
    expect(shareOf(week, 'foundryusa')).toMatchObject({ blocks: 302, share: 302 / 994 });
    expect(shareOf(week, 'nobody')).toMatchObject({ blocks: 0, share: 0, low: 0 });
    const counted = sharesOf(week).reduce((sum, { blocks }) => sum + blocks, 0);
    expect(counted + week.unknown).toBe(week.blocks);
    expect(hashRateFor(figures, 7)?.ehs).toBeCloseTo(966, 0);
  });

  it('contain the whole map of machines, each figure with its source and age', () => {
    const shown = figures.machines.places.filter(hasShare);
    const countries = shown.filter(({ level }) => level === 'country');
    expect(countries.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(shown.every(({ anchor }) => anchor !== null && anchor.ageDays > 0)).toBe(true);
    expect(placeOf(figures.machines, 'CN')?.anchor?.source).toBe('Hashrate Index (Luxor)');
  });

  it('name places that are part of the rest, with the figures others published', () => {
    const kazakhstan = placeOf(figures.machines, 'KZ');
    expect(kazakhstan?.alternatives.length).toBeGreaterThan(0);
  });

  it('include the announced farms', () => {
    expect(figures.farms.find(({ name }) => name.startsWith('Layer1'))?.targets).toMatchObject([
      { size: { unit: 'share', amount: 0.02 }, by: '2020-12-31' },
      { size: { unit: 'share', amount: 0.3 }, by: '2021-12-31' },
    ]);
  });
});
