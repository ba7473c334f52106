import { compareChains } from '../core/chain/best-chain.ts';
import { checkHeaders, type HeaderChecks, type KnownBlocks } from '../core/chain/check-headers.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { isVerified, type LostBlock, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import { addDays, dayOf } from '../core/ledger/utc-day.ts';
import { type BlockSource, type ChainTip, SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import { type LedgerStore, RECENT_BLOCKS } from './ledger-store.ts';
import { type Attribute, type CompleteBlock, type Prover, toVerified } from './verify-blocks.ts';

/** A live start reaches back so many days; what lies before is history. */
const LIVE_DAYS = 8;

/** A stored chain that ends further below the tip is left behind a hole, which fills later. */
const LONGEST_CATCH_UP = LIVE_DAYS * 180;

/** Blocks below the tip whose coinbases are all proven at once: six hours. Of older ones it is a sample at first. */
const NEW_BLOCKS = 36;

/** One of so many coinbases of older blocks is proven as they come, by chance, so that no source can foresee which. */
const SAMPLE_ONE_OF = 36;

export type FollowDeps = {
  readonly store: LedgerStore;
  readonly attribute: Attribute;
  /** A number from 0 up to, not including, 1, that no source can foresee. */
  readonly random: () => number;
  readonly source: BlockSource;
  readonly prover: Prover;
  /** Counted up as blocks are stored, also by a run that then fails. */
  readonly done: { added: number; replaced: number };
};

/**
 * Brings the stored chain to a source's tip, and a stored chain that does not yet reach back over a live start down to
 * there. Pages are stored as they come and stand on what is stored, so an interrupted run goes on where it stopped.
 *
 * @throws SourceError, HeaderCheckError when the source does not deliver; what came before is kept.
 */
export async function followChain(deps: FollowDeps, tip: ChainTip): Promise<{ readonly isWeaker: boolean }> {
  const { store, source } = deps;
  let run: readonly VerifiedBlock[] = (await store.loadNewestBlocks(RECENT_BLOCKS)).filter(isVerified);
  const known = await bridgeEpochs(store, source, tip.height);
  const stored = run.at(-1);
  if (stored === undefined || stored.height < tip.height - LONGEST_CATCH_UP)
    run = await start(deps, tip, known);
  else {
    const extended = await extend(deps, run, tip, known);
    if (extended === null) return { isWeaker: true };
    run = extended;
  }
  while (!reachesLiveStart(run)) {
    const below = await pageBelow(deps, run, known);
    if (below.length === 0) break;
    run = [...below, ...run];
  }
  return { isWeaker: false };
}

/** Stores the newest page as the beginning of a chain. */
async function start(deps: FollowDeps, tip: ChainTip, known: KnownBlocks): Promise<readonly VerifiedBlock[]> {
  const page = await deps.source.blocksDownFrom(tip.height);
  return storePage(deps, page, checkHeaders(page, known), tip.height, 'down');
}

/** Goes up to the tip, page by page; null where the source follows a branch that has no more work. */
async function extend(
  deps: FollowDeps,
  stored: readonly VerifiedBlock[],
  tip: ChainTip,
  known: KnownBlocks,
): Promise<readonly VerifiedBlock[] | null> {
  const { source, done } = deps;
  let run = stored;
  let fetched: readonly RawBlock[] = [];
  const isStored = () => run.some(({ height, id }) => height === tip.height && id === tip.id);
  let target = Math.min(tip.height, run.at(-1)!.height + source.pageLength);
  for (let height = target; !isStored(); ) {
    fetched = [...(await source.blocksDownFrom(height)), ...fetched];
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
        const saved = await storePage(deps, added, checks, tip.height, way);
        await deps.store.saveLostBlocks(lostBlocks(run, forkHeight, saved));
        run = [...run.filter((block) => block.height <= forkHeight), ...saved].slice(-RECENT_BLOCKS);
        break;
      }
      case 'same':
      case 'weaker':
        // Only all of the branch can tell.
        if (target === tip.height) return comparison.kind === 'same' ? run : null;
        target = tip.height;
        [height, fetched] = [target, []];
        continue;
    }
    target = Math.min(tip.height, target + source.pageLength);
    [height, fetched] = [target, []];
  }
  return run;
}

/** The blocks of a chain above a fork, each with who mined the one that took its place. */
function lostBlocks(
  run: readonly VerifiedBlock[],
  forkHeight: number,
  winners: readonly VerifiedBlock[],
): readonly LostBlock[] {
  return run
    .filter(({ height }) => height > forkHeight)
    .map(({ height, time, id, pool }) => {
      const winner = winners.find((block) => block.height === height)?.pool ?? null;
      return { height, time, id, pool, winner };
    });
}

/** Stores the next page below a stored chain; none where the source has no blocks so far down. */
export async function pageBelow(
  deps: FollowDeps,
  run: readonly VerifiedBlock[],
  known: KnownBlocks,
): Promise<readonly VerifiedBlock[]> {
  const bottom = run[0]!;
  if (bottom.height === 0) return [];
  try {
    const page = await deps.source.blocksDownFrom(bottom.height - 1);
    const checks = checkHeaders(page, (height) => (height === bottom.height ? bottom : known(height)));
    return await storePage(deps, page, checks, run.at(-1)!.height, 'down');
  } catch (error) {
    if (error instanceof SourceError && (error.what === 'absent' || error.status === 404)) return [];
    throw error;
  }
}

/**
 * Proves and attributes checked blocks and stores them; one after the other from the stored chain away, so that what
 * is stored has no gap where the source stops delivering, or all at once in place of others.
 *
 * @param tip height of the chain's tip: blocks close to it are all proven.
 */
export async function storePage(
  deps: FollowDeps,
  blocks: readonly RawBlock[],
  checks: readonly HeaderChecks[],
  tip: number,
  way: 'up' | 'down' | 'at-once',
): Promise<readonly VerifiedBlock[]> {
  const { store, source, attribute, done } = deps;
  const stored: VerifiedBlock[] = [];
  let isWhole = false;
  const order = blocks.map((block, index) => ({ block, bitsCheck: checks[index]!.bits }));
  try {
    for (const { block, bitsCheck } of way === 'down' ? order.toReversed() : order) {
      const complete = await completeBlock(deps, block, tip);
      stored.push(toVerified(complete, bitsCheck, attribute, source.name));
    }
    isWhole = true;
  } finally {
    stored.sort((a, b) => a.height - b.height);
    if (isWhole || way !== 'at-once') {
      await store.saveBlocks(stored);
      done.added += stored.length;
    }
  }
  return stored;
}

/** A block with its coinbase, proven where that is due and a source has the proof. */
async function completeBlock(
  { source, prover, random }: FollowDeps,
  block: RawBlock,
  tip: number,
): Promise<CompleteBlock> {
  const { height, coinbaseScript, evidence } = block;
  const isDue = coinbaseScript === null || height > tip - NEW_BLOCKS || random() * SAMPLE_ONE_OF < 1;
  const proven = evidence === 'header' && isDue ? await prover.prove(block, source) : null;
  if (proven !== null) return proven;
  if (coinbaseScript !== null) return { ...block, coinbaseScript };
  const text = `no source gives the coinbase of block ${height}`;
  throw new SourceError('unreachable', text, { source: source.name, retryable: true });
}

function reachesLiveStart(run: readonly VerifiedBlock[]): boolean {
  const start = addDays(dayOf(run.at(-1)!.time), -LIVE_DAYS);
  const complete = completeFrom(run);
  return complete !== undefined && complete <= start;
}
