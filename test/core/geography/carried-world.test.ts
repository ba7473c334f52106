import { describe, expect, it } from 'vitest';
import type { ObservedAnchor } from '../../../lib/core/geography/anchor.ts';
import { anchors } from '../../../lib/core/geography/anchors.ts';
import { type CarriedWorld, worldCarrier } from '../../../lib/core/geography/carried-world.ts';
import { raiseToFloors } from '../../../lib/core/geography/floors.ts';
import { METHOD, type Method } from '../../../lib/core/geography/method.ts';
import { networkHashRate, networkLoss } from '../../../lib/core/geography/network-loss.ts';
import { createNowcaster } from '../../../lib/core/geography/nowcast.ts';
import type { PlaceCode } from '../../../lib/core/geography/place.ts';
import { splitRegions } from '../../../lib/core/geography/region-split.ts';
import { intervalOf, placeProbabilityAbove } from '../../../lib/core/geography/spread.ts';
import { wetSeason, wetSeasonOver } from '../../../lib/core/geography/wet-season.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { steadyLedger, withMissingDay } from './steady-ledger.ts';

const anchorOf = (id: string) => anchors.find((anchor) => anchor.id === id) as ObservedAnchor;
const april2021 = anchorOf('cbeci/2021-04-01/2021-04-30/world');
const october2025 = anchorOf('hashrate-index/2025-10-01/2025-10-31/world');
/** No season and no allowance for chance, so that only arithmetic remains. */
const PLAIN: Method = { ...METHOD, chanceLoss: 0, fading: 0, wetCountry: 0 };

/** Two months at full hash rate, one at a fraction of it, then two at full hash rate again. */
const fallen = (part: number, difficulty = true) =>
  steadyLedger('2021-04-01', [
    { days: 61, pools: { unknown: 100 }, difficulty },
    { days: 30, pools: { unknown: 100 * part }, difficulty },
    { days: 60, pools: { unknown: 100 }, difficulty },
  ]);

function carried(ledger: Ledger, anchor: ObservedAnchor, day: string, method = PLAIN): CarriedWorld {
  return worldCarrier(ledger, method)(anchor, { day: parseDay(day), knowledge: 'now' })!;
}

const shareOf = ({ parts, shares }: CarriedWorld, part: string) => shares[parts.indexOf(part as never)]!;
const published = (anchor: ObservedAnchor, place: string) => anchor.shares.get(place as PlaceCode)!;

describe('hash rate that the network lost', () => {
  it('left China: after a loss of a fifth of the world its share is the old one less that fifth, over what remains', () => {
    const china = published(april2021, 'CN');
    const world = carried(fallen(0.8), april2021, '2021-06-30');
    expect(shareOf(world, 'CN')).toBeCloseTo((china - 0.2) / 0.8, 9);
    expect(shareOf(world, 'US')).toBeCloseTo(published(april2021, 'US') / 0.8, 9);
  });

  it('does not come back to China when the network recovers', () => {
    const [low, recovered] = ['2021-06-30', '2021-08-29'].map((day) =>
      shareOf(carried(fallen(0.8), april2021, day), 'CN'),
    );
    expect(recovered).toBeCloseTo(low!, 9);
  });

  it('is forgotten by half a percent a day', () => {
    const loss = networkLoss(networkHashRate(fallen(0.8)), parseDay('2021-04-01'), parseDay('2021-04-30'), {
      ...PLAIN,
      fading: 0.005,
    });
    expect(loss(parseDay('2021-06-30'))).toBeCloseTo(0.2, 9);
    // The week up to 30 June is the last with all days low; 60 days later, the loss has faded 60 times.
    expect(loss(parseDay('2021-08-29'))).toBeCloseTo(0.2 * 0.995 ** 60, 9);
  });

  it('of up to 5% is attributed to chance', () => {
    const world = carried(fallen(0.96), april2021, '2021-06-30', { ...PLAIN, chanceLoss: 0.05 });
    expect(shareOf(world, 'CN')).toBeCloseTo(published(april2021, 'CN'), 12);
  });

  it('leaves China nothing if it had less, and never less than nothing', () => {
    expect(shareOf(carried(fallen(0.3), april2021, '2021-06-30'), 'CN')).toBe(0);
  });

  it('changes nothing if another country leads: where it left is unknown', () => {
    const days = steadyLedger('2025-10-01', [
      { days: 61, pools: { unknown: 100 } },
      { days: 30, pools: { unknown: 50 } },
    ]);
    const world = carried(days, october2025, '2025-12-30');
    expect(shareOf(world, 'CN')).toBe(published(october2025, 'CN'));
    expect(shareOf(world, 'US')).toBe(published(october2025, 'US'));
  });

  it('is unknown, and changes nothing, if difficulties are unknown', () => {
    expect(shareOf(carried(fallen(0.8, false), april2021, '2021-06-30'), 'CN')).toBe(
      published(april2021, 'CN'),
    );
  });

  it('widens the interval: China may have lost more or less than that', () => {
    const [calm, falling] = [fallen(1), fallen(0.7)].map((ledger) => {
      const world = carried(ledger, april2021, '2021-06-30');
      const { low, high } = intervalOf(world.spread(world.parts.indexOf('CN' as never)));
      return high - low;
    });
    expect(falling!).toBeGreaterThan(1.2 * calm!);
  });
});

