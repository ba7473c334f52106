import { describe, expect, it } from 'vitest';
import type { ObservedAnchor } from '../../../lib/core/geography/anchor.ts';
import { anchors } from '../../../lib/core/geography/anchors.ts';
import { fitAnchor } from '../../../lib/core/geography/country-model.ts';
import { homesAt } from '../../../lib/core/geography/homes-at-anchor.ts';
import { METHOD, type Method } from '../../../lib/core/geography/method.ts';
import { regionSplitter } from '../../../lib/core/geography/region-split.ts';
import { OTHER } from '../../../lib/core/geography/signal.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { addDays } from '../../../lib/core/ledger/utc-day.ts';
import type { CountryCode } from '../../../lib/core/lenses/seats.ts';
import { madeDay } from './made-ledger.ts';

const recorded = shippedLedger();
const FIRST = recorded[0]!.day;

const STILL: Method = {
  ...METHOD,
  departure: 0,
  signals: [],
  wetRegion: { 'CN-SC': 0, 'CN-YN': 0 },
};

const fitted = anchors.filter(
  (anchor): anchor is ObservedAnchor => anchor.source.fitted && anchor.status === 'observed',
);
const countries = fitted.filter(({ level }) => level === 'country');
const regions = fitted.filter(({ level }) => level === 'region');

/** Days that all have the blocks of an anchor's period, or of the days that stand in for it. */
function repeated({ from, to }: ObservedAnchor): Ledger {
  const isBefore = to < FIRST;
  const [start, end] = isBefore ? [FIRST, addDays(FIRST, 29)] : [from, to];
  const pools: Record<string, number> = {};
  for (const day of recorded) {
    if (day.kind !== 'closed' || day.day < start || day.day > end) continue;
    for (const [pool, count] of day.count.pools) pools[pool] = (pools[pool] ?? 0) + count;
  }
  const first = start < FIRST ? FIRST : start;
  const ledger = [];
  for (let day = first; day <= end; day = addDays(day, 1)) ledger.push(madeDay(day, pools));
  return ledger;
}

function modelOf(anchor: ObservedAnchor) {
  const ledger = repeated(anchor);
  const day = ledger.at(-1)!.day;
  const { homesOf } = homesAt(anchor, { day, knowledge: 'now' });
  const model = fitAnchor(anchor, ledger, homesOf, STILL)!;
  const world = model.on(day)!;
  return { day, shareOf: (part: CountryCode | typeof OTHER) => world.shares[model.parts.indexOf(part)]! };
}

describe('every fitted anchor, given the pools that it was fitted with', () => {
  it('is among 34 of countries and 25 of regions', () => {
    expect([countries.length, regions.length]).toEqual([34, 25]);
  });

  it.each(countries.map((anchor) => [anchor.id, anchor] as const))('comes back: %s', (_id, anchor) => {
    const { shareOf } = modelOf(anchor);
    for (const [country, share] of anchor.shares)
      expect(Math.abs(shareOf(country as CountryCode) - share), country).toBeLessThan(0.001);
    expect(Math.abs(shareOf(OTHER) - anchor.other)).toBeLessThan(0.001);
  });

  it.each(regions.map((anchor) => [anchor.id, anchor] as const))(
    'comes back as parts of the world: %s',
    (id, ratio) => {
      const parent = fitted.find((anchor) => anchor.id === id.replace(/[A-Z]{2}$/, 'world'))!;
      const country = id.slice(-2) as CountryCode;
      const { day, shareOf } = modelOf(parent);
      const split = regionSplitter(country, ratio, STILL)(day);
      for (const [row, part] of split.parts.entries()) {
        const published = part === 'elsewhere' ? ratio.other : ratio.shares.get(part)!;
        expect(Math.abs(split.fractions[row]! * shareOf(country) - published), part).toBeLessThan(0.001);
      }
    },
  );
});
