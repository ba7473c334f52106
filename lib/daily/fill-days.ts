import { type BlockLookup, checkHeaders } from '../core/chain/check-headers.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import type { ClosedDay } from '../core/ledger/ledger.ts';
import { daysClosedBy } from '../core/ledger/update-ledger.ts';
import { midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { type FollowDeps, savePage } from './save-page.ts';

/** Blocks kept above a day while filling the one before it: more than are needed to prove a day is over. */
const KEPT_ABOVE = 40;

/** Heights per read of stored blocks. */
const READ_HEIGHTS = 100;

/** The blocks above the days to fill. */
export type Above = {
  /** Consecutive blocks that prove the newest day is over. */
  readonly run: readonly VerifiedBlock[];
  /** Ends of difficulty epochs; see `bridgeEpochs`. */
  readonly known: BlockLookup;
};

/** A fetched page, or a finished day; `closed` is undefined if the day could not close. */
export type Filling =
  | { readonly kind: 'page'; readonly day: UtcDay; readonly blocks: readonly VerifiedBlock[] }
  | { readonly kind: 'day'; readonly day: UtcDay; readonly closed: ClosedDay | undefined };

/**
 * Fills consecutive days, newest first: walks down from the blocks above them, uses stored blocks, fetches and stores
 * the rest page by page, and closes each complete day. It can stop after any step and resume there; memory holds little
 * more than one day of blocks.
 *
 * @param finish completes a closed day before it is saved.
 * @throws SourceError, HeaderCheckError if the source fails; blocks fetched before that are kept.
 */
export async function* fillDays(
  deps: FollowDeps,
  above: Above,
  days: readonly UtcDay[],
  finish: (day: ClosedDay) => ClosedDay,
): AsyncGenerator<Filling> {
  const { store } = deps;
  const { known } = above;
  const storedBelow = storedBelowReader(deps);
  let { run } = above;
  for (const day of days) {
    while (!isWhole(run, day)) {
      const stored = await storedBelow(run[0]!);
      const below = stored.length > 0 ? stored : await fetchBelow(deps, run[0]!, known);
      run = [...below, ...run];
      if (stored.length === 0) yield { kind: 'page', day, blocks: below };
    }
    const before = await store.loadDays({ from: day, to: day });
    const closed = daysClosedBy(before, run, registryVersion).find((one) => one.day === day);
    if (closed !== undefined) await store.saveDays([finish(closed)]);
    yield { kind: 'day', day, closed };
    run = run.slice(0, run.findLastIndex(({ time }) => time < midnight(day)) + 1 + KEPT_ABOVE);
  }
}

function isWhole(run: readonly VerifiedBlock[], day: UtcDay): boolean {
  const from = completeFrom(run);
  return from !== undefined && from <= day;
}

/** Fetches, checks and stores the page below a block. @param tip the newest height; see `savePage`. */
export async function fetchBelow(
  deps: FollowDeps,
  bottom: VerifiedBlock,
  known: BlockLookup,
  tip = Number.POSITIVE_INFINITY,
): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(bottom.height - 1);
  const checks = checkHeaders(page, (height) => (height === bottom.height ? bottom : known(height)));
  return savePage(deps, page, checks, tip, 'down');
}

/** Returns a function that loads the stored blocks a block builds on, reading each range of heights once. */
function storedBelowReader({ store }: Pick<FollowDeps, 'store'>) {
  let found: readonly VerifiedBlock[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  return async ({ height, previousId }: VerifiedBlock): Promise<readonly VerifiedBlock[]> => {
    if (height - 1 < lowest) {
      lowest = Math.max(0, height - READ_HEIGHTS);
      found = (await store.loadBlocks(lowest, height - 1)).filter(isVerified);
    }
    return chainDown(found, previousId);
  };
}

/** The longest linked chain within an ascending list that ends at the block with this id. */
function chainDown(blocks: readonly VerifiedBlock[], id: string): readonly VerifiedBlock[] {
  const top = blocks.findIndex((block) => block.id === id);
  const gap = blocks.findLastIndex(
    (block, index) => 0 < index && index <= top && blocks[index - 1]!.id !== block.previousId,
  );
  return top < 0 ? [] : blocks.slice(Math.max(0, gap), top + 1);
}

/** The linked stored blocks around a height; empty if the block at that height is not stored. */
export async function storedAround(
  { store }: Pick<FollowDeps, 'store'>,
  height: number,
): Promise<readonly VerifiedBlock[]> {
  const blocks = (await store.loadBlocks(Math.max(0, height - READ_HEIGHTS), height + KEPT_ABOVE)).filter(
    isVerified,
  );
  const at = blocks.findIndex((block) => block.height === height);
  if (at < 0) return [];
  const end = blocks.findIndex((block, index) => index > at && blocks[index - 1]!.id !== block.previousId);
  const linked = end < 0 ? blocks : blocks.slice(0, end);
  return chainDown(linked, linked.at(-1)!.id);
}
