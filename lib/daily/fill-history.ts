import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import { SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import type { CollectDeps } from './collect-blocks.ts';
import { pageBelow } from './follow-chain.ts';
import { BLOCKS_AROUND, countAnew } from './prove-blocks.ts';
import type { FollowDeps } from './store-page.ts';
import { createProver } from './verify-blocks.ts';

/** Blocks kept in memory while going down: as many as a day and its margins can have. */
const KEPT_BLOCKS = 600;

/**
 * Fills the days that are not counted yet, the newest first, as long as there is time: goes down from the blocks above
 * a gap, stores what it fetches, and counts each day that is complete. The next run goes on from there. If a source
 * does not deliver, the next one is asked.
 *
 * @returns how many days were filled.
 */
export async function fillHistory(deps: CollectDeps, hasTime: () => boolean): Promise<number> {
  const prover = createProver(deps.sources);
  let filled = 0;
  for (const source of deps.sources) {
    const follow = { ...deps, source, prover, done: { added: 0, replaced: 0 } };
    try {
      for (;;) {
        const count = await fillNewestHole(follow, hasTime);
        filled += count;
        if (count === 0) return filled;
      }
    } catch (error) {
      if (!(error instanceof SourceError || error instanceof HeaderCheckError)) throw error;
    }
  }
  return filled;
}

/** Fills the days of the newest gap; 0 where there is none, no time, or the source has no blocks that old. */
async function fillNewestHole(deps: FollowDeps, hasTime: () => boolean): Promise<number> {
  const { store, source } = deps;
  const ledger = await store.loadDays();
  const hole = newestHole(ledger);
  if (hole === null || !hasTime()) return 0;
  let run = await chainAbove(deps, hole.height);
  if (run.length === 0) return 0;
  const known = await bridgeEpochs(store, source, run[0]!.height);
  let filled = 0;
  for (const day of hole.days) {
    while (!isWhole(run, day)) {
      if (!hasTime()) return filled;
      const below = await pageBelow(deps, run, known);
      if (below.length === 0) return filled;
      run = [...below, ...run].slice(0, KEPT_BLOCKS);
    }
    const heights = { firstHeight: run[0]!.height, lastHeight: run.at(-1)!.height };
    filled += (await countAnew(store, heights, [day])).length;
  }
  return filled;
}

/** The newest run of days that are not counted yet, the newest first, and the lowest height of the day after them. */
function newestHole(ledger: Ledger): { readonly days: readonly UtcDay[]; readonly height: number } | null {
  const newest = ledger.findLastIndex(({ kind }) => kind === 'missing');
  const above = ledger[newest + 1];
  if (newest < 0 || above?.kind !== 'closed') return null;
  const oldest = ledger.findLastIndex(({ kind }, index) => index < newest && kind !== 'missing') + 1;
  const days = ledger.slice(oldest, newest + 1).map(({ day }) => day);
  return { days: days.reverse(), height: above.count.firstHeight };
}

/** The consecutive stored blocks around a height, down to the lowest. */
async function chainAbove(
  { store }: Pick<FollowDeps, 'store'>,
  height: number,
): Promise<readonly VerifiedBlock[]> {
  const blocks = (await store.loadBlocks(height - KEPT_BLOCKS, height + BLOCKS_AROUND)).filter(isVerified);
  const gap = blocks.findLastIndex((block, index) => index > 0 && blocks[index - 1]!.id !== block.previousId);
  return blocks.slice(Math.max(0, gap));
}

function isWhole(run: readonly VerifiedBlock[], day: UtcDay): boolean {
  const from = completeFrom(run);
  return from !== undefined && from <= day;
}
