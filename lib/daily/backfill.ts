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
import { type FollowDeps, storePage } from './store-page.ts';
import { createProver } from './verify-blocks.ts';

/** Days from one to another, both included. */
export type DayRange = { readonly from: UtcDay; readonly to: UtcDay };

const EVER = { from: GENESIS_DAY, to: LAST_DAY };

/** How far a backfill is. */
export type BackfillProgress = {
  /** The day that is being filled. */
  readonly day: UtcDay;
  /** Days done, and as much of the one that is being filled as has come. */
  readonly daysDone: number;
  readonly daysInAll: number;
  /** Blocks fetched in this run. */
  readonly blocks: number;
};

export type BackfillDeps = CollectDeps & {
  /** Called after every page, and after every day. */
  readonly progress: (progress: BackfillProgress) => void;
};

/** `from` and `to` are null where no day was missing. */
export type Backfilled = {
  readonly from: UtcDay | null;
  readonly to: UtcDay | null;
  readonly daysFilled: number;
  readonly daysMissing: number;
};

/**
 * Fills days with blocks from the sources, the newest first: those of a range that were not fetched before, recorded
 * ones among them, or, without a range, those that nobody has counted. What was fetched stays, so an interrupted run
 * can go on. A source that does not deliver leaves its place to the next.
 *
 * @throws InputError when the range is no part of the chain's closed days.
 * @throws SourceError, HeaderCheckError of the first source when none delivers; what came before is kept.
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
  const inAll = left.size;
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
    daysFilled: inAll - left.size,
    daysMissing: wanted.filter((day) => !counted.has(day)).length,
  };
}

/** Requires that a range of days lies between the first block and the end of a ledger. @throws InputError saying which days there are. */
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

/** Fills from one source what is left, and takes each day that is filled out of it. */
async function fillFrom(deps: FollowDeps, left: Set<UtcDay>, tell: BackfillDeps['progress']): Promise<void> {
  const { height: tip } = await deps.source.tip();
  const closed = (await deps.store.loadDays(EVER)).filter((day) => day.kind === 'closed');
  const daysInAll = left.size;
  let blocks = 0;
  for (const days of inRows([...left])) {
    const above = await blocksAbove(deps, closed, days[0]!, tip);
    for await (const step of fillDays(deps, above, days, (day) => day)) {
      const { day } = step;
      if (step.kind === 'page') blocks += step.blocks.length;
      if (step.kind === 'day' && step.closed !== undefined) left.delete(day);
      const part = step.kind === 'page' ? partOf(day, step.blocks[0]!) : 0;
      tell({ day, daysDone: daysInAll - left.size + part, daysInAll, blocks });
    }
  }
}

/** How much of a day has come when blocks have come down to one. */
function partOf(day: UtcDay, { time }: VerifiedBlock): number {
  const end = midnight(addDays(day, 1));
  return Math.min(1, Math.max(0, (end - time) / (end - midnight(day))));
}

/** Days in rows without a gap, the newest row and the newest day of each first. */
function inRows(days: readonly UtcDay[]): readonly (readonly UtcDay[])[] {
  const rows: UtcDay[][] = [];
  for (const day of days.toSorted().reverse()) {
    const row = rows.at(-1);
    if (row !== undefined && addDays(row.at(-1)!, -1) === day) row.push(day);
    else rows.push([day]);
  }
  return rows;
}

/** Blocks that show that a day is over, stored where they were not. */
async function blocksAbove(
  deps: FollowDeps,
  closed: readonly ClosedDay[],
  day: UtcDay,
  tip: number,
): Promise<Above> {
  const { store, source } = deps;
  const start = Math.min(tip, await heightPast(deps, closed, day, tip));
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

/** Fetches and stores a page, or as much of it as lies above a block. */
async function fetchPage(
  deps: FollowDeps,
  height: number,
  known: BlockLookup,
  below?: VerifiedBlock,
): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(height);
  const added = page.filter((block) => below === undefined || block.height > below.height);
  const checks = checkHeaders(added, (at) => (at === below?.height ? below : known(at)));
  return storePage(deps, added, checks, Number.POSITIVE_INFINITY, 'up');
}

/** About the lowest height past a day: where the next begins, or else found by halving between days that are known. */
async function heightPast(
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

/** A block's header time; a page that must be fetched for it is stored, too. */
async function timeAt(deps: FollowDeps, height: number): Promise<number> {
  const [stored] = await deps.store.loadBlocks(height, height);
  const block = stored ?? (await fetchPage(deps, height, () => undefined)).at(-1)!;
  return block.time;
}
