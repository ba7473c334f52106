import { createHash } from 'node:crypto';
import { address, payments } from 'bitcoinjs-lib';

/**
 * Generated chains. Their headers are valid at the difficulty of a test network, their coinbases hash up to
 * the headers' Merkle roots; no such block was ever mined. Nothing here is imported from the program.
 */

/** Half of all hashes meet it. */
const REGTEST_BITS = 0x207fffff;

/** One block of a generated chain; hashes in display order, bytes in hex, times in Unix seconds. */
export type BuiltBlock = {
  readonly id: string;
  readonly height: number;
  readonly header: string;
  readonly version: number;
  readonly time: number;
  readonly medianTime: number;
  readonly bits: number;
  readonly nonce: number;
  readonly previousId: string;
  readonly merkleRoot: string;
  readonly coinbaseScript: string;
  readonly outputs: readonly BuiltOutput[];
  readonly coinbaseTxid: string;
  readonly coinbaseTxHex: string;
  readonly branch: readonly string[];
  readonly txids: readonly string[];
  /** The other transactions, serialised, in hex. */
  readonly otherTxsHex: readonly string[];
  readonly txCount: number;
};

type BuiltOutput = { readonly address: string; readonly valueSats: number };

/** What a test changes about a block; everything else has a default. */
export type BlockPlan = {
  readonly time: number;
  /** Readable part of the coinbase script; none by default. */
  readonly tag?: string;
  /** The whole coinbase script in hex, instead of height, tag and extra nonce. */
  readonly coinbaseScript?: string;
  readonly outputs?: readonly BuiltOutput[];
  /** Number of transactions, including the coinbase. */
  readonly txCount?: number;
  /** Compact target; every byte harder than the default takes 256 times the hashes. */
  readonly bits?: number;
  /** Whether its hash misses that target, so that no node accepts it. */
  readonly missesTarget?: boolean;
  /** The header's version, with the bits that the miner signals; none by default. */
  readonly version?: number;
  /** Makes a different block when everything else is equal. */
  readonly salt?: number;
};

/** Where a generated chain begins if not on other blocks. */
export type InputsDigest = { readonly height: number; readonly previousId?: string };

/** An address that nobody has the key to; the same for the same label. */
export function generatedAddress(label: string): string {
  const hash = sha256(Buffer.from(`hashtilt generated address ${label}`)).subarray(0, 20);
  const { address: text } = payments.p2wpkh({ hash });
  if (text === undefined) throw new Error('no address');
  return text;
}

/** What a block needs to know about those below it. */
type Below = Pick<BuiltBlock, 'height' | 'id' | 'time'>;

/** Mines one block per plan on top of `below` (the blocks of a chain, ascending) or on bare ground. */
export function buildChain(
  below: readonly Below[] | InputsDigest,
  plans: readonly BlockPlan[],
): readonly BuiltBlock[] {
  const isGround = 'height' in below;
  const chain: Below[] = isGround ? [] : [...below];
  const built: BuiltBlock[] = [];
  for (const plan of plans) {
    const tip = chain.at(-1);
    const height = tip ? tip.height + 1 : isGround ? below.height : 0;
    const previousId = tip?.id ?? (isGround ? below.previousId : undefined) ?? '00'.repeat(32);
    const lastTimes = chain.slice(-10).map(({ time }) => time);
    const block = mine(plan, height, previousId, lastTimes);
    chain.push(block);
    built.push(block);
  }
  return built;
}

