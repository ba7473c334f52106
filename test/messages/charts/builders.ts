import { addDays, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type {
  Basis,
  Chart,
  Holding,
  Ranking,
  ShareOverTime,
  Trend,
  WorldMap,
} from '../../../lib/messages/charts/chart.ts';

const DAY = parseDay('2025-01-08');
const COUNTED: Basis = { kind: 'counted', what: 'blocks of a test' };

/** A holding with an interval of two points either side. */
export function holding(key: string, share: number, name = key): Holding {
  return { key, name, share, interval: { low: Math.max(0, share - 0.02), high: share + 0.02 } };
}

export function ranking(over: Partial<Ranking> = {}): Ranking {
  return {
    kind: 'ranking',
    measure: 'Share of blocks by pool',
    holders: 'pools',
    holdings: [holding('foundryusa', 0.36, 'Foundry USA'), holding('antpool', 0.2, 'AntPool')],
    majority: 2,
    rest: [{ name: 'Unknown', share: 0.01 }],
    basis: COUNTED,
    day: DAY,
    ...over,
  };
}

/** A share on consecutive days up to the day of all charts here; null if not known. */
export function trend(shares: readonly (number | null)[], key = 'foundryusa', name = 'Foundry USA'): Trend {
  return {
    key,
    name,
    points: shares.map((share, index) => ({
      day: addDays(DAY, index + 1 - shares.length),
      estimate: share === null ? null : { share, interval: { low: share - 0.02, high: share + 0.02 } },
    })),
  };
}

export function shareOverTime(over: Partial<ShareOverTime> = {}): ShareOverTime {
  return {
    kind: 'share-over-time',
    measure: 'Share of blocks by pool',
    trends: [trend([0.3, 0.32, 0.31, 0.34])],
    bounds: [],
    basis: COUNTED,
    day: DAY,
    ...over,
  };
}

function modelled(...of: Parameters<typeof holding>): Holding {
  return { ...holding(...of), isModelled: true };
}

export function worldMap(over: Partial<WorldMap> = {}): WorldMap {
  return {
    kind: 'world-map',
    countries: [modelled('US', 0.38, 'United States'), modelled('SG', 0.02, 'Singapore')],
    other: 0.6,
    basis: { kind: 'modelled', what: 'a model of a test' },
    day: DAY,
    ...over,
  };
}

/** One chart of each kind. */
export function oneOfEach(): readonly Chart[] {
  return [
    ranking(),
    shareOverTime(),
    worldMap(),
    {
      kind: 'operators-and-machines',
      countries: [
        {
          key: 'US',
          name: 'United States',
          operators: holding('US', 0.4),
          machines: { share: 0.38, interval: null, isModelled: true },
        },
        {
          key: 'RU',
          name: 'Russia',
          operators: null,
          machines: { share: 0.16, interval: null, isModelled: true },
        },
      ],
      unknownSeat: 0.38,
      operators: COUNTED,
      machines: { kind: 'modelled', what: 'a model of a test' },
      day: DAY,
    },
    {
      kind: 'episode',
      headline: 'Foundry USA: above one third of Bitcoin mining',
      measure: 'Share of blocks by pool',
      trend: trend([0.3, 0.32, 0.31, 0.36]),
      bound: { kind: 'above', value: 1 / 3, text: '1/3' },
      events: [
        { day: addDays(DAY, -2), what: 'fired 6 Jan 2025', tone: 'raised' },
        { day: DAY, what: 'escalated 8 Jan 2025', tone: 'raised' },
      ],
      basis: COUNTED,
      day: DAY,
    },
  ];
}
