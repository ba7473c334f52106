import { type BlockLookup, checkHeaders } from '../core/chain/check-headers.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { VerifiedBlock } from '../core/ledger/block.ts';
import { closedThrough } from '../core/ledger/close-days.ts';
import type { ClosedDay, Ledger } from '../core/ledger/ledger.ts';
import { FIRST_RECORDED_DAY, GENESIS_DAY } from '../core/ledger/shipped-label.ts';
import { addDays, daysFrom, LAST_DAY, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { InputError } from '../errors.ts';
import { SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { type Above, fillDays, storedAround } from './fill-days.ts';
import { type FollowDeps, savePage } from './save-page.ts';
import { createProver } from './verify-blocks.ts';

/** Days from one to another, both included. */
export type DayRange = { readonly from: UtcDay; readonly to: UtcDay };

const EVER = { from: GENESIS_DAY, to: LAST_DAY };

export type BackfillProgress = {
  readonly day: UtcDay;
  /** Days finished, plus the fraction of the current day fetched so far. */
  readonly daysDone: number;
  readonly daysInAll: number;
  /** Blocks fetched in this run. */
  readonly blocks: number;
};

export type BackfillDeps = CollectDeps & {
  /** Called after every page and every day. */
  readonly progress: (progress: BackfillProgress) => void;
};

/** The outcome of a backfill. `from` and `to` are null if no day was missing. */
export type Backfilled = {
  readonly from: UtcDay | null;
  readonly to: UtcDay | null;
  readonly daysFilled: number;
  readonly daysMissing: number;
};

/**
 * Fills days with blocks from the sources, newest first: the days of a range that hold no fetched blocks yet, recorded
 * ones included; or, without a range, those not counted at all. Fetched blocks are stored, so an interrupted run
 * resumes where it stopped. If a source fails, the next one takes over.
 *
 * @throws InputError if the range is not within the chain's closed days.
 * @throws SourceError, HeaderCheckError the first source's, if all fail; blocks fetched before that are kept.
 */
export async function backfillDays(deps: BackfillDeps, range: DayRange | null): Promise<Backfilled> {
  const { store, sources } = deps;
  const ledger = await store.loadDays(EVER);
  if (range !== null) requireRange(ledger, range);
  const wanted = range === null ? missingDays(ledger) : daysFrom(range.from, range.to);
  const [from, to] = [wanted[0] ?? null, wanted.at(-1) ?? null];
  if (from === null || to === null) return { from, to, daysFilled: 0, daysMissing: 0 };
  const left = new Set(wanted);
  for (const day of ledger) if (day.kind === 'closed' && day.source === 'live') left.delete(day.day);
  const daysInAll = left.size;
  const faults: (SourceError | HeaderCheckError)[] = [];
  const prover = createProver(sources);
  for (const source of sources) {
    const follow = { ...deps, source, prover, done: { added: 0, replaced: 0 } };
    try {
      await fillFrom(follow, left, deps.progress);
      break;
    } catch (error) {
      if (!(error instanceof SourceError || error instanceof HeaderCheckError)) throw error;
      faults.push(error);
    }
  }
  if (left.size > 0 && faults.length === sources.length) throw faults[0]!;
  const after = await store.loadDays({ from, to });
  const counted = new Set(after.filter(({ kind }) => kind === 'closed').map(({ day }) => day));
  return {
    ...{ from, to },
    daysFilled: daysInAll - left.size,
    daysMissing: wanted.filter((day) => !counted.has(day)).length,
  };
}

/**
 * Checks that a range lies between the genesis block and the end of the ledger. @throws InputError naming the valid
 * range.
 */
export function requireRange(ledger: Ledger, { from, to }: DayRange): void {
  const last = ledger.at(-1)?.day;
  if (last !== undefined && GENESIS_DAY <= from && from <= to && to <= last) return;
  throw new InputError([
    { where: 'backfill', what: `expected --from and --to in order and from ${GENESIS_DAY} to ${last}` },
  ]);
}

function missingDays(ledger: Ledger): readonly UtcDay[] {
  return ledger
    .filter(({ kind, day }) => kind === 'missing' && day >= FIRST_RECORDED_DAY)
    .map(({ day }) => day);
}

/** Fills the days in `left` from one source, removing each as it is filled. */
async function fillFrom(
  deps: FollowDeps,
  left: Set<UtcDay>,
  report: BackfillDeps['progress'],
): Promise<void> {
  const { height: tip } = await deps.source.tip();
  const closed = (await deps.store.loadDays(EVER)).filter((day) => day.kind === 'closed');
  const daysInAll = left.size;
  let blocks = 0;
  for (const days of consecutiveRuns([...left])) {
    const above = await blocksAbove(deps, closed, days[0]!, tip);
    for await (const step of fillDays(deps, above, days, (day) => day)) {
      const { day } = step;
      if (step.kind === 'page') blocks += step.blocks.length;
      if (step.kind === 'day' && step.closed !== undefined) left.delete(day);
      const part = step.kind === 'page' ? fetchedPart(day, step.blocks[0]!) : 0;
      report({ day, daysDone: daysInAll - left.size + part, daysInAll, blocks });
    }
  }
}

/** The fraction of a day fetched once its blocks reach down to the one given, from 0 to 1. */
function fetchedPart(day: UtcDay, { time }: VerifiedBlock): number {
  const end = midnight(addDays(day, 1));
  return Math.min(1, Math.max(0, (end - time) / (end - midnight(day))));
}

/** Groups days into runs of consecutive days, newest run first, newest day first within each. */
function consecutiveRuns(days: readonly UtcDay[]): readonly (readonly UtcDay[])[] {
  const runs: UtcDay[][] = [];
  for (const day of days.toSorted().reverse()) {
    const run = runs.at(-1);
    if (run !== undefined && addDays(run.at(-1)!, -1) === day) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** Loads the blocks that prove a day is over, fetching and storing those that are missing. */
async function blocksAbove(
  deps: FollowDeps,
  closed: readonly ClosedDay[],
  day: UtcDay,
  tip: number,
): Promise<Above> {
  const { store, source } = deps;
  const start = Math.min(tip, await heightAfter(deps, closed, day, tip));
  const known = await bridgeEpochs(store, source, start);
  const stored = await storedAround(deps, start);
  let run = stored.length > 0 ? stored : await fetchPage(deps, start, known);
  while ((closedThrough(run) ?? '') < day && run.at(-1)!.height < tip) {
    const top = run.at(-1)!;
    const page = await fetchPage(deps, Math.min(tip, top.height + source.pageLength), known, top);
    run = [...run, ...page];
  }
  return { run, known };
}

/** Fetches a page and stores its blocks, or only those above `below`. */
async function fetchPage(
  deps: FollowDeps,
  height: number,
  known: BlockLookup,
  below?: VerifiedBlock,
): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(height);
  const added = page.filter((block) => below === undefined || block.height > below.height);
  const checks = checkHeaders(added, (at) => (at === below?.height ? below : known(at)));
  return savePage(deps, added, checks, Number.POSITIVE_INFINITY, 'up');
}

/**
 * The approximate first height after a day: the next day's first block if stored, else by bisection between known days.
 */
async function heightAfter(
  deps: FollowDeps,
  closed: readonly ClosedDay[],
  day: UtcDay,
  tip: number,
): Promise<number> {
  const next = closed.find((entry) => entry.day > day);
  if (next?.day === addDays(day, 1)) return next.count.firstHeight;
  let low = closed.findLast((entry) => entry.day < day)?.count.lastHeight ?? 0;
  let high = Math.min(tip, next?.count.firstHeight ?? tip);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeAt(deps, middle)) < midnight(addDays(day, 1))) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The header time of a block. A page fetched for it is stored. */
async function timeAt(deps: FollowDeps, height: number): Promise<number> {
  const [stored] = await deps.store.loadBlocks(height, height);
  const block = stored ?? (await fetchPage(deps, height, () => undefined)).at(-1)!;
  return block.time;
}
