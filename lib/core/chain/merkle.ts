import { type Coinbase, parseCoinbase } from './coinbase.ts';
import { displayHash, doubleSha256, parseHeader } from './header.ts';
import { HeaderCheckError } from './header-check-error.ts';
import type { RawBlock } from './raw-block.ts';

/** A block's coinbase transaction (hex) and its Merkle branch: display-order hashes, deepest first. */
export type CoinbaseProof = { readonly coinbaseTxHex: string; readonly branch: readonly string[] };

/**
 * The Merkle root over a block's first transaction and its branch, in display order. The coinbase is
 * always the left one of a pair.
 */
export function rootOfFirst(txid: string, branch: readonly string[]): string {
  return branch.reduce(
    (left, right) => displayHash(doubleSha256(Buffer.concat([wireHash(left), wireHash(right)]))),
    txid,
  );
}

function wireHash(display: string): Buffer {
  return Buffer.from(display, 'hex').reverse();
}

/**
 * Proves that a coinbase belongs to a block whose header was verified.
 *
 * @throws HeaderCheckError (`merkle`) where the bytes are no coinbase or do not hash up to the header's
 *   Merkle root.
 */
export function checkCoinbase(
  block: Pick<RawBlock, 'id' | 'height' | 'header'>,
  { coinbaseTxHex, branch }: CoinbaseProof,
): Coinbase {
  const expected = `a coinbase under Merkle root ${parseHeader(block.header).merkleRoot}`;
  const coinbase = readCoinbase(block, coinbaseTxHex, expected);
  const found = rootOfFirst(coinbase.txid, branch);
  if (found !== parseHeader(block.header).merkleRoot) {
    throw new HeaderCheckError('merkle', block, { expected, found });
  }
  return coinbase;
}

function readCoinbase(
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

/**
 * Lifts a block from evidence level `header` to `merkle`: its payouts then come from the proven coinbase,
 * with their values.
 *
 * @throws HeaderCheckError (`merkle`) where the proof fails, or where the coinbase script or a payout
 *   address the source told before is not in the proven coinbase.
 */
export function proveBlock(block: RawBlock, proof: CoinbaseProof): RawBlock {
  const { script, payouts } = checkCoinbase(block, proof);
  if (script !== block.coinbaseScript) {
    const expected = `the coinbase script told before, ${block.coinbaseScript}`;
    throw new HeaderCheckError('merkle', block, { expected, found: script });
  }
  const proven = new Set(payouts.map(({ address }) => address));
  const invented = block.payouts.find(({ address }) => !proven.has(address));
  if (invented !== undefined) {
    const expected = `a payout to ${invented.address}, told before`;
    throw new HeaderCheckError('merkle', block, { expected, found: [...proven].join(', ') || 'none' });
  }
  return { ...block, payouts, evidence: 'merkle' };
}
