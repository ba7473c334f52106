import { type Coinbase, parseCoinbase } from './coinbase.ts';
import { displayHash, doubleSha256, parseHeader, wireHash } from './header.ts';
import { HeaderCheckError } from './header-check-error.ts';
import type { RawBlock } from './raw-block.ts';

/** A block's coinbase transaction (hex) and its Merkle branch: display-order hashes, deepest first. */
export type CoinbaseProof = { readonly coinbaseTxHex: string; readonly branch: readonly string[] };

/** The Merkle root of a coinbase txid and its branch, in display order; the coinbase is always the left node. */
export function coinbaseMerkleRoot(txid: string, branch: readonly string[]): string {
  return branch.reduce(
    (left, right) => displayHash(doubleSha256(Buffer.concat([wireHash(left), wireHash(right)]))),
    txid,
  );
}

/** The coinbase's Merkle branch, from all txids of a block; an odd last node is paired with itself. */
export function coinbaseBranch(txids: readonly string[]): readonly string[] {
  const branch: string[] = [];
  for (let level = txids; level.length > 1; ) {
    branch.push(level[1]!);
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, index) =>
      coinbaseMerkleRoot(level[2 * index]!, [level[2 * index + 1] ?? level[2 * index]!]),
    );
  }
  return branch;
}

/**
 * Proves that a coinbase belongs to a block whose header was verified.
 *
 * @throws HeaderCheckError (`merkle`) if the bytes are not a coinbase or do not hash up to the header's Merkle root.
 */
export function checkCoinbase(
  block: Pick<RawBlock, 'id' | 'height' | 'header'>,
  { coinbaseTxHex, branch }: CoinbaseProof,
): Coinbase {
  const expected = `a coinbase under Merkle root ${parseHeader(block.header).merkleRoot}`;
  const coinbase = parseProvenCoinbase(block, coinbaseTxHex, expected);
  const found = coinbaseMerkleRoot(coinbase.txid, branch);
  if (found !== parseHeader(block.header).merkleRoot) {
    throw new HeaderCheckError('merkle', block, { expected, found });
  }
  return coinbase;
}

function parseProvenCoinbase(
  block: Pick<RawBlock, 'id' | 'height'>,
  coinbaseTxHex: string,
  expected: string,
): Coinbase {
  try {
    return parseCoinbase(coinbaseTxHex);
  } catch (cause) {
    throw new HeaderCheckError('merkle', block, { expected, found: 'no coinbase transaction' }, { cause });
  }
}

/** The header that a proof is checked against, and the coinbase data a source reported. */
export type ProvableBlock = Pick<RawBlock, 'id' | 'height' | 'header' | 'coinbaseScript' | 'payouts'>;

export type ProvenCoinbase = { readonly evidence: 'merkle'; readonly coinbaseScript: string };

/**
 * Raises a block's evidence from `header` to `merkle`; payouts and values then come from the proven coinbase.
 *
 * @throws HeaderCheckError (`merkle`) if the proof fails, or if the proven coinbase lacks the script or a payout
 *   address that the source reported earlier.
 */
export function proveBlock<B extends ProvableBlock>(block: B, proof: CoinbaseProof): B & ProvenCoinbase {
  const { script, payouts } = checkCoinbase(block, proof);
  if (block.coinbaseScript !== null && script !== block.coinbaseScript) {
    const expected = `the coinbase script reported earlier, ${block.coinbaseScript}`;
    throw new HeaderCheckError('merkle', block, { expected, found: script });
  }
  const proven = new Set(payouts.map(({ address }) => address));
  const missing = block.payouts.find(({ address }) => !proven.has(address));
  if (missing !== undefined) {
    const expected = `a payout to ${missing.address}, reported earlier`;
    throw new HeaderCheckError('merkle', block, { expected, found: [...proven].join(', ') || 'none' });
  }
  return { ...block, coinbaseScript: script, payouts, evidence: 'merkle' };
}
