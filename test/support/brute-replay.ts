import { bruteBetaCdf, bruteBetaQuantile, bruteCoinTail } from './brute-beta.ts';
import { type BruteDay, type BruteRow, type BruteTables, bruteTables } from './brute-days.ts';

/**
 * What rules say about recorded days, computed with naive loops, as an independent check of
 * `replay`. Nothing is imported from the program; of the project only the JSON tables are read.
 */

/** A rule: fires at P >= .95 (or the count, for `nakamoto`), clears at P <= `clearAt`, .05 by default. */
export type BruteRule = {
  readonly id: string;
  readonly ladder: string;
  readonly lens: string;
  readonly measure: 'share' | 'top-2' | 'nakamoto' | 'unknown';
  readonly window: number;
  /** The share above which the rule fires; for `nakamoto` the number of owners. */
  readonly bound: number;
  readonly severity: string;
  readonly confidence?: number;
  readonly clearAt?: number;
  /** Breaches needed within a number of days; one of one by default. */
  readonly breaches?: readonly [needed: number, within: number];
  /** Consecutive clear days that are not yet enough to resolve. */
  readonly keepFiringDays?: number;
};

/** One change of a warning, as in `replay --json`. */
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

/** A viewpoint on a window: that of a day, which sees the window of the same length ending on it. */
type Eyes = { readonly first: string; readonly last: string; readonly knowledge: string };

/** What a viewpoint finds in a table for a key on a day: of several rows the one that began last. */
function lookUp(rows: readonly BruteRow[], key: string, day: string, eyes: Eyes): string | null {
  let found: BruteRow | null = null;
  for (const row of rows) {
    if (row.key !== key) continue;
    if (row.from !== null && day < row.from) continue;
    let knowsRow = true;
    let knowsEnd = true;
    if (eyes.knowledge === 'then') {
      knowsRow = row.known <= eyes.last;
      knowsEnd = row.endKnown !== null && row.endKnown <= eyes.last;
    }
    if (!knowsRow) continue;
    if (row.to !== null && knowsEnd && day >= row.to) continue;
    if (found === null || (found.from ?? '') < (row.from ?? '')) found = row;
  }
  return found === null ? null : found.value;
}

/** The subject of a pool's blocks of a day, from a viewpoint; null if unknown. */
function belongs(tables: BruteTables, lens: string, pool: string, day: string, eyes: Eyes): string | null {
  if (lens === 'template') return lookUp(tables.templates, pool, day, eyes);
  const owner = lookUp(tables.owners, pool, day, eyes) ?? pool;
  return lens === 'owner' ? owner : lookUp(tables.seats, owner, day, eyes);
}

/**
 * Counts days from a viewpoint. Owners change from one block to the next. A template group or a seat must be
 * known for each day that the viewpoint sees, or the pool counts as if nothing were known about it.
 */
function countDays(
  days: readonly BruteDay[],
  seen: readonly BruteDay[],
  lens: string,
  knowledge: string,
  tables: BruteTables,
): Window {
  const eyes = { first: seen[0]!.day, last: seen[seen.length - 1]!.day, knowledge };
  const counts: Record<string, number> = {};
  let total = 0;
  const isKnown: Record<string, boolean> = {};
  for (const { day, pools } of days) {
    for (const pool of Object.keys(pools)) {
      let subject: string | null = pool;
      if (pool !== 'unknown' && lens !== 'pool') {
        subject = belongs(tables, lens, pool, day, eyes);
        if (lens !== 'owner') {
          isKnown[pool] ??= seen.every((one) => belongs(tables, lens, pool, one.day, eyes) !== null);
          // A day after those the viewpoint sees is treated like the last one.
          subject ??= belongs(tables, lens, pool, eyes.last, eyes);
          if (!isKnown[pool]) subject = lens === 'template' ? pool : 'unknown';
        }
      }
      counts[subject!] = (counts[subject!] ?? 0) + pools[pool]!;
      total += pools[pool]!;
    }
  }
  return { counts, total };
}

type Reading = Pick<
  BruteTransition,
  'holders' | 'value' | 'blocks' | 'total' | 'share' | 'low' | 'high' | 'probability'
>;

/** `low` and `high` are computed only for transitions: see `withInterval`. */
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
    clear: probability <= (rule.clearAt ?? 0.05),
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

/** All changes of warnings over the days; the rules of a ladder are in ascending order of their bounds. */
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

/** The state of one rule for one subject. */
type Waiting = { firing: boolean; clearDays: number; history: boolean[] };

