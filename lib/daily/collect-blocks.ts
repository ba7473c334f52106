import { compareChains } from '../core/chain/best-chain.ts';
import type { HeaderChecks, KnownBlocks } from '../core/chain/check-headers.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { isVerified, type VerifiedBlock } from '../core/ledger/block.ts';
import { completeFrom } from '../core/ledger/close-days.ts';
import { addDays, dayOf } from '../core/ledger/utc-day.ts';
import { type BlockSource, SourceError } from './block-source.ts';
import { bridgeEpochs } from './bridge-epochs.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Attribute, proveSample, toVerified } from './verify-blocks.ts';

/** A live start reaches back at most this many days; what lies before is for a backfill. */
const LIVE_DAYS = 8;

/** Blocks to compare with: more than the 2,016 that a computed retarget needs, and than eight days hold. */
export const RECENT_BLOCKS = 2_200;

export type CollectDeps = {
  readonly store: LedgerStore;
  /** Null where the operator has switched live blocks off. */
  readonly source: BlockSource | null;
  readonly attribute: Attribute;
};

/** What came of collecting. `reason` says in one line why live blocks are not there. */
export type Collected =
  | { readonly kind: 'live'; readonly source: string; readonly added: number; readonly replaced: number }
  | { readonly kind: 'off' }
  | { readonly kind: 'not-reached' | 'refused'; readonly source: string; readonly reason: string };

/**
 * Fetches the blocks that are new since the last run, verifies and attributes them, and stores them. A
 * reorganisation replaces stored blocks where the new branch has more work. A source that does not deliver,
 * or delivers what does not pass the checks, leaves the store as it was.
 */
export async function collectBlocks({ store, source, attribute }: CollectDeps): Promise<Collected> {
  if (source === null) return { kind: 'off' };
  const stored = (await store.loadNewestBlocks(RECENT_BLOCKS)).filter(isVerified);
  try {
    const tip = await source.tip();
    const known = await bridgeEpochs(store, source, tip);
    const found = await fetchNewBlocks(source, stored, tip, known);
    const { added, checks, replaced } = found;
    const proven = await proveSample(source, added);
    const blocks = proven.map((block, index) => toVerified(block, checks[index]!.bits, attribute));
    await store.saveBlocks(blocks);
    return { kind: 'live', source: source.name, added: blocks.length, replaced };
  } catch (error) {
    if (error instanceof SourceError)
      return { kind: 'not-reached', source: source.name, reason: error.message };
    if (error instanceof HeaderCheckError)
      return { kind: 'refused', source: source.name, reason: error.message };
    throw error;
  }
}

type NewBlocks = {
  readonly added: readonly RawBlock[];
  readonly checks: readonly HeaderChecks[];
  /** How many stored blocks leave the chain. */
  readonly replaced: number;
};

const NOTHING_NEW: NewBlocks = { added: [], checks: [], replaced: 0 };

/** Walks down from the tip until the stored chain is met, or the start of a live start. */
async function fetchNewBlocks(
  source: BlockSource,
  stored: readonly VerifiedBlock[],
  tip: number,
  known: KnownBlocks,
): Promise<NewBlocks> {
  let height = tip;
  let fetched: readonly RawBlock[] = [];
  for (;;) {
    const page = await pageBelow(source, height, stored.length === 0 && fetched.length > 0);
    fetched = [...page, ...fetched];
    const bottom = fetched[0]!;
    const isFarEnough = reachesLiveStart(fetched) || page.length === 0;
    // A stored chain that ends below the live start is left behind a hole, not caught up with.
    const within = isFarEnough && (stored.at(-1)?.height ?? 0) < bottom.height - 1 ? [] : stored;
    if (within.length > 0 || isFarEnough || bottom.height === 0) {
      const comparison = compareChains(within, fetched, known);
      switch (comparison.kind) {
        case 'same':
        case 'weaker':
          return NOTHING_NEW;
        case 'extends':
          return { ...comparison, replaced: 0 };
        case 'reorganisation':
          return { ...comparison, replaced: comparison.replaced.length };
        case 'needs-more':
          break;
      }
    }
    height = bottom.height - 1;
  }
}

/** The next page down; none where a live start may end early and the source has no blocks so far down. */
async function pageBelow(source: BlockSource, height: number, mayEnd: boolean): Promise<readonly RawBlock[]> {
  try {
    return await source.blocksDownFrom(height);
  } catch (error) {
    const isAbsent = error instanceof SourceError && (error.what === 'absent' || error.status === 404);
    if (mayEnd && isAbsent) return [];
    throw error;
  }
}

function reachesLiveStart(fetched: readonly RawBlock[]): boolean {
  const start = addDays(dayOf(fetched.at(-1)!.time), -LIVE_DAYS);
  const complete = completeFrom(fetched);
  return complete !== undefined && complete <= start;
}
