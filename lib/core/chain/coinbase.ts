import { Address, OutScript, RawTx } from '@scure/btc-signer';
import { displayHash, doubleSha256 } from './header.ts';
import type { Payout } from './raw-block.ts';

const HEX_BYTES = /^(?:[0-9a-f]{2})+$/;
const HEADER_BYTES = 80;
const NO_OUTPUT = 0xffff_ffff;
const mainnet = Address();

/** The parts of a coinbase transaction that identify the block's miner. */
export type Coinbase = {
  /** Hash of the transaction without its witness, in display order. */
  readonly txid: string;
  /** scriptSig of the only input, hex. */
  readonly script: string;
  /** Outputs that pay an address, in transaction order; values in satoshi. */
  readonly payouts: readonly Required<Payout>[];
};

/** Parses a coinbase transaction, with or without its witness. @throws Error if the bytes are not a coinbase. */
export function parseCoinbase(txHex: string): Coinbase {
  if (!HEX_BYTES.test(txHex)) throw new Error('not lower-case hex');
  const tx = RawTx.decode(Buffer.from(txHex, 'hex'));
  const [input, ...others] = tx.inputs;
  if (input === undefined || others.length > 0 || input.index !== NO_OUTPUT || input.txid.some(Boolean)) {
    throw new Error('a transaction that spends outputs, not a coinbase');
  }
  return {
    txid: displayHash(doubleSha256(RawTx.encode({ ...tx, segwitFlag: false, witnesses: undefined }))),
    script: Buffer.from(input.finalScriptSig).toString('hex'),
    payouts: tx.outputs.flatMap(({ amount, script }) => {
      const address = addressOfScript(script);
      return address === undefined ? [] : [{ address, valueSats: Number(amount) }];
    }),
  };
}

/** The first transaction of a serialised block, hex. @throws Error if the bytes are not a block. */
export function firstTransaction(blockHex: string): string {
  const bytes = Buffer.from(blockHex, 'hex').subarray(HEADER_BYTES);
  // The first byte of the transaction count gives its length (Bitcoin's "compact size").
  const countBytes = { 253: 3, 254: 5, 255: 9 }[bytes[0] ?? 0] ?? 1;
  const tx = RawTx.decode(bytes.subarray(countBytes), { allowUnreadBytes: true });
  return Buffer.from(RawTx.encode(tx)).toString('hex');
}

/** The mainnet address of an output script; undefined if it has none. */
function addressOfScript(script: Uint8Array): string | undefined {
  try {
    const decoded = OutScript.decode(script);
    // The decoder also accepts non-standard pushes, which consensus treats as another kind of output.
    if (Buffer.compare(OutScript.encode(decoded), script) !== 0) return undefined;
    return mainnet.encode(decoded);
  } catch {
    return undefined;
  }
}
