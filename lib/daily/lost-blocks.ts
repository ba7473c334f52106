import { compareChains } from '../core/chain/best-chain.ts';
import type { BlockLookup } from '../core/chain/check-headers.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { isVerified, type LostBlock, type VerifiedBlock } from '../core/ledger/block.ts';
import { type ChainTip, SourceError } from './block-source.ts';
import { LOST_HEIGHTS } from './figures.ts';
import { RECENT_BLOCKS } from './ledger-store.ts';
import { completeBlock, type FollowDeps } from './save-page.ts';
import { toVerified } from './verify-blocks.ts';

/**
 * Saves the blocks of `run` above a fork as lost to `winners`, a branch with more work; the winners no longer count as
 * lost.
 */
export async function saveReplaced(
  { store }: Pick<FollowDeps, 'store'>,
  run: readonly VerifiedBlock[],
  forkHeight: number,
  winners: readonly VerifiedBlock[],
): Promise<void> {
  const losers = run.filter(({ height }) => height > forkHeight);
  await store.saveLostBlocks(lostAgainst(winners, losers));
  await store.forgetLostBlocks(winners);
}

/**
 * Saves the blocks of a branch with less work, attributed: they lost without ever being stored. A block whose coinbase
 * no source has now is left to the next run.
 *
 * @param branch the blocks above the fork, headers checked.
 * @throws HeaderCheckError if a coinbase is not the block's.
 */
export async function saveWeaker(
  deps: FollowDeps,
  run: readonly VerifiedBlock[],
  branch: readonly RawBlock[],
  tip: ChainTip,
): Promise<void> {
  const { store, source, attribute } = deps;
  const kept = await keptIds(deps, { from: branch[0]!.height, to: branch.at(-1)!.height });
  const found: VerifiedBlock[] = [];
  try {
    for (const block of branch.filter(({ id }) => !kept.has(id))) {
      const complete = await completeBlock(deps, block, tip.height);
      found.push(toVerified(complete, 'not-checkable', attribute, source.name));
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  } finally {
    await store.saveLostBlocks(lostAgainst(run, found));
  }
}

/** Saves the branches a node saw lose at the newest heights. @throws HeaderCheckError if a branch breaks the rules. */
export async function saveLostBranches(deps: FollowDeps, tip: ChainTip, known: BlockLookup): Promise<void> {
  const { source, store } = deps;
  if (source.lostBranches === undefined) return;
  const heights = { from: Math.max(0, tip.height - LOST_HEIGHTS + 1), to: tip.height };
  const kept = await keptIds(deps, heights);
  try {
    const branches = await source.lostBranches(heights.from, (id) => kept.has(id));
    if (branches.length === 0) return;
    const run = (await store.loadNewestBlocks(RECENT_BLOCKS)).filter(isVerified);
    for (const branch of branches) {
      const comparison = compareChains(run, branch, known);
      if (comparison.kind === 'weaker') await saveWeaker(deps, run, comparison.added, tip);
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
}

async function keptIds(
  { store }: Pick<FollowDeps, 'store'>,
  heights: { readonly from: number; readonly to: number },
): Promise<ReadonlySet<string>> {
  return new Set((await store.loadLostBlocks(heights)).map(({ id }) => id));
}

/** Lost blocks, each with the pool that mined the winner at its height. */
function lostAgainst(
  winners: readonly VerifiedBlock[],
  losers: readonly VerifiedBlock[],
): readonly LostBlock[] {
  const byHeight = new Map(winners.map(({ height, pool }) => [height, pool]));
  return losers.map(({ height, time, id, pool }) => ({
    ...{ height, time, id, pool },
    winner: byHeight.get(height) ?? null,
  }));
}
