import { createHash } from 'node:crypto';
import { BLOCK_10000, type RealBlock } from '../core/chain/real-blocks.ts';
import type { BuiltBlock } from './chain-builder.ts';

/** A real block for a peer to serve: known header and coinbase, without transactions. */
export function asBuilt(block: RealBlock): BuiltBlock {
  const bytes = Buffer.from(block.header, 'hex');
  const display = (from: number) =>
    Buffer.from(bytes.subarray(from, from + 32))
      .reverse()
      .toString('hex');
  return {
    ...block,
    version: bytes.readInt32LE(0),
    time: bytes.readUInt32LE(68),
    bits: bytes.readUInt32LE(72),
    nonce: bytes.readUInt32LE(76),
    previousId: display(4),
    merkleRoot: display(36),
    outputs: block.addresses.map((address) => ({ address, valueSats: 0 })),
    coinbaseTxid: '',
    coinbaseTxHex: '',
    branch: [],
    txids: [],
    otherTxsHex: [],
  };
}

/** The real block 10000, whose coinbase is its only transaction: all of it is known. */
export function wholeBlock10000(): BuiltBlock {
  return soleTransaction({ ...BLOCK_10000, coinbaseScript: '04ffff001d026f03' });
}

/** The first block of all; the hash, header and only transaction that every node carries in its code. */
export function genesis(): BuiltBlock {
  const coinbaseScript = `04ffff001d010445${Buffer.from('The Times 03/Jan/2009 Chancellor on brink of second bailout for banks').toString('hex')}`;
  const output =
    '00f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac';
  return soleTransaction({
    height: 0,
    id: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
    header: `01000000${'00'.repeat(32)}3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c`,
    coinbaseScript,
    coinbaseTxHex: `0100000001${'00'.repeat(32)}ffffffff4d${coinbaseScript}ffffffff01${output}00000000`,
  });
}

function soleTransaction(
  block: Pick<BuiltBlock, 'height' | 'id' | 'header' | 'coinbaseScript' | 'coinbaseTxHex'>,
): BuiltBlock {
  const { coinbaseTxHex } = block;
  const once = createHash('sha256').update(Buffer.from(coinbaseTxHex, 'hex')).digest();
  const txid = createHash('sha256').update(once).digest().reverse().toString('hex');
  const built = asBuilt({ ...block, medianTime: 0, txCount: 1, addresses: [] });
  return { ...built, coinbaseTxid: txid, coinbaseTxHex, txids: [txid] };
}