describe('a floor', () => {
  it('raises shares below it, and the others shrink in proportion', () => {
    expect(raiseToFloors([0.1, 0.3, 0.6], [0.2, 0, 0])).toEqual([0.2, 0.3 * (0.8 / 0.9), 0.6 * (0.8 / 0.9)]);
  });

  it('may push another share below its own floor, which is then raised, too', () => {
    const raised = raiseToFloors([0.1, 0.3, 0.6], [0.4, 0.28, 0]);
    expect(raised[0]).toBeCloseTo(0.4, 12);
    expect(raised[1]).toBeCloseTo(0.28, 12);
    expect(raised.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});

describe('the interval of a share', () => {
  it('is that of normal log odds: 36% with a deviation of .1', () => {
    // logit(.36) = -.57536; +- 1.95996 x .1, and back.
    const { low, high } = intervalOf({ shares: [0.36], deviation: 0.1 });
    expect([low, high]).toEqual([expect.closeTo(0.31618, 5), expect.closeTo(0.40628, 5)]);
  });

  it('of several estimates is that of their mixture, and so is a probability', () => {
    const spread = { shares: [0.3, 0.4], deviation: 0.05 };
    expect(placeProbabilityAbove(spread, 0.35)).toBeCloseTo(0.5, 2);
    const { low, high } = intervalOf(spread);
    expect(placeProbabilityAbove(spread, low)).toBeCloseTo(0.975, 3);
    expect(placeProbabilityAbove(spread, high)).toBeCloseTo(0.025, 3);
  });

  it('widens with age, and is narrow for a source whose figures hardly move', () => {
    const widthOn = (day: string) => {
      const ledger = steadyLedger('2025-10-01', [{ days: 300, pools: { unknown: 100 } }]);
      const world = carried(ledger, october2025, day);
      const { low, high } = intervalOf(world.spread(world.parts.indexOf('US' as never)));
      return high - low;
    };
    expect(widthOn('2026-06-30')).toBeGreaterThan(widthOn('2025-12-31'));
    expect(widthOn('2025-12-31')).toBeLessThan(0.15);
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

  it('sets in through May and ends through October', () => {
    expect(wetSeasonOver(parseDay('2020-05-01'), parseDay('2020-05-31'))).toBeCloseTo(0.484, 3);
    expect(wetSeason(parseDay('2020-05-16'))).toBeCloseTo(1 - wetSeason(parseDay('2020-10-16')), 12);
  });

  it("raises China's odds by e to the .2 until the ban of June 2021, and not after it", () => {
    const ledger = steadyLedger('2021-01-01', [{ days: 240, pools: { unknown: 100 } }]);
    const oddsOn = (day: string) => {
      const share = shareOf(carried(ledger, april2021, day, { ...PLAIN, wetCountry: 0.2 }), 'CN');
      return Math.log(share / (1 - share));
    };
    expect(oddsOn('2021-06-10') - oddsOn('2021-04-10')).toBeCloseTo(0.2, 9);
    expect(oddsOn('2021-07-10') - oddsOn('2021-04-10')).toBeCloseTo(0, 9);
  });

  it('moves machines within China: the odds of Sichuan by e², of Yunnan by e, against the others', () => {
    const table = anchorOf('cbeci/2021-01-01/2021-01-31/CN');
    const [dry, wet] = ['2021-01-15', '2021-06-15'].map((day) => {
      const { parts, fractions } = splitRegions(table, parseDay(day), METHOD);
      const of = (code: string) => fractions[parts.indexOf(code as never)]!;
      return { 'CN-SC': of('CN-SC') / of('CN-XJ'), 'CN-YN': of('CN-YN') / of('CN-XJ') };
    });
    expect(Math.log(wet!['CN-SC'] / dry!['CN-SC'])).toBeCloseTo(2, 9);
    expect(Math.log(wet!['CN-YN'] / dry!['CN-YN'])).toBeCloseTo(1, 9);
  });
});

describe('the trend of a place', () => {
  const ledger = steadyLedger('2021-04-01', [{ days: 140, pools: { f2pool: 60, unknown: 60 } }]);
  const on = (day: string, days: Ledger = ledger) => createNowcaster(days, 'then', PLAIN).on(parseDay(day));
  const china = 'CN' as PlaceCode;

  it("compares with an earlier day on today's basis, whatever was known then", () => {
    const seen = on('2021-08-01');
    expect(seen.anchor?.from).toBe('2021-04-01');
    expect(seen.earlier(china, 30)).toBeCloseTo(seen.figures.get(china)!.share, 9);
  });

  it('is unknown if the earlier week misses a day or precedes the record', () => {
    expect(on('2021-08-01', withMissingDay(ledger, '2021-06-30')).earlier(china, 30)).toBeNull();
    expect(on('2021-08-01').earlier(china, 200)).toBeNull();
  });
});
