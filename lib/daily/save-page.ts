import type { HeaderChecks } from '../core/chain/check-headers.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import type { VerifiedBlock } from '../core/ledger/block.ts';
import type { PoolLabels } from '../core/ledger/label-disagreements.ts';
import { poolIdOfName } from '../core/pools/registry.ts';
import { type BlockSource, type CompleteBlock, SourceError } from './block-source.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Attribute, type Prover, toVerified } from './verify-blocks.ts';

/** Blocks below the tip whose coinbases are all proven at once: six hours' worth. Older ones are sampled at first. */
const NEW_BLOCKS = 36;

/** One in this many older coinbases is proven on arrival, at random, so that no source can foresee which. */
const SAMPLE_ONE_OF = 36;

export type FollowDeps = {
  readonly store: LedgerStore;
  readonly attribute: Attribute;
  /** Returns a number in [0, 1) that no source can predict. */
  readonly random: () => number;
  readonly source: BlockSource;
  readonly prover: Prover;
  /** Incremented as blocks are stored, even if the run then fails. */
  readonly done: { added: number; replaced: number };
};

/**
 * Proves, attributes and stores checked blocks. `up` and `down` store them outwards from the stored chain, so no gap is
 * left if the source fails midway; `at-once` stores all or none, to replace others. Those close to height `tip` are all
 * proven.
 *
 * @param beforeSave called with the blocks right before they are saved.
 */
export async function savePage(
  deps: FollowDeps,
  blocks: readonly RawBlock[],
  checks: readonly HeaderChecks[],
  tip: number,
  way: 'up' | 'down' | 'at-once',
  beforeSave: (stored: readonly VerifiedBlock[]) => Promise<void> = async () => {},
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
      await beforeSave(stored);
      await store.saveBlocks(stored, labelsOf(blocks));
      done.added += stored.length;
    }
  }
  return stored;
}

/** The pools the source names for these blocks. */
function labelsOf(blocks: readonly RawBlock[]): PoolLabels {
  return new Map(
    blocks.flatMap(({ height, label }) => {
      const pool = label === undefined ? undefined : poolIdOfName(label);
      return pool === undefined ? [] : [[height, pool]];
    }),
  );
}

/**
 * Completes a block with its coinbase, proven if that is due and a source has the proof. A source that serves coinbases
 * one by one must give each before it can learn which will be proven.
 */
export async function completeBlock(
  { source, prover, random }: FollowDeps,
  block: RawBlock,
  tip: number,
): Promise<CompleteBlock> {
  const isNew = block.height > tip - NEW_BLOCKS;
  const reported =
    block.coinbaseScript === null && !isNew ? { ...block, ...(await source.coinbase?.(block)) } : block;
  const { height, coinbaseScript, evidence } = reported;
  const isDue = coinbaseScript === null || isNew || random() * SAMPLE_ONE_OF < 1;
  const proven = evidence === 'header' && isDue ? await prover.prove(reported, source) : null;
  if (proven !== null) return proven;
  if (coinbaseScript !== null) return { ...reported, coinbaseScript };
  const text = `no source has the coinbase of block ${height}`;
  throw new SourceError('unreachable', text, { source: source.name, retryable: true });
}
