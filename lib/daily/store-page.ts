import type { HeaderChecks } from '../core/chain/check-headers.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import type { VerifiedBlock } from '../core/ledger/block.ts';
import type { PoolLabels } from '../core/ledger/label-disagreements.ts';
import { poolIdOfName } from '../core/pools/registry.ts';
import { type BlockSource, type CompleteBlock, SourceError } from './block-source.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Attribute, type Prover, toVerified } from './verify-blocks.ts';

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
 * Proves, attributes and stores checked blocks: one after the other from the stored chain away, so that what is stored
 * has no gap where the source stops delivering, or all at once in place of others. Those close to height `tip` are all
 * proven.
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
      await store.saveBlocks(stored, labelsOf(blocks));
      done.added += stored.length;
    }
  }
  return stored;
}

/** Whom the source names as the pools of blocks. */
function labelsOf(blocks: readonly RawBlock[]): PoolLabels {
  return new Map(
    blocks.flatMap(({ height, label }) => {
      const pool = label === undefined ? undefined : poolIdOfName(label);
      return pool === undefined ? [] : [[height, pool]];
    }),
  );
}

/**
 * A block with its coinbase, proven where that is due and a source has the proof. A source that gives coinbases one by
 * one has told each before it learns which of them must be proven, as one has that gives them with the page.
 */
export async function completeBlock(
  { source, prover, random }: FollowDeps,
  block: RawBlock,
  tip: number,
): Promise<CompleteBlock> {
  const isNew = block.height > tip - NEW_BLOCKS;
  const told =
    block.coinbaseScript === null && !isNew ? { ...block, ...(await source.coinbase?.(block)) } : block;
  const { height, coinbaseScript, evidence } = told;
  const isDue = coinbaseScript === null || isNew || random() * SAMPLE_ONE_OF < 1;
  const proven = evidence === 'header' && isDue ? await prover.prove(told, source) : null;
  if (proven !== null) return proven;
  if (coinbaseScript !== null) return { ...told, coinbaseScript };
  const text = `no source gives the coinbase of block ${height}`;
  throw new SourceError('unreachable', text, { source: source.name, retryable: true });
}
