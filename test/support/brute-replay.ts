import { bruteBetaCdf, bruteBetaQuantile, bruteCoinTail } from './brute-beta.ts';
import { type BruteDay, type BruteTables, bruteTables } from './brute-days.ts';

/**
 * What rules say of recorded days, worked out a second time with plain loops, as a second opinion on
 * `replay`. Nothing is imported from the program; of the project only the JSON tables are read.
 */

/** A rule in words of its own: fires at P >= .95 (or the count, for `nakamoto`), clears at P <= `clearAt`. */
export type BruteRule = {
  readonly id: string;
  readonly ladder: string;
  readonly lens: string;
  readonly measure: 'share' | 'top-2' | 'nakamoto' | 'unknown';
  readonly window: number;
  /** Share above which the rule speaks; for `nakamoto` the number of owners. */
  readonly bound: number;
  readonly severity: string;
  readonly confidence?: number;
  readonly clearAt?: number;
  /** Breaches needed within so many days; one of one where nothing is said. */
  readonly breaches?: readonly [needed: number, within: number];
  /** Clear days in a row that are not enough to resolve. */
  readonly keepFiringDays?: number;
};

/** One change of a warning, as `replay --json` tells it. */
export type BruteTransition = {
  readonly day: string;
  readonly rule: string;
  readonly subject: string;
  readonly kind: string;
  readonly severity: string;
  readonly since: string;
  readonly holders: readonly string[];
  readonly value: number | null;
  readonly blocks: number | null;
  readonly total: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number | null;
};

function holds(from: string | null, to: string | null, day: string): boolean {
  if (from !== null && day < from) return false;
  return to === null || day < to;
}

function bruteSubject(tables: BruteTables, lens: string, pool: string, day: string, knowledge: string) {
  if (pool === 'unknown' || lens === 'pool') return pool;
  if (lens === 'template') {
    for (const link of tables.templates) {
      const from = knowledge === 'now' ? link.assumedSince : link.firstObserved;
      if (link.pool === pool && holds(from, link.to, day)) return link.group;
    }
    return pool;
  }
  let owner = pool;
  for (const link of tables.owners) {
    if (link.pool === pool && holds(link.from, link.to, day)) owner = link.owner;
  }
  if (lens === 'owner') return owner;
  for (const seat of tables.seats) {
    if (seat.owner === owner && holds(seat.from, seat.to, day)) return seat.country;
  }
  return 'unknown';
}

type Reading = Pick<
  BruteTransition,
  'holders' | 'value' | 'blocks' | 'total' | 'share' | 'low' | 'high' | 'probability'
>;

/** `low` and `high` are worked out only for what is told: see `withInterval`. */
type Verdict = { breach: boolean; clear: boolean; reading: Reading };

/** The blocks of one window per subject, and all of them. */
type Window = { readonly counts: Record<string, number>; readonly total: number };

function largestFirst(counts: Record<string, number>): string[] {
  const known = Object.keys(counts).filter((key) => key !== 'unknown' && counts[key]! > 0);
  return known.sort((a, b) => counts[b]! - counts[a]! || (a < b ? -1 : 1));
}

function judge(rule: BruteRule, subject: string, { counts, total }: Window): Verdict {
  if (rule.measure === 'nakamoto') {
    const known = largestFirst(counts);
    let sum = 0;
    let fewest: number | null = null;
    for (let i = 0; i < known.length && fewest === null; i++) {
      sum += counts[known[i]!]!;
      if (bruteCoinTail(sum, total) <= 0.05) fewest = i + 1;
    }
    const breach = fewest !== null && fewest <= rule.bound;
    const holders = known.slice(0, fewest ?? 0);
    const none = { blocks: null, share: null, low: null, high: null, probability: null };
    return { breach, clear: !breach, reading: { value: fewest, holders, total, ...none } };
  }
  let blocks = counts[subject] ?? 0;
  let holders = [subject];
  if (rule.measure === 'unknown') {
    blocks = counts.unknown ?? 0;
    holders = [];
  }
  if (rule.measure === 'top-2') {
    holders = largestFirst(counts).slice(0, 2);
    blocks = 0;
    for (const key of holders) blocks += counts[key]!;
  }
  const probability = 1 - bruteBetaCdf(rule.bound, blocks, total);
  const share = blocks / total;
  return {
    breach: probability >= (rule.confidence ?? 0.95),
    clear: probability <= (rule.clearAt ?? 0.5),
    reading: { value: share, blocks, total, share, low: null, high: null, probability, holders },
  };
}

