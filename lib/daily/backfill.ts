import { checkHeaders, type KnownBlock } from '../core/chain/check-headers.ts';
import { isVerified } from '../core/ledger/block.ts';
import { BLOCKS_ON_TOP } from '../core/ledger/close-days.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { daysClosedBy } from '../core/ledger/update-ledger.ts';
import { addDays, daysFrom, midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { InputError } from '../errors.ts';
import type { BlockSource } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { storePage } from './store-page.ts';
import { createProver } from './verify-blocks.ts';

export type BackfillDeps = Pick<CollectDeps, 'store' | 'attribute' | 'random'> & {
  readonly source: BlockSource;
  /** Called after every page: blocks fetched or found stored so far, of about so many. */
  readonly progress: (done: number, total: number) => void;
};

export type Backfilled = { readonly daysFilled: number; readonly daysMissing: number };

/** A header may be stamped two hours ahead; these many blocks below that show that a day is whole. */
const FUTURE_LIMIT_SECONDS = 7_200;
const BLOCKS_BELOW = 30;

/**
 * Fills the days from `from` to `to` with blocks from a source: fetches what is not stored, verifies and
 * attributes it, and closes every day of the range that then is whole. What was fetched stays stored, so a
 * run that was interrupted goes on from there.
 *
 * @throws InputError when the range reaches before the ledger's first day or to a day that is still open.
 * @throws SourceError, HeaderCheckError when the source does not deliver; what came before is kept.
 */
export async function backfillDays(deps: BackfillDeps, from: UtcDay, to: UtcDay): Promise<Backfilled> {
  const { store, source } = deps;
  const ledger = await store.loadDays();
  requireRange(ledger, from, to);
  const { height: tip } = await source.tip();
  const around = heightsAround(ledger, from, to, tip);
  const below = await lowestHeightAt(source, midnight(from) - FUTURE_LIMIT_SECONDS, around);
  const above = await lowestHeightAt(source, midnight(addDays(to, 1)), around);
  const low = Math.max(0, below - BLOCKS_BELOW);
  const high = Math.min(tip, above + BLOCKS_ON_TOP);
  await fetchMissing(deps, low, high);
  const run = (await store.loadBlocks(low, high)).filter(isVerified);
  const wanted = daysClosedBy(ledger, run, registryVersion).filter(({ day }) => from <= day && day <= to);
  await store.saveDays(wanted);
  const after = new Map((await store.loadDays()).map((day) => [day.day, day.kind]));
  const range = daysFrom(from, to);
  return {
    daysFilled: wanted.filter(({ revision }) => revision === 1).length,
    daysMissing: range.filter((day) => after.get(day) !== 'closed').length,
  };
}

/** Requires that a range of days lies within a ledger. @throws InputError saying which days there are. */
export function requireRange(ledger: Ledger, from: UtcDay, to: UtcDay): void {
  const [first, last] = [ledger[0]?.day, ledger.at(-1)?.day];
  if (first !== undefined && last !== undefined && first <= from && from <= to && to <= last) return;
  throw new InputError([
    { where: 'backfill', what: `expected --from and --to in order and from ${first} to ${last}` },
  ]);
}

type Heights = { readonly low: number; readonly high: number };

/** Heights between which the days lie for sure: those of the closed days next to them. */
function heightsAround(ledger: Ledger, from: UtcDay, to: UtcDay, tip: number): Heights {
  const closed = ledger.filter((day) => day.kind === 'closed');
  const low = closed.findLast(({ day }) => day < from)?.count.firstHeight ?? 0;
  const high = closed.find(({ day }) => day > to)?.count.lastHeight ?? tip;
  return { low, high: Math.min(high, tip) };
}

/** About the lowest height whose median time past reaches a time, by halving; it never decreases with height. */
async function lowestHeightAt(source: BlockSource, seconds: number, around: Heights): Promise<number> {
  let { low, high } = around;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const block = (await source.blocksDownFrom(middle)).at(-1)!;
    if (block.medianTime < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fetches from the top down whatever is not stored and verified between two heights, page by page. */
async function fetchMissing(deps: BackfillDeps, low: number, high: number): Promise<void> {
  const { store, source, progress } = deps;
  const follow = { ...deps, prover: createProver([source]), done: { added: 0, replaced: 0 } };
  const verified = (await store.loadBlocks(low - 1, high + 1)).filter(isVerified);
  const ends = await bridgeEpochs(store, source, high);
  const known = new Map<number, KnownBlock>(verified.map((block) => [block.height, block]));
  for (let height = high; height >= low; height--) {
    if (known.has(height)) continue;
    const page = (await source.blocksDownFrom(height)).filter(
      (block) => block.height >= low && !known.has(block.height),
    );
    const checks = checkHeaders(page, (at) => known.get(at) ?? ends(at));
    await storePage(follow, page, checks, Number.POSITIVE_INFINITY, 'down');
    for (const block of page) known.set(block.height, block);
    progress(high - page[0]!.height + 1, high - low + 1);
  }
}
