/**
 * How well a block is known, weakest first: `labelled` (somebody else named its pool), `header` (its header passed the
 * checks), `merkle` (its coinbase hashes up to the verified header's Merkle root).
 */
export type EvidenceLevel = 'labelled' | 'header' | 'merkle';

/** One output of a coinbase that pays an address; the value in satoshi where the source gives it. */
export type Payout = { readonly address: string; readonly valueSats?: number };

/**
 * A block with the evidence of who mined it. Ids are in display order, all bytes are lower-case hex. `time`, `bits` and
 * `previousId` are read from the header; `height`, `medianTime` and `txCount` are as the source reports them.
 */
export type RawBlock = {
  readonly id: string;
  readonly height: number;
  /** The 80 bytes of the header. */
  readonly header: string;
  /** Header time, Unix seconds. */
  readonly time: number;
  /** Median time past, this block included, Unix seconds. */
  readonly medianTime: number;
  /** Compact target. */
  readonly bits: number;
  readonly previousId: string;
  /** The scriptSig of the coinbase input; null where the source gives it only with the proof. */
  readonly coinbaseScript: string | null;
  readonly payouts: readonly Payout[];
  readonly txCount: number;
  /** The pool by its name, as the source attributes the block; absent where it does not. It is no evidence. */
  readonly label?: string;
  readonly evidence: Exclude<EvidenceLevel, 'labelled'>;
};
