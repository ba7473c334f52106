import { memo, memoWeak } from '../../memo.ts';
import { compactToDifficulty } from '../chain/epochs.ts';
import { addEvidence, type ClosedDay, type Evidence, type Ledger, NO_EVIDENCE } from '../ledger/ledger.ts';
import { addDays, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import { groupingKey } from '../lenses/change-days.ts';
import type { Knowledge, Lens, Span, SubjectKey } from '../lenses/lens.ts';
import { groupDay } from '../lenses/subjects.ts';
import { UNKNOWN } from '../pools/pool-id.ts';

/** Lengths of the windows, in days. */
export const WINDOWS = [1, 7, 30, 90] as const;

/** The default window of a share, in days, and the one that modelled places use. */
export const WEEK = 7;

/** Block counts of one window through one lens. */
export type WindowCount = {
  /** The last day of the window. */
  readonly day: UtcDay;
  readonly from: UtcDay;
  readonly window: number;
  readonly lens: Lens;
  readonly blocks: number;
  readonly unknown: number;
  /** Days of the window that are not closed: missing, reopened, or before the ledger begins. */
  readonly missingDays: number;
  /** Blocks per subject, excluding unknown. */
  readonly counts: ReadonlyMap<SubjectKey, number>;
};

/** A ledger seen through one lens. */
export type LensLedger = {
  readonly lens: Lens;
  readonly knowledge: Knowledge;
  readonly first: UtcDay;
  /** Groups days as in a span. */
  readonly groupedIn: (span: Omit<Span, 'knowledge'>) => Grouped;
  /** Counts of windows in their own spans; if absent, none are cached. */
  readonly cache?: {
    /** Weeks, by their last day. */
    readonly weeks: Map<UtcDay, WindowCount>;
    /** The newest count of each length: the next day's window differs from it by two days. */
    readonly newest: Map<number, { readonly count: WindowCount; readonly grouped: Grouped }>;
  };
};

/** A day's blocks per subject, by its index in the ledger; undefined for a day that is not closed. */
type Grouped = (index: number) => ReadonlyMap<SubjectKey, number> | undefined;

/** Views a ledger of at least one day through a lens; a day is grouped once for all spans that group it alike. */
export function throughLens(ledger: Ledger, lens: Lens, knowledge: Knowledge): LensLedger {
  const groupings = new Map<string, Grouped>();
  return {
    lens,
    knowledge,
    first: ledger[0]!.day,
    groupedIn({ from, day }) {
      const span = { from, day, knowledge };
      const key = groupingKey(lens, span);
      const known = groupings.get(key);
      if (known !== undefined) return known;
      const grouped: Grouped = memo((index) => {
        const entry = ledger[index];
        return entry?.kind === 'closed' ? groupDay(entry.count, lens, span) : undefined;
      });
      groupings.set(key, grouped);
      return grouped;
    },
  };
}

const cachedOf = memoWeak((_: Ledger) => new Map<string, LensLedger>());

/** Like `throughLens`, but caches all counts for the life of the ledger, for callers that need each week many times. */
export function cachedThroughLens(ledger: Ledger, lens: Lens, knowledge: Knowledge): LensLedger {
  const cached = cachedOf(ledger);
  const key = `${lens} ${knowledge}`;
  const known = cached.get(key) ?? {
    ...throughLens(ledger, lens, knowledge),
    cache: { weeks: new Map(), newest: new Map() },
  };
  cached.set(key, known);
  return known;
}

/** Counts the window of `window` days ending on `day`, grouped as in `span`: by default the window itself. */
export function countWindow(
  lensLedger: LensLedger,
  day: UtcDay,
  window: number,
  span?: Omit<Span, 'knowledge'>,
): WindowCount {
  const cache = span === undefined ? lensLedger.cache : undefined;
  const known = window === WEEK ? cache?.weeks.get(day) : undefined;
  if (known !== undefined) return known;
  const grouped = lensLedger.groupedIn(span ?? { from: addDays(day, 1 - window), day });
  const newest = cache?.newest.get(window);
  const isNext = newest?.grouped === grouped && addDays(newest.count.day, 1) === day;
  const count = countDays(lensLedger, day, window, grouped, isNext ? newest.count : null);
  cache?.newest.set(window, { count, grouped });
  if (window === WEEK) cache?.weeks.set(day, count);
  return count;
}

/** @param before the previous day's window, grouped alike; null to count all days. */
function countDays(
  { lens, first }: LensLedger,
  day: UtcDay,
  window: number,
  grouped: Grouped,
  before: WindowCount | null,
): WindowCount {
  const counts = new Map(before?.counts).set(UNKNOWN, before?.unknown ?? 0);
  let { blocks, missingDays } = before ?? { blocks: 0, missingDays: 0 };
  const add = (index: number, sign: 1 | -1) => {
    const subjects = grouped(index);
    if (subjects === undefined) missingDays += sign;
    for (const [subject, count] of subjects ?? []) {
      const sum = (counts.get(subject) ?? 0) + sign * count;
      if (sum === 0) counts.delete(subject);
      else counts.set(subject, sum);
      blocks += sign * count;
    }
  };
  const last = daysBetween(first, day);
  if (before === null) for (let index = last - window + 1; index < last; index++) add(index, 1);
  else add(last - window, -1);
  add(last, 1);
  const unknown = counts.get(UNKNOWN) ?? 0;
  counts.delete(UNKNOWN);
  return { day, from: addDays(day, 1 - window), window, lens, blocks, unknown, missingDays, counts };
}

/** The closed days of the window ending on `day`. */
export function closedDaysOf(ledger: Ledger, day: UtcDay, window: number): readonly ClosedDay[] {
  const from = addDays(day, 1 - window);
  return ledger.filter(
    (entry) => entry.kind === 'closed' && from <= entry.day && entry.day <= day,
  ) as ClosedDay[];
}

/** Evidence levels summed over all blocks of the days. */
export function evidenceOf(days: readonly ClosedDay[]): Evidence {
  return days.reduce((sum, { count }) => addEvidence(sum, count.evidence), NO_EVIDENCE);
}

/** Difficulty summed over all blocks of the days; null if any block's target is unknown. */
export function difficultyOf(days: readonly ClosedDay[]): number | null {
  let sum = 0;
  for (const { count } of days) {
    let known = 0;
    for (const [bits, blocks] of count.bits) {
      sum += compactToDifficulty(bits) * blocks;
      known += blocks;
    }
    if (known !== count.blocks) return null;
  }
  return sum;
}
