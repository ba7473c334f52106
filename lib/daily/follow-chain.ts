import { compareChains } from '../core/chain/best-chain.ts';
import { type BlockLookup, checkHeaders } from '../core/chain/check-headers.ts';
import { compactToWork, hexOfBits } from '../core/chain/compact-bits.ts';
import { EPOCH_BLOCKS, epochOf, LAST_SHIPPED_EPOCH } from '../core/chain/epochs.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import { addDays, dayOf } from '../core/ledger/utc-day.ts';
import { type ChainTip, SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import { fetchBelow } from './fill-days.ts';
import { RECENT_BLOCKS, TIP_BLOCKS } from './ledger-store.ts';
import { saveLostBranches, saveReplaced, saveWeaker } from './lost-blocks.ts';
import { type FollowDeps, savePage } from './save-page.ts';

/** A live start reaches back this many days; earlier days are history. */
const LIVE_DAYS = 8;

/** A stored chain that ends further below the tip is abandoned for a live start; the gap is filled later. */
const LONGEST_CATCH_UP = LIVE_DAYS * 180;

/** Difficulty has never fallen below half of an earlier one: to 0.55 of it at most, by `data/epochs.json`. */
const LARGEST_FALL = 16n;

/**
 * Extends the stored chain up to a source's tip, and down as far as a live start reaches. Each page is linked to the
 * stored chain and stored as it arrives, so an interrupted run can resume.
 *
 * @throws SourceError, HeaderCheckError if the source fails; blocks fetched before that are kept.
 */
export async function followChain(deps: FollowDeps, tip: ChainTip): Promise<{ readonly isWeaker: boolean }> {
  const { store, source } = deps;
  let run = await loadRun(deps, TIP_BLOCKS);
  const known = await bridgeEpochs(store, source, tip.height);
  const isEnough = (await isStoredBelow(deps, run)) && isBridged(tip.height, known);
  if (!isEnough) run = await loadRun(deps, RECENT_BLOCKS);
  const stored = run.at(-1);
  if (stored === undefined || stored.height < tip.height - LONGEST_CATCH_UP)
    run = await start(deps, tip, known, stored);
  else {
    const extended = await extend(deps, run, tip, known);
    await saveLostBranches(deps, tip, known);
    if (extended === null) return { isWeaker: true };
    if (isEnough) return { isWeaker: false };
    run = extended;
  }
  while (!reachesLiveStart(run)) {
    const below = await pageBelow(deps, run, known);
    if (below.length === 0) break;
    run = [...below, ...run];
  }
  return { isWeaker: false };
}

async function loadRun(
  { store }: Pick<FollowDeps, 'store'>,
  count: number,
): Promise<readonly VerifiedBlock[]> {
  return (await store.loadNewestBlocks(count)).filter(isVerified);
}

/** Whether the last run agreed with this source on one of the newest blocks, so everything below them is stored. */
async function isStoredBelow(
  { store, source }: FollowDeps,
  newest: readonly VerifiedBlock[],
): Promise<boolean> {
  const state = (await store.loadSources()).find(({ name }) => name === source.name);
  const lowest = newest[0]?.height ?? Number.POSITIVE_INFINITY;
  return state !== undefined && state.fault === null && (state.agreed ?? -1) >= lowest;
}

/** Whether the difficulty at a height is known without the blocks of its epoch. */
function isBridged(height: number, known: BlockLookup): boolean {
  const epoch = epochOf(height);
  return epoch <= LAST_SHIPPED_EPOCH || known((epoch - 1) * EPOCH_BLOCKS) !== undefined;
}

/** Stores the newest page as the beginning of a chain. `stored`: the newest block of one that it leaves behind. */
async function start(
  deps: FollowDeps,
  tip: ChainTip,
  known: BlockLookup,
  stored: VerifiedBlock | undefined,
): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(tip.height);
  const checks = checkHeaders(page, known);
  const unchecked = page.find((_, index) => checks[index]!.bits === 'not-checkable');
  if (stored !== undefined && unchecked !== undefined) requireWork(unchecked, stored);
  return savePage(deps, page, checks, tip.height, 'down');
}

/**
 * No work is compared across a gap, and difficulty that cannot be checked costs nothing to make up: without a bound, one
 * source with a high tip of easy blocks would take the place of a stored chain, and the others would be refused.
 */
function requireWork(block: RawBlock, stored: VerifiedBlock): void {
  if (compactToWork(block.bits) * LARGEST_FALL >= compactToWork(stored.bits)) return;
  const expected = `at least 1/${LARGEST_FALL} of the difficulty of stored block ${stored.height}, ${hexOfBits(stored.bits)}`;
  throw new HeaderCheckError('bits', block, { expected, found: hexOfBits(block.bits) });
}

/** Extends the chain page by page up to the tip; null if the source follows a branch with no more work. */
async function extend(
  deps: FollowDeps,
  stored: readonly VerifiedBlock[],
  tip: ChainTip,
  known: BlockLookup,
): Promise<readonly VerifiedBlock[] | null> {
  const { source, done } = deps;
  let run = stored;
  let fetched: readonly RawBlock[] = [];
  const isStored = () => run.some(({ height, id }) => height === tip.height && id === tip.id);
  let target = Math.min(tip.height, run.at(-1)!.height + source.pageLength);
  for (let height = target; !isStored(); ) {
    fetched = [...(await source.blocksDownFrom(height)), ...fetched];
    // The fork is below the newest blocks loaded.
    if (fetched[0]!.height <= run[0]!.height) run = await loadRun(deps, RECENT_BLOCKS);
    const comparison = compareChains(run, fetched, known);
    switch (comparison.kind) {
      case 'needs-more':
        height = comparison.height;
        continue;
      case 'extends':
      case 'reorganisation': {
        const { forkHeight, added, checks } = comparison;
        if (comparison.kind === 'reorganisation') done.replaced += comparison.replaced.length;
        const way = comparison.kind === 'extends' ? 'up' : 'at-once';
        const before = run;
        // Saved before the winners replace them in the store: after that, no trace of them is left.
        const saved = await savePage(deps, added, checks, tip.height, way, async (winners) => {
          if (comparison.kind === 'reorganisation') await saveReplaced(deps, before, forkHeight, winners);
        });
        run = [...run.filter((block) => block.height <= forkHeight), ...saved].slice(-RECENT_BLOCKS);
        break;
      }
      case 'same':
      case 'weaker':
        // Decidable only with the whole branch, up to its tip.
        if (target === tip.height) {
          if (comparison.kind === 'same') return run;
          await saveWeaker(deps, run, comparison.added, tip);
          return null;
        }
        target = tip.height;
        [height, fetched] = [target, []];
        continue;
    }
    target = Math.min(tip.height, target + source.pageLength);
    [height, fetched] = [target, []];
  }
  return run;
}

/** Stores the next page below a chain; empty if the source has no blocks that far down. */
async function pageBelow(
  deps: FollowDeps,
  run: readonly VerifiedBlock[],
  known: BlockLookup,
): Promise<readonly VerifiedBlock[]> {
  const bottom = run[0]!;
  if (bottom.height === 0) return [];
  try {
    return await fetchBelow(deps, bottom, known, run.at(-1)!.height);
  } catch (error) {
    if (error instanceof SourceError && (error.what === 'absent' || error.status === 404)) return [];
    throw error;
  }
}

function reachesLiveStart(run: readonly VerifiedBlock[]): boolean {
  const start = addDays(dayOf(run.at(-1)!.time), -LIVE_DAYS);
  const complete = completeFrom(run);
  return complete !== undefined && complete <= start;
}