function mine(plan: BlockPlan, height: number, previousId: string, lastTimes: readonly number[]): BuiltBlock {
  const { time, bits = REGTEST_BITS, txCount = 3, salt = 0, version = 0x20000000 } = plan;
  const { missesTarget = false } = plan;
  const outputs = plan.outputs ?? [
    { address: generatedAddress(plan.tag ?? 'untagged'), valueSats: 312_500_000 },
  ];
  const coinbaseScript = plan.coinbaseScript ?? scriptOf(height, plan.tag ?? '', salt);
  const stripped = coinbaseTx(coinbaseScript, outputs, false);
  const coinbaseHash = sha256(sha256(stripped));
  const others = Array.from({ length: txCount - 1 }, (_, index) => spendingTx(`${height} ${salt} ${index}`));
  const txHashes = [coinbaseHash, ...others.map((tx) => sha256(sha256(tx)))];
  const { root, branch } = merkleTree(txHashes);
  const header = Buffer.alloc(80);
  header.writeInt32LE(version, 0);
  Buffer.from(previousId, 'hex').reverse().copy(header, 4);
  root.copy(header, 36);
  header.writeUInt32LE(time, 68);
  header.writeUInt32LE(bits, 72);
  const target = BigInt(bits & 0x7fffff) << BigInt(8 * ((bits >>> 24) - 3));
  let nonce = 0;
  let id = '';
  do {
    header.writeUInt32LE(nonce, 76);
    id = display(sha256(sha256(header)));
    nonce += 1;
  } while (BigInt(`0x${id}`) > target !== missesTarget);
  const times = [...lastTimes, time].sort((a, b) => a - b);
  return {
    id,
    height,
    header: header.toString('hex'),
    version,
    time,
    medianTime: times[Math.floor(times.length / 2)] ?? time,
    bits,
    nonce: nonce - 1,
    previousId,
    merkleRoot: display(root),
    coinbaseScript,
    outputs,
    coinbaseTxid: display(coinbaseHash),
    coinbaseTxHex: coinbaseTx(coinbaseScript, outputs, true).toString('hex'),
    branch: branch.map(display),
    txids: txHashes.map(display),
    otherTxsHex: others.map((tx) => tx.toString('hex')),
    txCount,
  };
}

/** The height (BIP 34), then the tag, then an eight-byte extra nonce. */
function scriptOf(height: number, tag: string, salt: number): string {
  const heightBytes = Buffer.alloc(4);
  heightBytes.writeUInt32LE(height, 0);
  const extraNonce = Buffer.alloc(8);
  extraNonce.writeUInt32LE(salt, 0);
  const tagBytes = Buffer.from(tag);
  return Buffer.concat([
    Buffer.from([3]),
    heightBytes.subarray(0, 3),
    Buffer.from([tagBytes.length]),
    tagBytes,
    extraNonce,
  ]).toString('hex');
}

/** Output scripts by address: the blocks of a long chain pay the same few. */
const outputScripts = new Map<string, Uint8Array>();

function outputScript(paid: string): Uint8Array {
  const script = outputScripts.get(paid) ?? address.toOutputScript(paid);
  outputScripts.set(paid, script);
  return script;
}

function coinbaseTx(script: string, outputs: readonly BuiltOutput[], hasWitness: boolean): Buffer {
  const commitment = Buffer.concat([Buffer.from('6a24aa21a9ed', 'hex'), Buffer.alloc(32)]);
  const paid = [
    ...outputs.map((output) => ({ value: output.valueSats, script: outputScript(output.address) })),
    { value: 0, script: commitment },
  ];
  return Buffer.concat([
    uint32(2),
    Buffer.from(hasWitness ? [0, 1] : []),
    Buffer.from([1]),
    Buffer.alloc(32),
    uint32(0xffffffff),
    sized(Buffer.from(script, 'hex')),
    uint32(0xffffffff),
    Buffer.from([paid.length]),
    ...paid.flatMap((output) => [uint64(output.value), sized(output.script)]),
    ...(hasWitness ? [Buffer.from([1]), sized(Buffer.alloc(32))] : []),
    uint32(0),
  ]);
}

/** A transaction that spends a nonexistent output; a different one for each label. */
function spendingTx(label: string): Buffer {
  const spent = Buffer.concat([sha256(Buffer.from(label)), uint32(0), sized(Buffer.alloc(0)), uint32(0)]);
  const paid = Buffer.concat([uint64(1), sized(Buffer.from('51', 'hex'))]);
  return Buffer.concat([uint32(2), Buffer.from([1]), spent, Buffer.from([1]), paid, uint32(0)]);
}

/** The root and the branch of the first leaf; an odd last node is paired with itself. */
function merkleTree(leaves: readonly Buffer[]): { root: Buffer; branch: Buffer[] } {
  const branch: Buffer[] = [];
  let level = leaves;
  while (level.length > 1) {
    const nodes = level;
    branch.push(nodes[1] as Buffer);
    level = Array.from({ length: Math.ceil(nodes.length / 2) }, (_, index) => {
      const left = nodes[2 * index] as Buffer;
      return sha256(sha256(Buffer.concat([left, nodes[2 * index + 1] ?? left])));
    });
  }
  return { root: level[0] as Buffer, branch };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function display(hash: Buffer): string {
  return Buffer.from(hash).reverse().toString('hex');
}

function sized(bytes: Uint8Array): Buffer {
  if (bytes.length > 252) throw new RangeError('the builder writes one-byte lengths only');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value), 0);
  return bytes;
}