function step(rule: BruteRule, waiting: Waiting, { breach, clear }: Verdict): void {
  const [needed, within] = rule.breaches ?? [1, 1];
  if (waiting.firing) {
    waiting.clearDays = clear ? waiting.clearDays + 1 : 0;
    if (waiting.clearDays > (rule.keepFiringDays ?? 0)) waiting.firing = false;
    waiting.history = [];
  } else {
    const recent = [...waiting.history, breach].slice(-within);
    waiting.firing = recent.filter((was) => was).length >= needed;
    waiting.history = recent;
    waiting.clearDays = 0;
  }
}

/** Applies new knowledge: certain results hold at once, and earlier days no longer count. */
function learn(waiting: Waiting, { breach, clear }: Verdict): void {
  if (breach) waiting.firing = true;
  if (clear) waiting.firing = false;
  waiting.history = [];
  waiting.clearDays = 0;
}

function bruteLadder(
  days: readonly BruteDay[],
  rungs: readonly BruteRule[],
  knowledge: string,
  tables: BruteTables,
): BruteTransition[] {
  const { lens, window, measure } = rungs[0]!;
  const windowTo = (end: number) => days.slice(end - window + 1, end + 1);
  const rows = [...tables.owners, ...tables.seats, ...tables.templates];
  const dates = new Set(rows.flatMap(({ from, to, known, endKnown }) => [from, to, known, endKnown]));
  // Each window twice: as seen on its own last day, and from the day before.
  const counted: { now: Window; before: Window }[] = [];
  const subjects = new Set<string>();
  // Windows that begin before the first day are no-data.
  for (let end = window - 1; end < days.length; end++) {
    const now = countDays(windowTo(end), windowTo(end), lens, knowledge, tables);
    // The two viewpoints differ only if a date of a table is in the window.
    const isSame = end === window - 1 || !windowTo(end).some(({ day }) => dates.has(day));
    const before = isSame ? now : countDays(windowTo(end), windowTo(end - 1), lens, knowledge, tables);
    counted.push({ now, before });
    for (const subject of Object.keys(now.counts)) subjects.add(subject);
  }
  subjects.delete('unknown');
  // A pool in no template group is reported as an owner.
  const groups = tables.templates.map(({ value }) => value);
  for (const subject of subjects)
    if (lens === 'template' && !groups.includes(subject)) subjects.delete(subject);
  const transitions: BruteTransition[] = [];
  for (const subject of measure === 'share' ? subjects : ['*']) {
    const waiting = rungs.map((): Waiting => ({ firing: false, clearDays: 0, history: [] }));
    const level = () => waiting.map(({ firing }) => firing).lastIndexOf(true);
    let since = '';
    for (let place = 0; place < counted.length; place++) {
      const { day } = days[place + window - 1]!;
      const { now, before } = counted[place]!;
      const start = level();
      const then = rungs.map((rule) => judge(rule, subject, before));
      for (let rung = 0; rung < rungs.length; rung++) step(rungs[rung]!, waiting[rung]!, then[rung]!);
      const reached = level();
      const verdicts = rungs.map((rule) => judge(rule, subject, now));
      const [a, b] = [then[0]!.reading, verdicts[0]!.reading];
      if (a.value !== b.value || a.holders.join() !== b.holders.join()) {
        for (let rung = 0; rung < rungs.length; rung++) learn(waiting[rung]!, verdicts[rung]!);
      }
      const end = level();
      // As far towards the end as it went by itself; what knowledge took back is not reported.
      let middle = start;
      if (start < end) middle = Math.min(Math.max(reached, start), end);
      if (start > end) middle = Math.max(Math.min(reached, start), end);
      if (start === -1 && end !== -1) since = day;
      const tell = (from: number, to: number, kind: string) => {
        const told = to === -1 ? from : to;
        const worst = Math.max(
          SEVERITIES.indexOf(rungs[from]?.severity ?? ''),
          SEVERITIES.indexOf(rungs[to]?.severity ?? ''),
        );
        const severity = SEVERITIES[worst]!;
        const reading = withInterval(verdicts[told]!.reading);
        transitions.push({ day, rule: rungs[told]!.id, subject, kind, severity, since, ...reading });
      };
      const fell = middle === -1 ? 'resolved' : 'eased';
      const rose = start === -1 ? 'fired' : 'escalated';
      if (middle !== start) tell(start, middle, middle > start ? rose : fell);
      if (end !== middle) tell(middle, end, 'basis-changed');
    }
  }
  return transitions;
}
