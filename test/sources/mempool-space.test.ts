import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareChains } from '../../lib/core/chain/best-chain.ts';
import { proveBlock } from '../../lib/core/chain/merkle.ts';
import type { ReaderPolicy } from '../../lib/sources/http-reader.ts';
import { createMempoolSpaceSource } from '../../lib/sources/mempool-space.ts';
import { BLOCKS_890440 } from '../core/chain/real-blocks.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { failure } from '../support/failure.ts';
import { type MempoolPeer, planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { asBuilt } from '../support/real-chain.ts';
import { TestReader } from '../support/test-reader.ts';

const START = 977_000;
const chain = buildChain({ height: START }, planDays(0.25, 1_780_000_000));
const tip = chain.at(-1) as BuiltBlock;

let peer: MempoolPeer;
let reader: TestReader;
beforeEach(async () => {
  peer = await startMempoolPeer(chain);
  reader = new TestReader();
});
afterEach(() => peer.close());

function source(policy: Partial<ReaderPolicy> = {}, address = peer.address) {
  return createMempoolSpaceSource(address, reader.deps, { paceMs: 0, ...policy });
}

describe('blocks of mempool.space', () => {
  it('come in pages of fifteen, lowest first, at evidence level `header`', async () => {
    const page = await source().blocksDownFrom(tip.height);
    expect(page.map(({ height }) => height)).toEqual(
      Array.from({ length: 15 }, (_, index) => tip.height - 14 + index),
    );
    expect(page.at(-1)).toEqual({
      id: tip.id,
      height: tip.height,
      header: tip.header,
      time: tip.time,
      medianTime: tip.medianTime,
      bits: tip.bits,
      previousId: tip.previousId,
      coinbaseScript: tip.coinbaseScript,
      payouts: tip.outputs.map(({ address }) => ({ address })),
      txCount: tip.txCount,
      evidence: 'header',
      label: 'Foundry USA',
    });
  });

  it.each(['/api', '/api/', '/api/v1', '/'])('also come from an address that ends in %s', async (end) => {
    const page = await source({}, `${peer.address.replace(/\/$/, '')}${end}`).blocksDownFrom(tip.height);
    expect(page).toHaveLength(15);
  });

  it("come in the service's page length, whatever it is", async () => {
    await peer.close();
    peer = await startMempoolPeer(chain, { pageLength: 4 });
    expect(await source().blocksDownFrom(tip.height)).toHaveLength(4);
  });

  it('end at the lowest one the service has', async () => {
    expect(await source().blocksDownFrom(START + 2)).toHaveLength(3);
  });

  it('include the real blocks 890440 to 890443 with their coinbases', async () => {
    await peer.close();
    peer = await startMempoolPeer(BLOCKS_890440.map(asBuilt));
    const page = await source().blocksDownFrom(890_443);
    expect(page.map(({ id, coinbaseScript }) => ({ id, coinbaseScript }))).toEqual(
      BLOCKS_890440.map(({ id, coinbaseScript }) => ({ id, coinbaseScript })),
    );
    expect(page[1]?.payouts.map(({ address }) => address)).toEqual(BLOCKS_890440[1]?.addresses);
    expect(page[0]).toMatchObject({ time: 1_743_535_677, medianTime: 1_743_532_406, bits: 386_038_124 });
  });

  it('with a changed coinbase script are accepted at level `header`, and refused once the proof is checked', async () => {
    const coinbaseScript = Buffer.from('/ViaBTC/').toString('hex');
    peer.distort((block) => ({ ...block, extras: { ...block.extras, coinbaseRaw: coinbaseScript } }));
    const lied = (await source().blocksDownFrom(tip.height)).at(-1);
    expect(lied).toMatchObject({ coinbaseScript, evidence: 'header' });
    const proof = await source().coinbaseProof(tip);
    expect(() => lied && proveBlock(lied, proof)).toThrow('refused by check "merkle"');
  });

  it('reach level `merkle` by their coinbase and its branch', async () => {
    const [block] = (await source().blocksDownFrom(tip.height)).slice(-1);
    const proof = await source().coinbaseProof(tip);
    expect(proof).toEqual({ coinbaseTxHex: tip.coinbaseTxHex, branch: tip.branch });
    expect(block && proveBlock(block, proof)).toMatchObject({ evidence: 'merkle', payouts: tip.outputs });
  });

  it.each([
    ['timestamp', { timestamp: 1 }],
    ['bits', { bits: 1 }],
    ['merkle_root', { merkle_root: '00'.repeat(32) }],
    ['previousblockhash', { previousblockhash: '11'.repeat(32) }],
  ])('whose %s is not what the header says are refused by `repeat`', async (field, change) => {
    peer.distort((block) => ({ ...block, ...change }));
    const error = await failure(source().blocksDownFrom(START));
    expect(error).toMatchObject({ name: 'HeaderCheckError', check: 'repeat', height: START });
    expect(error.message).toContain(`expected ${field} `);
  });

  it('whose header has one bit flipped are refused by `hash`', async () => {
    peer.distort((block) => ({
      ...block,
      extras: {
        ...block.extras,
        header: block.extras.header.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      },
    }));
    expect(await failure(source().blocksDownFrom(START))).toMatchObject({ check: 'hash', height: START });
  });

  it('with one of another chain among them are refused by `link`', async () => {
    const [foreign] = buildChain({ height: tip.height }, [{ time: tip.time, salt: 7 }]) as [BuiltBlock];
    peer.serve([...chain.slice(0, -1), foreign]);
    expect(await failure(source().blocksDownFrom(tip.height))).toMatchObject({
      check: 'link',
      id: foreign.id,
    });
  });

  it('of a test network are refused by `bits` at a height whose target is known', async () => {
    const forged = buildChain({ height: 890_440 }, [{ time: 1_743_535_677 }]);
    peer.serve(forged);
    expect(await failure(source().blocksDownFrom(890_440))).toMatchObject({ check: 'bits' });
  });

  it('of heights that were not requested are refused, naming the heights', async () => {
    const error = await failure(source().blocksDownFrom(tip.height + 1));
    expect(error).toMatchObject({ what: 'shape', retryable: false });
    expect(error.message).toContain(`not the blocks from ${tip.height + 1} down as JSON; found heights`);
  });
});

describe('the tip of mempool.space', () => {
  it('is its newest block', async () => {
    expect(await source().tip()).toEqual({ height: tip.height, id: tip.id });
  });

  it("is fetched from Esplora's endpoints if the list of blocks is missing", async () => {
    peer.misbehave({ kind: 'status', status: 404 }, { pathPart: '/api/v1/blocks' });
    expect(await source().tip()).toEqual({ height: tip.height, id: tip.id });
    expect(peer.requests).toEqual(['/api/v1/blocks', '/api/blocks/tip/height', '/api/blocks/tip/hash']);
  });

  it('is not fetched another way from a service that does not answer', async () => {
    peer.misbehave({ kind: 'stall' });
    const error = await failure(source({ firstContact: { timeoutMs: 20, tries: 1 } }).tip());
    expect(error).toMatchObject({ what: 'timeout' });
    expect(error.message).toContain('/api/v1/blocks)');
  });

  it('is not fetched another way from a service that is down', async () => {
    peer.misbehave({ kind: 'status', status: 503 });
    expect(await failure(source().tip())).toMatchObject({ what: 'status', status: 503 });
    expect(new Set(peer.requests)).toEqual(new Set(['/api/v1/blocks']));
  });
});

describe('a reorganisation between two pages', () => {
  it('is noticed by `link`, since the upper page no longer builds on the lower one', async () => {
    const shared = chain.slice(0, 16);
    peer.serve([...shared, ...buildChain(shared, planDays(0.2, 1_780_003_600, 2))], 1);
    const live = source();
    const upper = await live.blocksDownFrom(tip.height);
    const lower = await live.blocksDownFrom(tip.height - 15);
    expect(() => compareChains(chain.slice(0, 10), [...lower, ...upper])).toThrow(
      `block ${tip.height - 14} (${upper[0]?.id}) refused by check "link"`,
    );
  });
});