function withInterval(reading: Reading): Reading {
  const { blocks, total } = reading;
  if (blocks === null) return reading;
  return {
    ...reading,
    low: blocks === 0 ? 0 : bruteBetaQuantile(0.025, blocks, total),
    high: blocks === total ? 1 : bruteBetaQuantile(0.975, blocks, total),
  };
}

const SEVERITIES = ['notice', 'warning', 'critical', 'emergency'];

/** All changes of warnings over the days; rules of a ladder stand in ascending order of their bounds. */
export function bruteReplay(
  days: readonly BruteDay[],
  rules: readonly BruteRule[],
  knowledge: string,
  tables: BruteTables = bruteTables(),
): BruteTransition[] {
  const transitions: BruteTransition[] = [];
  for (const ladder of new Set(rules.map((rule) => rule.ladder))) {
    const rungs = rules.filter((rule) => rule.ladder === ladder);
    transitions.push(...bruteLadder(days, rungs, knowledge, tables));
  }
  return transitions;
}

function sumDays(days: readonly Record<string, number>[]): Window {
  const counts: Record<string, number> = {};
  let total = 0;
  for (const day of days) {
    for (const key of Object.keys(day)) {
      counts[key] = (counts[key] ?? 0) + day[key]!;
      total += day[key]!;
    }
  }
  return { counts, total };
}

function bruteLadder(
  days: readonly BruteDay[],
  rungs: readonly BruteRule[],
  knowledge: string,
  tables: BruteTables,
): BruteTransition[] {
  const { lens, window, measure } = rungs[0]!;
  const grouped: Record<string, number>[] = [];
  const subjects = new Set<string>();
  for (const { day, pools } of days) {
    const counts: Record<string, number> = {};
    for (const pool of Object.keys(pools)) {
      const subject = bruteSubject(tables, lens, pool, day, knowledge);
      counts[subject] = (counts[subject] ?? 0) + pools[pool]!;
      if (subject !== 'unknown') subjects.add(subject);
    }
    grouped.push(counts);
  }
  const windows = grouped.map((_, end) => sumDays(grouped.slice(Math.max(0, end - window + 1), end + 1)));
  const transitions: BruteTransition[] = [];
  for (const subject of measure === 'share' ? subjects : ['*']) {
    const firing = rungs.map(() => false);
    const clearDays = rungs.map(() => 0);
    const history: boolean[][] = rungs.map(() => []);
    let since = '';
    // Windows that begin before the first day say nothing.
    for (let end = window - 1; end < days.length; end++) {
      const before = firing.lastIndexOf(true);
      const verdicts = rungs.map((rule) => judge(rule, subject, windows[end]!));
      for (let rung = 0; rung < rungs.length; rung++) {
        const { breach, clear } = verdicts[rung]!;
        const [needed, within] = rungs[rung]!.breaches ?? [1, 1];
        if (firing[rung]) {
          clearDays[rung] = clear ? clearDays[rung]! + 1 : 0;
          if (clearDays[rung]! > (rungs[rung]!.keepFiringDays ?? 0)) firing[rung] = false;
          history[rung] = [];
        } else {
          const recent = [...history[rung]!, breach].slice(-within);
          firing[rung] = recent.filter((was) => was).length >= needed;
          history[rung] = recent;
          clearDays[rung] = 0;
        }
      }
      const after = firing.lastIndexOf(true);
      if (before === after) continue;
      const { day } = days[end]!;
      if (before === -1) since = day;
      const told = after === -1 ? before : after;
      const worst = Math.max(
        SEVERITIES.indexOf(rungs[before]?.severity ?? ''),
        SEVERITIES.indexOf(rungs[after]?.severity ?? ''),
      );
      const fell = after === -1 ? 'resolved' : 'eased';
      const rose = before === -1 ? 'fired' : 'escalated';
      transitions.push({
        day,
        rule: rungs[told]!.id,
        subject,
        kind: after > before ? rose : fell,
        severity: SEVERITIES[worst]!,
        since,
        ...withInterval(verdicts[told]!.reading),
      });
    }
  }
  return transitions;
}
