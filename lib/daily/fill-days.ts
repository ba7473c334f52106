import { type BlockLookup, checkHeaders } from '../core/chain/check-headers.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import type { ClosedDay } from '../core/ledger/ledger.ts';
import { daysClosedBy } from '../core/ledger/update-ledger.ts';
import { midnight, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { type FollowDeps, storePage } from './store-page.ts';

/** Blocks above a day that are kept for the day before it: more than show that one is over. */
const KEPT_ABOVE = 40;

/** Stored blocks are looked for so many heights at a time. */
const LOOKED_AT = 100;

/** Where filling begins. */
export type Above = {
  /** Blocks in a row that show that the newest day is over. */
  readonly run: readonly VerifiedBlock[];
  /** Ends of difficulty epochs; see `bridgeEpochs`. */
  readonly known: BlockLookup;
};

/** A page that came, or a day that is closed now. */
export type Filling =
  | { readonly kind: 'page'; readonly day: UtcDay; readonly blocks: readonly VerifiedBlock[] }
  | { readonly kind: 'day'; readonly day: UtcDay; readonly closed: ClosedDay | undefined };

/**
 * Fills days in a row, the newest first: goes down from the blocks above them, takes what is stored, fetches and stores
 * the rest page by page, and closes each day that is whole. It can be left at any step and taken up there; memory holds
 * no more than a day and its surroundings.
 *
 * @param finish adds what else is known of a day before it is saved.
 * @throws SourceError, HeaderCheckError when the source does not deliver; what came before is kept.
 */
export async function* fillDays(
  deps: FollowDeps,
  above: Above,
  days: readonly UtcDay[],
  finish: (day: ClosedDay) => ClosedDay,
): AsyncGenerator<Filling> {
  const { store } = deps;
  const { known } = above;
  const storedBelow = lookForStored(deps);
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

/** Fetches, checks and stores the page below a block. */
async function fetchBelow(
  deps: FollowDeps,
  bottom: VerifiedBlock,
  known: BlockLookup,
): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(bottom.height - 1);
  const checks = checkHeaders(page, (height) => (height === bottom.height ? bottom : known(height)));
  return storePage(deps, page, checks, Number.POSITIVE_INFINITY, 'down');
}

/** What finds the stored blocks that a block stands on, as far as they were not found before. */
function lookForStored({ store }: Pick<FollowDeps, 'store'>) {
  let found: readonly VerifiedBlock[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  return async ({ height, previousId }: VerifiedBlock): Promise<readonly VerifiedBlock[]> => {
    if (height - 1 < lowest) {
      lowest = Math.max(0, height - LOOKED_AT);
      found = (await store.loadBlocks(lowest, height - 1)).filter(isVerified);
    }
    return chainDown(found, previousId);
  };
}

/** The blocks of an ascending list that end at a block and stand on one another. */
function chainDown(blocks: readonly VerifiedBlock[], id: string): readonly VerifiedBlock[] {
  const top = blocks.findIndex((block) => block.id === id);
  const gap = blocks.findLastIndex(
    (block, index) => 0 < index && index <= top && blocks[index - 1]!.id !== block.previousId,
  );
  return top < 0 ? [] : blocks.slice(Math.max(0, gap), top + 1);
}

/** The stored blocks in a row around a height; none where the one at that height is not stored. */
export async function storedAround(
  { store }: Pick<FollowDeps, 'store'>,
  height: number,
): Promise<readonly VerifiedBlock[]> {
  const blocks = (await store.loadBlocks(Math.max(0, height - LOOKED_AT), height + KEPT_ABOVE)).filter(
    isVerified,
  );
  const place = blocks.findIndex((block) => block.height === height);
  if (place < 0) return [];
  const end = blocks.findIndex((block, index) => index > place && blocks[index - 1]!.id !== block.previousId);
  const row = end < 0 ? blocks : blocks.slice(0, end);
  return chainDown(row, row.at(-1)!.id);
}
