import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../lib/config/default-rules.ts';
import { allPlaces } from '../../../lib/core/geography/places.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { viewOf } from '../../../lib/core/ledger/ledger-view.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { type Knowledge, LENSES } from '../../../lib/core/lenses/lens.ts';
import type {
  OperatorsAndMachines,
  Ranking,
  ShareOverTime,
  WorldMap,
} from '../../../lib/messages/charts/chart.ts';
import { type ChartRequest, chartRequestSchema } from '../../../lib/messages/charts/chart-request.ts';
import { composeChart } from '../../../lib/messages/charts/compose-chart.ts';
import { episodeChart, hasEpisodeChart } from '../../../lib/messages/charts/episode-chart.ts';
import { countedTransitions } from '../../support/recorded.ts';

const ledger = shippedLedger();
const transitions = countedTransitions('then');

/** Composes a chart from a request with days as strings; by default over a week and as known then. */
type Asked = { readonly kind: ChartRequest['kind']; readonly [field: string]: unknown };

function ask<C>({ knowledge = 'then', ...asked }: Asked, days: Ledger = ledger): C {
  const request = chartRequestSchema.parse({ window: 7, ...asked });
  const source = { view: viewOf(days), rules: defaultRules(), knowledge: knowledge as Knowledge };
  return composeChart(request, source) as C;
}

const ranking = (lens: string, day: string) => ({ kind: 'ranking', lens, day }) as const;

const overTime = (lens: string, subject: string | null, from: string | null, to: string) =>
  ({ kind: 'share-over-time', lens, subject, from, to }) as const;

const world = (day: string) => ({ kind: 'world', day }) as const;

