import { type Chat, newChat } from '../../lib/chats/chat.ts';
import type { StoredBlock, VerifiedBlock } from '../../lib/core/ledger/block.ts';
import type { ClosedDay } from '../../lib/core/ledger/ledger.ts';
import { addDays, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../lib/core/pools/pool-id.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import type { SignalRecord } from '../../lib/core/warnings/signal-record.ts';
import type { LatestFigures, MachinePlace } from '../../lib/daily/figures.ts';
import type { RuleProgress } from '../../lib/daily/warning-store.ts';
import type { DeliveryRecord } from '../../lib/delivery/delivery-record.ts';

/** Valid items to store; a test states what differs. */

export const DAY = parseDay('2025-01-08');

export function heights(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export function closedDay(day: string): ClosedDay {
  return {
    kind: 'closed',
    day: parseDay(day),
    count: {
      day: parseDay(day),
      blocks: 125,
      firstHeight: 878_400,
      lastHeight: 878_524,
      pools: new Map([
        ['foundryusa' as PoolId, 55],
        ['antpool' as PoolId, 69],
        ['unknown' as PoolId, 1],
      ]),
      bits: new Map([
        [0x1702905c, 100],
        [0x17028c61, 25],
      ]),
      evidence: { labelled: 0, header: 121, merkle: 4 },
      conflicts: 1,
      uncheckedBits: 2,
    },
    source: 'live',
    registry: '1',
    revision: 1,
  };
}

export function labelled(height: number): StoredBlock {
  return {
    height,
    time: 1_700_000_000 + 600 * height,
    pool: 'f2pool' as PoolId,
    bits: null,
    evidence: 'labelled',
  };
}

/** Blocks that follow one another; each id contains its height. */
export function verified(height: number): VerifiedBlock {
  return {
    ...labelled(height),
    bits: 0x1702905c,
    evidence: 'header',
    id: idOf(height),
    previousId: idOf(height - 1),
    bitsCheck: 'passed',
    attributedBy: 'tag',
    conflicts: 0,
  };
}

function idOf(height: number): string {
  return (height + 1).toString(16).padStart(64, '0');
}

export function progress(): RuleProgress {
  return {
    revision: 0,
    through: DAY,
    quietThrough: addDays(DAY, -1),
    states: [
      {
        ladder: 'owner-7d',
        subject: 'dcg',
        rungs: [
          { kind: 'firing', breaches: [], clearDays: 0 },
          { kind: 'pending', breaches: [false, true], clearDays: 0 },
        ],
        since: DAY,
      },
      { ladder: 'two-owners-half', subject: '*', rungs: [], since: null },
    ],
    inputs: { tables: 'a', rules: 'b', ledger: 'c' },
    notes: [{ kind: 'corrected', day: DAY, days: [DAY], came: ['x'], went: [] }],
  };
}

export function transition(day: string, subject: string): Transition {
  return {
    id: `${day} owner-7d ${subject} fired`,
    day: parseDay(day),
    rule: 'owner-third',
    ladder: 'owner-7d',
    lens: 'owner',
    measure: 'share',
    window: 7,
    bound: { kind: 'above', value: 1 / 3, text: '1/3' },
    subject,
    holders: [subject],
    kind: 'fired',
    severity: 'warning',
    value: 0.3576,
    blocks: 403,
    total: 1127,
    unknown: 3,
    share: 403 / 1127,
    low: 0.33,
    high: 0.386,
    probability: 0.957,
    since: parseDay(day),
    isOpen: true,
  };
}

export function figures(): LatestFigures {
  const count = {
    day: DAY,
    from: addDays(DAY, -6),
    window: 7,
    lens: 'owner',
    blocks: 1008,
    unknown: 8,
    missingDays: 0,
    counts: new Map([['dcg', 302]]),
  } as const;
  const anchor = {
    source: 'A source',
    from: parseDay('2024-10-01'),
    to: parseDay('2024-12-31'),
    publishedOn: parseDay('2024-12-31'),
    ageDays: 8,
  };
  const { id: _, day: __, ...crossed } = transition('2025-01-08', 'dcg');
  const { lens, measure, window, bound, subject, holders, isOpen, rule, severity, since } = crossed;
  return {
    day: DAY,
    counts: [count],
    earlier: [{ ...count, day: addDays(DAY, -7), from: addDays(DAY, -13), counts: new Map() }],
    hashRates: [{ window: 7, hashRate: { ehs: 966.1, low: 907, high: 1028 } }],
    provenances: [
      {
        window: 7,
        provenance: {
          sources: ['live'],
          labelledBy: null,
          evidence: { labelled: 0, header: 1000, merkle: 8 },
          uncheckedBits: 0,
          registry: '1',
          missing: { count: 2, from: '1 Jan 2025', to: '2 Jan 2025' },
        },
      },
    ],
    machines: {
      day: DAY,
      knowledge: 'then',
      reason: null,
      places: [
        {
          key: 'CN' as MachinePlace['key'],
          name: 'China',
          level: 'country',
          status: 'stale',
          reason: 'old',
          share: 0.2,
          low: 0.1,
          high: 0.3,
          anchor,
          ratio: null,
          trend: { days: 30, change: -0.01 },
          alternatives: [{ source: 'Another', from: anchor.from, to: anchor.to, share: 0.3, doubted: true }],
        },
      ],
    },
    farms: [
      {
        name: 'A farm',
        places: ['Texas'],
        announced: { on: DAY, source: 'https://example.org/', size: { unit: 'megawatts', amount: 100 } },
        targets: [
          {
            by: parseDay('2025-12-31'),
            source: 'https://example.org/',
            size: { unit: 'share', amount: 0.02 },
            status: 'ahead',
          },
        ],
      },
    ],
    digest: {
      id: 'digest',
      title: 'A digest',
      severity: 'info',
      sections: [
        { kind: 'paragraph', inlines: [{ kind: 'link', text: 'x', url: 'https://example.org/' }], rank: 1 },
        { kind: 'list', title: 'A list', items: [[{ kind: 'bold', text: 'x' }]] },
        { kind: 'table', columns: [{ name: 'A', align: 'left' }], rows: [['1']] },
      ],
      footer: 'A footer',
    },
    warning: null,
    episodes: [
      {
        lens,
        measure,
        window,
        bound,
        subject,
        holders,
        isOpen,
        rule,
        severity,
        since,
        reached: { on: since, by: 'crossing' },
      },
    ],
    changes: [transition('2025-01-08', 'dcg')],
  };
}

export function record(key: string): DeliveryRecord {
  return {
    key,
    revision: 0,
    messageId: 'warning-2025-01-08',
    status: 'unknown',
    reason: 'no answer',
    sentId: null,
    attempts: 1,
    attemptedAt: 1_736_300_000,
    claimedUntil: null,
    inDoubtSince: 1_736_300_000,
    possibleDuplicates: 0,
  };
}

export function chat(number: number): Chat {
  return {
    ...newChat({ vendor: 'telegram', address: String(100_000 + number) }, 'group', 1_736_294_400),
    topic: 12,
    silence: { from: 1_736_300_000, until: 1_736_400_000 },
    watches: [
      {
        id: 'foundryusa-35',
        rule: {
          id: 'foundryusa-35',
          lens: 'pool',
          subject: 'foundryusa',
          measure: 'share',
          window: 7,
          above: 0.35,
          severity: 'warning',
        },
        since: DAY,
        paused: false,
      },
    ],
  };
}

/** The detector's signal on Foundry on 25 January 2026, from the recorded blocks. */
export function signalRecord(change: Partial<SignalRecord> = {}): SignalRecord {
  return {
    signal: {
      id: '933723 owner dcg down',
      kind: 'sudden-change',
      direction: 'down',
      statistic: 'pace',
      lens: 'owner',
      subject: 'dcg',
      height: 933_723,
      time: Date.parse('2026-01-25T09:51:47Z') / 1000,
      since: { height: 933_643, time: Date.parse('2026-01-24T13:55:48Z') / 1000 },
      own: 10,
      blocks: 80,
      shareBefore: 0.285,
      pace: 0.26,
      returns: null,
      bound: null,
    },
    severity: 'warning',
    verdict: null,
    isHistory: false,
    isTakenBack: false,
    ...change,
  };
}
