import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { shippedBlockSource, shippedLedger, toRecordedBlock } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';
import type { MachineMap, MachinePlace } from '../../lib/daily/figures.ts';
import { latestFigures } from '../../lib/daily/latest-figures.ts';
import { composeReport } from '../../lib/daily/report.ts';
import { memo, once } from '../../lib/memo.ts';
import { COUNTED_RULES } from './recorded.ts';

/** As far back as a question can reach, and a window more. */
const DAYS = 400;

/**
 * The figures of the newest recorded day as the daily job computes them, with the days they come from. The slow
 * rules on modelled places are left out; machine figures are fixed from one run of the model,
 * so that texts stay stable while the model is tuned. Computed once per test worker.
 */
export function recordedFigures(ledger: Ledger = newestDays()) {
  return figuresOf(ledger);
}

const newestDays = once(() => shippedLedger().slice(-DAYS));

const figuresOf = memo((ledger: Ledger) => {
  const { transitions } = replayRules(ledger, COUNTED_RULES, 'then');
  const input = {
    ledger,
    transitions,
    notes: [],
    signals: [],
    knowledge: 'then',
    blocks: shippedBlockSource().blocks().map(toRecordedBlock),
    reportUrl: null,
  } as const;
  const report = composeReport(input, ledger.at(-1)!.day);
  return { figures: { ...latestFigures(input, report), machines: MACHINES }, ledger };
});

/**
 * The recorded days as a new station has them: the newest ones as if fetched and verified live, and
 * missing days before them.
 */
export function ledgerWithHole({
  missing,
  live,
}: {
  readonly missing: number;
  readonly live: number;
}): Ledger {
  const days = shippedLedger().slice(-DAYS);
  return days.map((entry, index) => {
    const left = days.length - index;
    if (entry.kind !== 'closed' || left > live + missing) return entry;
    if (left > live) return { kind: 'missing', day: entry.day };
    const { count } = entry;
    // One in eight coinbases is proven.
    const merkle = Math.floor(count.blocks / 8);
    const evidence = { labelled: 0, header: count.blocks - merkle, merkle };
    return {
      ...entry,
      source: 'live',
      registry: '2026-02-24 168 pools',
      witnesses: 2,
      count: { ...count, evidence },
    };
  });
}

const LUXOR = {
  source: 'Hashrate Index (Luxor)',
  from: parseDay('2025-10-01'),
  to: parseDay('2025-12-31'),
  publishedOn: parseDay('2025-12-31'),
  ageDays: 111,
};

const CAMBRIDGE = 'Cambridge Centre for Alternative Finance';

const country: MachinePlace = {
  key: 'US' as MachinePlace['key'],
  name: 'United States',
  level: 'country',
  status: 'ok',
  reason: null,
  share: 0.364,
  low: 0.19,
  high: 0.6,
  anchor: LUXOR,
  ratio: null,
  trend: { days: 30, change: -0.013 },
  alternatives: [
    {
      source: CAMBRIDGE,
      from: parseDay('2022-01-01'),
      to: parseDay('2022-01-31'),
      share: 0.378,
      doubted: false,
    },
  ],
};

const MACHINES: MachineMap = {
  day: parseDay('2026-04-21'),
  knowledge: 'then',
  reason: null,
  places: [
    country,
    {
      ...country,
      key: 'CN' as MachinePlace['key'],
      name: 'China',
      share: 0.143,
      low: 0.054,
      high: 0.286,
      trend: { days: 30, change: 0.003 },
      alternatives: [
        {
          source: 'CoinShares Research',
          from: parseDay('2019-12-01'),
          to: parseDay('2019-12-31'),
          share: 0.65,
          doubted: false,
        },
      ],
    },
    {
      ...country,
      key: 'CN-SC' as MachinePlace['key'],
      name: 'Sichuan',
      level: 'region',
      status: 'stale',
      reason: `${CAMBRIDGE} saw no machine in any region from 2021-07-01 to 2021-07-31`,
      share: 0.015,
      low: 0,
      high: 0.086,
      ratio: {
        source: CAMBRIDGE,
        from: parseDay('2021-06-01'),
        to: parseDay('2021-06-30'),
        publishedOn: parseDay('2021-07-15'),
        ageDays: 1756,
      },
      trend: { days: 30, change: 0.0001 },
      alternatives: [],
    },
    {
      ...country,
      key: 'IR' as MachinePlace['key'],
      name: 'Iran',
      status: 'no-data',
      reason: 'Hashrate Index (Luxor) has no figure of its own for it: it is part of the rest',
      share: null,
      low: null,
      high: null,
      anchor: null,
      trend: null,
      alternatives: [
        {
          source: CAMBRIDGE,
          from: parseDay('2022-01-01'),
          to: parseDay('2022-01-31'),
          share: 0.0012,
          doubted: true,
        },
      ],
    },
    {
      ...country,
      key: 'other',
      name: 'Other countries',
      share: 0.479,
      low: 0.3,
      high: 0.7,
      alternatives: [],
    },
  ],
};
