import type { StoredBlock } from './block.ts';
import { closedThrough, completeFrom } from './close-days.ts';
import { countDays, newCount, sameCount } from './count-days.ts';
import type { ClosedDay, DayCount, Ledger, LedgerDay } from './ledger.ts';
import { dayOf, daysFrom, type UtcDay } from './utc-day.ts';

/**
 * Returns the ledger days to save after the newest run of consecutive blocks (ascending height), ascending: days it
 * closes; days whose counts differ, as a new revision; days it no longer closes, reopened; and days between the
 * ledger's end and the first day counted, missing. `registry` is the version that attributed verified blocks.
 */
export function updateLedger(
  ledger: Ledger,
  run: readonly StoredBlock[],
  registry: string,
): readonly LedgerDay[] {
  const from = completeFrom(run);
  const through = closedThrough(run);
  const reopened = ledger.flatMap((day) => {
    const isCovered = from !== undefined && from <= day.day;
    const isOpenAgain = day.kind === 'closed' && isCovered && (through === undefined || through < day.day);
    return isOpenAgain ? [{ kind: 'reopened', day: day.day, revision: day.revision } as const] : [];
  });
  const counted = countedDays(run);
  return [...missingDays(ledger, counted), ...daysClosedBy(ledger, run, registry), ...reopened].sort(
    (a, b) => (a.day < b.day ? -1 : 1),
  );
}

/** The days that a run of consecutive blocks closes and that the ledger lacks or counts differently, ascending. */
export function daysClosedBy(
  ledger: Ledger,
  run: readonly StoredBlock[],
  registry: string,
): readonly ClosedDay[] {
  const byDay = new Map(ledger.map((day) => [day.day, day]));
  return countedDays(run).flatMap((count) => closeDay(count, byDay.get(count.day), registry));
}

/** Counts of the days that a run contains completely and closes. */
function countedDays(run: readonly StoredBlock[]): readonly DayCount[] {
  const from = completeFrom(run);
  const through = closedThrough(run);
  if (from === undefined || through === undefined) return [];
  const counts = new Map(countDays(run).map((count) => [count.day, count]));
  return daysFrom(from, through).map((day) => counts.get(day) ?? emptyDay(run, day));
}

/** A day without blocks, as in the network's first week; its height range is empty and lies between its neighbours'. */
function emptyDay(run: readonly StoredBlock[], day: UtcDay): DayCount {
  const lastHeight = Math.max(...run.filter(({ time }) => dayOf(time) < day).map(({ height }) => height));
  return { ...newCount(day, lastHeight + 1), lastHeight };
}

function closeDay(count: DayCount, before: LedgerDay | undefined, registry: string): readonly ClosedDay[] {
  const isLabelled = count.evidence.labelled > 0;
  const day = {
    kind: 'closed',
    day: count.day,
    count,
    source: isLabelled ? 'recorded' : 'live',
    registry: isLabelled ? null : registry,
  } as const;
  if (before === undefined || before.kind === 'missing') return [{ ...day, revision: 1 }];
  if (before.kind === 'reopened') return [{ ...day, revision: before.revision + 1 }];
  if (!sameCount(before.count, count)) return [{ ...day, revision: before.revision + 1 }];
  // Better evidence for the same blocks is kept, but is not a correction.
  const isProven = before.count.evidence.merkle < count.evidence.merkle || before.source !== day.source;
  return isProven ? [{ ...day, revision: before.revision }] : [];
}

/** Days up to the newest counted one without an entry: a gap, or left out by an interrupted save. */
function missingDays(ledger: Ledger, counted: readonly DayCount[]): readonly LedgerDay[] {
  const [first] = ledger;
  const newest = counted.at(-1) ?? ledger.at(-1);
  if (first === undefined || newest === undefined) return [];
  const present = new Set([...ledger, ...counted].map(({ day }) => day));
  return daysFrom(first.day, newest.day)
    .filter((day) => !present.has(day))
    .map((day) => ({ kind: 'missing', day }));
}

/** Counts so far of the days after the newest closed one; they may still grow. */
export function openDays(run: readonly StoredBlock[]): readonly DayCount[] {
  const through = closedThrough(run);
  return through === undefined ? [] : countDays(run).filter(({ day }) => day > through);
}
