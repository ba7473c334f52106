import { parseHeader } from '../core/chain/header.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import { checkCoinbase, type ProvableBlock, type ProvenCoinbase, proveBlock } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import type { VerifiedBlock } from '../core/ledger/block.ts';
import type { Attribution, Coinbase } from '../core/pools/attribute.ts';
import { coinbaseOf } from '../core/pools/block-coinbase.ts';
import { UNKNOWN } from '../core/pools/pool-id.ts';
import { type BlockSource, type CompleteBlock, SourceError } from './block-source.ts';

/** Attributes a coinbase to a pool; see `createAttributor`. */
export type Attribute = (coinbase: Coinbase) => Attribution;

/** Proves coinbases, and remembers which sources gave bad proofs. */
export type Prover = ReturnType<typeof createProver>;

/** Creates a prover that does not ask a failed source again. */
export function createProver(sources: readonly BlockSource[]) {
  const failed = new Set<BlockSource>();
  const faults = new Map<string, HeaderCheckError>();

  /** Fetches a valid proof; null if the source has none. */
  async function proofBy(source: BlockSource, block: ProvableBlock, isTeller: boolean) {
    try {
      const proof = await source.coinbaseProof(block);
      checkCoinbase(block, proof);
      return proof;
    } catch (error) {
      const isBad = error instanceof HeaderCheckError;
      if ((isBad && isTeller) || !(isBad || error instanceof SourceError)) throw error;
      // A source that lacks this block may have the next.
      if (isBad || error.status !== 404) failed.add(source);
      if (isBad) faults.set(source.name, error);
      return null;
    }
  }

  return {
    /** The bad proofs, by the name of the source that gave them. */
    faults: faults as ReadonlyMap<string, HeaderCheckError>,
    /** Whether every source has failed. */
    isSpent: () => sources.every((source) => failed.has(source)),
    /**
     * Proves a block, asking the source it came from last; null if no source has a proof.
     *
     * @throws HeaderCheckError `merkle` if the proof shows a different coinbase, or its own source's proof is invalid.
     */
    async prove<B extends ProvableBlock>(
      block: B,
      teller: BlockSource | null,
    ): Promise<(B & ProvenCoinbase) | null> {
      const order = [...sources.filter((other) => other !== teller), ...(teller === null ? [] : [teller])];
      for (const source of order) {
        const proof = failed.has(source) ? null : await proofBy(source, block, source === teller);
        if (proof !== null) return proveBlock(block, proof);
      }
      return null;
    },
  };
}

/**
 * Payouts kept per coinbase, largest first: they identify the miner. A coinbase may have thousands, and a hundred
 * blocks share an item, which DynamoDB limits to 400 KB.
 */
const KEPT_PAYOUTS = 10;

function largestOf(payouts: CompleteBlock['payouts']): CompleteBlock['payouts'] {
  if (payouts.length <= KEPT_PAYOUTS) return payouts;
  return payouts.toSorted((a, b) => (b.valueSats ?? 0) - (a.valueSats ?? 0)).slice(0, KEPT_PAYOUTS);
}

/** Converts a fetched block to the form the ledger keeps. */
export function toVerified(
  block: CompleteBlock,
  bitsCheck: VerifiedBlock['bitsCheck'],
  attribute: Attribute,
  toldBy: string,
): VerifiedBlock {
  const { pool, by } = attribute(coinbaseOf(block));
  const { height, time, bits, evidence, id, previousId, header, coinbaseScript, payouts } = block;
  const isProven = evidence === 'merkle';
  return {
    ...{ height, time, pool, bits, evidence, id, previousId, bitsCheck },
    attributedBy: by.kind,
    conflicts: by.conflicts.length,
    version: parseHeader(header).version,
    ...(!isProven && { header, toldBy }),
    ...((!isProven || pool === UNKNOWN) && {
      coinbase: { script: coinbaseScript, payouts: largestOf(payouts) },
    }),
  };
}

/**
 * Proves a stored block's coinbase and attributes it again. `wasTold`: the source had reported the true coinbase. Null
 * if no source has the proof, or an earlier release stored the block without its header.
 */
export async function proveStored(
  block: VerifiedBlock,
  prover: Prover,
  attribute: Attribute,
): Promise<{ readonly block: VerifiedBlock; readonly wasTold: boolean } | null> {
  const { header, bitsCheck, toldBy = '', coinbase } = block;
  if (header === undefined) return null;
  const { height, id, time, bits, previousId } = block;
  const rest = { coinbaseScript: null, payouts: [], medianTime: 0, txCount: 0, evidence: 'header' } as const;
  const unproven: RawBlock = { height, id, time, bits, previousId, header, ...rest };
  const proven = await prover.prove(unproven, null);
  return (
    proven && {
      block: toVerified(proven, bitsCheck, attribute, toldBy),
      wasTold: coinbase === undefined || coinbase.script === proven.coinbaseScript,
    }
  );
}
