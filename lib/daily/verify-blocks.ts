import { proveBlock } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import type { VerifiedBlock } from '../core/ledger/block.ts';
import type { Attribution, Coinbase } from '../core/pools/attribute.ts';
import { coinbaseOf } from '../core/pools/attribute-block.ts';
import { type BlockSource, SourceError } from './block-source.ts';

/** Says who mined a block; see `createAttributor`. */
export type Attribute = (coinbase: Coinbase) => Attribution;

/** The coinbase of every 36th height is proven: about four a day, so that a lying source is found out. */
const SAMPLE_EVERY = 36;

/** Proves the coinbases of the stated sample; where the source has no proof, a block stays at `header`. */
export async function proveSample(
  source: BlockSource,
  blocks: readonly RawBlock[],
): Promise<readonly RawBlock[]> {
  const proven: RawBlock[] = [];
  for (const block of blocks) {
    proven.push(block.height % SAMPLE_EVERY === 0 ? await proveCoinbase(source, block) : block);
  }
  return proven;
}

/**
 * Fetches a block's coinbase and its Merkle branch and checks them against the header. Where the source
 * does not deliver them, the block comes back as it was.
 *
 * @throws HeaderCheckError `merkle` when the proof does not hold.
 */
export async function proveCoinbase(source: BlockSource, block: RawBlock): Promise<RawBlock> {
  try {
    return proveBlock(block, await source.coinbaseProof(block.id));
  } catch (error) {
    if (error instanceof SourceError) return block;
    throw error;
  }
}

/** A fetched block as the ledger keeps it. */
export function toVerified(
  block: RawBlock,
  bitsCheck: VerifiedBlock['bitsCheck'],
  attribute: Attribute,
): VerifiedBlock {
  const { pool, by } = attribute(coinbaseOf(block));
  const { height, time, bits, evidence, id, previousId } = block;
  return {
    height,
    time,
    pool,
    bits,
    evidence,
    id,
    previousId,
    bitsCheck,
    attributedBy: by.kind,
    conflicts: by.conflicts.length,
  };
}