describe('a ranking of recorded days', () => {
  it('shows Foundry USA with 55 of 125 blocks on 8 January 2025, with its interval', () => {
    const { holdings, basis, measure } = ask<Ranking>({ ...ranking('pool', '2025-01-08'), window: 1 });
    const [{ key, share, interval }] = holdings;
    expect(key).toBe('foundryusa');
    expect(share).toBe(55 / 125);
    expect(interval!.low).toBeCloseTo(0.35518, 5);
    expect(interval!.high).toBeCloseTo(0.52756, 5);
    expect(basis).toEqual({ kind: 'counted', what: 'recorded blocks, labelled by mempool.space' });
    expect(measure).toBe('Share of blocks by pool, 1 day to 8 Jan 2025: 125 blocks, 95% intervals');
  });

  it('adds up to the whole, including others and unknown', () => {
    for (const lens of LENSES) {
      const { holdings, rest } = ask<Ranking>(ranking(lens, '2024-06-30'));
      const sum = [...holdings, ...rest].reduce((total, { share }) => total + share, 0);
      expect(sum, lens).toBeCloseTo(1, 12);
    }
  });

  it('says how many days of its window are missing', () => {
    const holed = ledger.map((entry) =>
      entry.day === '2024-06-28' ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
    expect(ask<Ranking>(ranking('pool', '2024-06-30'), holed).measure).toContain('; 1 day not counted');
  });
});

describe('shares over time', () => {
  it('follow an owner, with the bounds of all rules on the same window', () => {
    const { trends, bounds } = ask<ShareOverTime>(overTime('owner', 'dcg', '2024-12-01', '2025-01-31'));
    expect(trends).toHaveLength(1);
    expect(trends[0].points).toHaveLength(62);
    const peak = trends[0].points.find(({ day }) => day === '2025-01-01')!;
    expect(peak.estimate!.share.toFixed(3)).toBe('0.379');
    expect(bounds.map(({ text }) => text)).toEqual(['1/4', '1/3', '0.4', '0.5']);
  });

  it('follow two subjects in one chart, each with its interval band', () => {
    const asked = { ...overTime('pool', 'foundryusa', '2025-01-01', '2025-01-08'), beside: 'antpool' };
    const { trends } = ask<ShareOverTime>(asked);
    expect(trends.map(({ key, points }) => [key, points.length])).toEqual([
      ['foundryusa', 8],
      ['antpool', 8],
    ]);
  });

  it('follow the four largest on the last day, from a given first day', () => {
    const { trends } = ask<ShareOverTime>({
      ...overTime('pool', null, '2026-01-01', '2026-04-21'),
      window: 30,
    });
    expect(trends.map(({ key }) => key)).toEqual(['foundryusa', 'antpool', 'f2pool', 'viabtc']);
  });

  it('have no value if a day of the window is missing', () => {
    const holed = ledger.map((entry) =>
      entry.day === '2024-06-15' ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
    const { trends } = ask<ShareOverTime>(overTime('pool', 'f2pool', '2024-06-01', '2024-06-30'), holed);
    const unknown = trends[0].points.filter(({ estimate }) => estimate === null);
    expect(unknown.map(({ day }) => day)).toEqual([15, 16, 17, 18, 19, 20, 21].map((n) => `2024-06-${n}`));
  });

  it('give a template group no share before its first link, not even 0', () => {
    const { trends, measure } = ask<ShareOverTime>({
      ...overTime('template', 'antpooltemplates', '2022-08-25', '2022-09-30'),
      knowledge: 'now',
    });
    const known = trends[0].points.filter(({ estimate }) => estimate !== null);
    expect(known[0]).toMatchObject({ day: '2022-09-07', estimate: { share: 502 / 1023 } });
    expect(measure).toContain('in hindsight, with the links known today');
  });
});

describe('an owner over time', () => {
  it('has no share, not even 0, while its pool belonged to another owner', () => {
    const { trends } = ask<ShareOverTime>(overTime('owner', 'antpool', '2021-07-20', '2021-08-05'));
    const known = trends[0].points.filter(({ estimate }) => estimate !== null);
    // That Bitmain had parted with AntPool was published on 27 July 2021.
    expect(known[0]!.day).toBe('2021-07-27');
    expect(known[0]!.estimate!.share).toBeGreaterThan(0.05);
  });
});

describe('the picture of a warning', () => {
  it('shows the eight weeks before, the bound and the crossing', () => {
    const transition = transitions.find(
      ({ day, rule, kind }) => day === '2024-12-30' && rule === 'owner-third' && kind === 'escalated',
    )!;
    const chart = episodeChart(ledger, transition, 'then')!;
    expect(chart.headline).toBe('Foundry USA (DCG): now above one third of Bitcoin mining');
    expect(chart.trend.points).toHaveLength(57);
    expect(chart.trend.points.at(-1)!.estimate).toEqual({
      share: transition.share,
      interval: { low: expect.closeTo(transition.low!, 12), high: expect.closeTo(transition.high!, 12) },
    });
    expect(chart.bound.value).toBe(1 / 3);
    expect(chart.events).toEqual([{ day: '2024-12-30', what: 'escalated 30 Dec 2024', tone: 'raised' }]);
  });

  it('ends at the exact share of the warning, for every warning about a share', () => {
    const drawn = transitions.flatMap((transition) => {
      const chart = episodeChart(ledger, transition, 'then');
      return chart === null ? [] : [{ transition, end: chart.trend.points.at(-1)!.estimate }];
    });
    const measures = new Set(drawn.map(({ transition }) => transition.measure));
    expect(measures).toEqual(new Set(['share', 'top-2']));
    for (const { transition, end } of drawn) expect(end?.share ?? null, transition.id).toBe(transition.share);
  });

  it('is also drawn for machines, and labelled as modelled', () => {
    const share = transitions.find(({ measure }) => measure === 'share')!;
    const chart = episodeChart(
      ledger,
      { ...share, lens: 'country', subject: 'CN', day: parseDay('2021-06-22') },
      'then',
    )!;
    expect(chart.basis.kind).toBe('modelled');
    expect(chart.measure).toContain('Share of machines, modelled, with 95% intervals');
    expect(chart.trend.points).toHaveLength(57);
    expect(chart.trend.points.at(-1)!.estimate).toMatchObject({ isModelled: true });
  });

  it('is not drawn unless the warning is about a share', () => {
    const share = transitions.find(({ measure }) => measure === 'share')!;
    expect(episodeChart(ledger, { ...share, measure: 'nakamoto' }, 'then')).toBeNull();
  });

  it('can be predicted without composing it', () => {
    const share = transitions.find(({ measure }) => measure === 'share')!;
    const asked = [...transitions, { ...share, measure: 'nakamoto' as const }];
    const drawn = (transition: (typeof asked)[number]) => episodeChart(ledger, transition, 'then') !== null;
    expect(asked.map(hasEpisodeChart)).toEqual(asked.map(drawn));
  });

  it('is that of the newest warning up to the day, optionally of one subject', () => {
    expect(ask<{ day: string }>({ kind: 'warning', subject: 'dcg', day: '2025-01-10' })).toMatchObject({
      day: '2024-12-30',
    });
    expect(() => ask({ kind: 'warning', subject: 'f2pool', day: '2025-01-10' })).toThrow(
      'warning: no warning about f2pool up to 2025-01-10 that can be drawn',
    );
  });
});

describe('machine countries', () => {
  it('are modelled from the table published by the day, and say so', () => {
    const map = ask<WorldMap>(world('2020-06-30'));
    const [first] = map.countries;
    expect(first.key).toBe('CN');
    expect(first.interval!.low).toBeLessThan(first.share);
    expect(first.interval!.high).toBeGreaterThan(first.share);
    expect(map.basis.kind).toBe('modelled');
    expect(map.basis.what).toMatch(
      /^machines on 30 Jun 2020, carried forward from the figures of Cambridge .* for 1 Apr 2020 to 30 Apr 2020, published 6 May 2020$/,
    );
  });

  it('are exactly the shares of /countries, and add up to the world with the rest', () => {
    const day = parseDay('2025-12-31');
    const map = ask<WorldMap>(world(day));
    const { places } = allPlaces(viewOf(ledger), day, 'then');
    for (const { key, share, interval } of map.countries) {
      const { share: told, low, high } = places.find((place) => place.key === key)!;
      expect({ share, low: interval!.low, high: interval!.high }).toEqual({ share: told, low, high });
    }
    const sum = map.countries.reduce((total, { share }) => total + share, map.other);
    expect(sum).toBeCloseTo(1, 12);
    expect(map.other).toBeCloseTo(places.find(({ key }) => key === 'other')!.share!, 9);
  });

  it('are labelled as stale', () => {
    expect(ask<WorldMap>(world('2024-06-30')).basis.what).toMatch(/; stale: the newest figures are from /);
  });

  it('are shown next to counted operators, and neither is filled in from the other', () => {
    const { countries, operators, machines } = ask<OperatorsAndMachines>({
      kind: 'operators-and-machines',
      day: '2025-12-31',
    });
    expect([operators.kind, machines.kind]).toEqual(['counted', 'modelled']);
    expect(countries.find(({ key }) => key === 'RU')).toMatchObject({ operators: null });
    expect(countries[0].key).toBe('US');
  });
});

describe('a request that cannot be drawn', () => {
  it.each<[Asked, string]>([
    [
      overTime('pool', 'nobody', null, '2025-01-08'),
      'subject: expected a key that the lens pool knows, not "nobody"',
    ],
    [
      overTime('pool', 'ocean', null, '2020-03-01'),
      'has no block from 2020-01-07 to 2020-03-01 through the lens pool',
    ],
    [ranking('pool', '2030-01-01'), 'day 2030-01-01: is outside the ledger'],
    [overTime('pool', null, '2019-12-01', '2020-02-01'), 'from: expected 2020-01-07 or later'],
    [overTime('pool', null, '2020-02-01', '2020-02-01'), 'from: expected a day before 2020-02-01'],
  ])('is refused: %j', (asked, message) => {
    expect(() => ask(asked)).toThrow(message);
  });
});
