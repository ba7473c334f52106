import type { EvidenceLevel } from '../chain/raw-block.ts';
import type { PoolId } from '../pools/pool-id.ts';

/** A block as somebody else attributed it; `time` is the header time in Unix seconds. */
export type LabelledBlock = { readonly height: number; readonly time: number; readonly pool: PoolId };

/**
 * A block ready to be counted. `bits` is the compact target, null where nobody knows it (a labelled block
 * beyond the shipped epochs); `evidence` says how well the block itself is known.
 */
export type CountedBlock = LabelledBlock & {
  readonly bits: number | null;
  readonly evidence: EvidenceLevel;
};

/** A block that was fetched, whose header passed the checks, and that was attributed by the registry. */
export type VerifiedBlock = CountedBlock & {
  readonly id: string;
  readonly previousId: string;
  readonly bits: number;
  /** Whether its difficulty was checked against what consensus allows, or could not be. */
  readonly bitsCheck: 'passed' | 'not-checkable';
  /** What spoke for the pool. */
  readonly attributedBy: 'address' | 'tag' | 'none';
  /** How many other tags or addresses spoke for another pool. */
  readonly conflicts: number;
};

/** A block as the store keeps it: labelled by somebody else, or verified. */
export type StoredBlock = CountedBlock | VerifiedBlock;

export function isVerified(block: StoredBlock): block is VerifiedBlock {
  return 'id' in block;
}

/** Where labelled blocks come from. `labelledBy` names who attributed them and appears in every text. */
export type LabelledBlockSource = {
  readonly name: string;
  readonly labelledBy: string;
  /** All blocks by ascending height, without gap or duplicate. @throws InputError naming place and fault. */
  blocks(): readonly LabelledBlock[];
};
