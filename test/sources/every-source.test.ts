import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCoinbase, proveBlock } from '../../lib/core/chain/merkle.ts';
import type { RawBlock } from '../../lib/core/chain/raw-block.ts';
import type { BlockSource } from '../../lib/daily/block-source.ts';
import { BLOCKS_890440 } from '../core/chain/real-blocks.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { startCorePeer } from '../support/core-peer.ts';
import { startEsploraPeer } from '../support/esplora-peer.ts';
import { failure } from '../support/failure.ts';
import { planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { locked, openSource } from '../support/open-source.ts';
import { asBuilt, genesis, wholeBlock10000 } from '../support/real-chain.ts';
import { TestReader } from '../support/test-reader.ts';

const high = buildChain({ height: 977_000 }, planDays(0.2, 1_780_000_000));
const tip = high.at(-1) as BuiltBlock;

let peer: ChainPeer;
let reader: TestReader;
beforeEach(() => {
  reader = new TestReader();
});
afterEach(() => peer.close());

const open = (text: string) => openSource(text, reader.deps);

const KINDS = [
  {
    name: 'mempool.space',
    start: startMempoolPeer,
    entry: (address: string) => `mempool:${address}`,
    length: 15,
  },
  { name: 'Esplora', start: startEsploraPeer, entry: (address: string) => `esplora:${address}`, length: 10 },
  {
    name: 'Bitcoin Core by JSON-RPC',
    start: startCorePeer,
    entry: (a: string) => `core:${locked(a)}`,
    length: 25,
  },
  { name: 'Bitcoin Core by REST', start: startCorePeer, entry: (a: string) => `core:${a}/rest`, length: 10 },
] as const;

/** A page of blocks, all proven. */
async function proven(source: BlockSource, height: number): Promise<readonly RawBlock[]> {
  const page = await source.blocksDownFrom(height);
  const all: RawBlock[] = [];
  for (const block of page)
    all.push(block.evidence === 'merkle' ? block : proveBlock(block, await source.coinbaseProof(block)));
  return all;
}

describe.each(KINDS)('$name', ({ start, entry, length }) => {
  it('reports its newest block', async () => {
    peer = await start(high);
    expect(await open(entry(peer.address)).tip()).toEqual({ height: tip.height, id: tip.id });
  });

  it('serves a page of blocks that prove to be those mined', async () => {
    peer = await start(high);
    const source = open(entry(peer.address));
    expect(source.pageLength).toBe(length);
    const blocks = await proven(source, tip.height);
    expect(blocks.map(({ label, ...block }) => block)).toEqual(
      high.slice(-length).map((block) => ({
        id: block.id,
        height: block.height,
        header: block.header,
        time: block.time,
        medianTime: block.medianTime,
        bits: block.bits,
        previousId: block.previousId,
        coinbaseScript: block.coinbaseScript,
        payouts: block.outputs,
        txCount: block.txCount,
        evidence: 'merkle',
      })),
    );
  });

  it('serves the genesis block, which has no previous one', async () => {
    const first = genesis();
    peer = await start([first]);
    const page = await proven(open(entry(peer.address)), 0);
    expect(page).toMatchObject([
      {
        height: 0,
        id: first.id,
        header: first.header,
        coinbaseScript: first.coinbaseScript,
        evidence: 'merkle',
      },
    ]);
    expect(page[0]!.previousId).toBe('00'.repeat(32));
  });

  it('proves a block by its hash', async () => {
    peer = await start(high);
    const proof = await open(entry(peer.address)).coinbaseProof(tip);
    expect(checkCoinbase(tip, proof).script).toBe(tip.coinbaseScript);
  });

  it('proves each of two blocks that share a coinbase, as four blocks of 2010 do', async () => {
    const coinbaseScript = '04a90a021c014e';
    const below = buildChain({ height: 976_970 }, planDays(30 / 144, 1_780_000_000));
    const twins = buildChain(below, [
      { time: 1_780_000_600, coinbaseScript, txCount: 1 },
      { time: 1_780_001_200, tag: '/ViaBTC/' },
      { time: 1_780_001_800, coinbaseScript, txCount: 3 },
    ]);
    expect(twins[0]!.coinbaseTxid).toBe(twins[2]!.coinbaseTxid);
    peer = await start([...below, ...twins]);
    const page = (await proven(open(entry(peer.address)), 977_002)).slice(-3);
    expect(page.map(({ evidence, coinbaseScript: script }) => [evidence, script])).toEqual([
      ['merkle', coinbaseScript],
      ['merkle', twins[1]!.coinbaseScript],
      ['merkle', coinbaseScript],
    ]);
  });

  it('serves the real block 10000 with its whole proof', async () => {
    const real = wholeBlock10000();
    peer = await start([real]);
    const proof = await open(entry(peer.address)).coinbaseProof(real);
    expect(checkCoinbase(real, proof)).toMatchObject({ script: '04ffff001d026f03', payouts: [] });
  });

  it.each([
    ['status 503', { kind: 'status', status: 503 }, { what: 'status', status: 503 }],
    ['a web page', { kind: 'html' }, { what: 'not-json' }],
    ['half an answer', { kind: 'half-json' }, { what: 'not-json' }],
    ['a wrong shape', { kind: 'wrong-shape' }, { what: 'shape' }],
    ['a connection that breaks off', { kind: 'break-off' }, { what: 'unreachable' }],
  ] as const)('that fails with %s is reported with its address', async (_, how, fields) => {
    peer = await start(high);
    peer.misbehave(how);
    const error = await failure(open(entry(peer.address)).tip());
    expect(error).toMatchObject(fields);
    expect(error.message).toContain(peer.address);
    expect(error.message).not.toContain('s3cret');
  });

  it('is left alone for as long as Retry-After says', async () => {
    peer = await start(high);
    peer.misbehave({ kind: 'status', status: 429, retryAfter: '7' }, { times: 1 });
    expect(await open(entry(peer.address)).tip()).toEqual({ height: tip.height, id: tip.id });
    expect(reader.slept).toEqual([7_000]);
  });

  it('without blocks that high says so', async () => {
    peer = await start(high);
    const error = await failure(open(entry(peer.address)).blocksDownFrom(tip.height + 500));
    expect(error).toMatchObject({ name: 'SourceError', retryable: false });
  });
});

describe.each(KINDS.slice(0, 2))('$name', ({ start, entry }) => {
  it('serves the real blocks 890440 to 890443, with headers as fields or whole', async () => {
    peer = await start(BLOCKS_890440.map(asBuilt));
    const page = await open(entry(peer.address)).blocksDownFrom(890_443);
    expect(page.map(({ id, header }) => ({ id, header }))).toEqual(
      BLOCKS_890440.map(({ id, header }) => ({ id, header })),
    );
  });

  it('with a header that was tampered with is refused', async () => {
    const [first, ...others] = high.slice(-3) as [BuiltBlock, ...BuiltBlock[]];
    peer = await start([
      { ...first, nonce: first.nonce + 1, header: first.header.replace(/..$/, 'ff') },
      ...others,
    ]);
    const error = await failure(open(entry(peer.address)).blocksDownFrom(tip.height));
    expect(error).toMatchObject({ name: 'HeaderCheckError', check: 'hash' });
  });
});
