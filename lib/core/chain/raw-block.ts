/**
 * How well a block is known, weakest first: `labelled` (someone else named its pool), `header` (its header passed the
 * checks), `merkle` (its coinbase hashes up to the verified header's Merkle root).
 */
export type EvidenceLevel = 'labelled' | 'header' | 'merkle';

/** A coinbase output that pays an address; the value in satoshi, if the source gives it. */
export type Payout = { readonly address: string; readonly valueSats?: number };

/**
 * A block with the evidence of who mined it. Ids are in display order, bytes in lower-case hex. `time`, `bits` and
 * `previousId` are read from the header; `height`, `medianTime` and `txCount` are as reported by the source.
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
  /** scriptSig of the coinbase input; null if the source gives it only with the proof. */
  readonly coinbaseScript: string | null;
  readonly payouts: readonly Payout[];
  readonly txCount: number;
  /** The pool's name according to the source; absent if it gives none. Not evidence. */
  readonly label?: string;
  readonly evidence: Exclude<EvidenceLevel, 'labelled'>;
};
