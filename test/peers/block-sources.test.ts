import { afterEach, describe, expect, it } from 'vitest';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { startCorePeer } from '../support/core-peer.ts';
import { startEsploraPeer } from '../support/esplora-peer.ts';
import { planDays, startMempoolPeer } from '../support/mempool-peer.ts';

const high = buildChain({ height: 977_000 }, planDays(0.2, 1_780_000_000));
const tip = high.at(-1) as BuiltBlock;

let peer: ChainPeer;
afterEach(() => peer.close());

describe('a peer of a node', () => {
  it('refuses what it does not know: another method, a verbose transaction, a GET', async () => {
    const core = await startCorePeer(high);
    peer = core;
    const call = async (body: object, credentials = 'reader:s3cret') => {
      const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
      return fetch(core.address, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) });
    };
    expect(await (await call({ id: 1, method: 'getblockfees' })).json()).toMatchObject({
      error: { code: -32601, message: 'Method not found' },
    });
    const refused = async (method: string, ...params: readonly unknown[]) =>
      ((await (await call({ id: 1, method, params })).json()) as { error: { code: number } }).error.code;
    expect(await refused('getrawtransaction', tip.coinbaseTxid, true, tip.id)).toBe(-8);
    expect(await refused('getrawtransaction', tip.coinbaseTxid, false, high[0]!.id)).toBe(-5);
    expect(await refused('getrawtransaction', tip.coinbaseTxid, false, '00'.repeat(32))).toBe(-5);
    expect(await refused('getblockhash', tip.height + 1)).toBe(-8);
    expect(await refused('getblock', '00'.repeat(32), 1)).toBe(-5);
    core.be({ prunedBelow: tip.height });
    expect(await refused('getblock', high[0]!.id, 1)).toBe(-1);
    expect(await refused('getrawtransaction', high[0]!.coinbaseTxid, false, high[0]!.id)).toBe(-5);
    core.be({ isStarting: true });
    expect(await refused('getblockchaininfo')).toBe(-28);
    expect((await call({ id: 1, method: 'getchaintips' }, 'reader:wrong')).status).toBe(401);
    expect((await fetch(core.address)).status).toBe(405);
  });
});

describe('a peer of explorers', () => {
  const statusOf = async (path: string) => (await fetch(`${peer.address}${path}`)).status;

  it.each([
    ['Esplora', startEsploraPeer, ''],
    ['mempool.space', startMempoolPeer, '/api'],
  ] as const)('refuses what %s has not: paths, blocks, transactions', async (_, start, base) => {
    peer = await start(high);
    for (const path of ['/block', `/block/${tip.id}/txid/1`, `/block/${'0'.repeat(64)}/txid/0`])
      expect([path, await statusOf(`${base}${path}`)]).toEqual([path, 404]);
    for (const path of [`/tx/${'0'.repeat(64)}/hex`, `/tx/${tip.coinbaseTxid}/raw`, '/block-height/1'])
      expect([path, await statusOf(`${base}${path}`)]).toEqual([path, 404]);
    expect(await statusOf(`${base}/tx/${tip.coinbaseTxid}/hex`)).toBe(200);
  });

  it('refuses more requests than it allows, whatever they are', async () => {
    peer = await startEsploraPeer(high);
    peer.allow(2);
    const statuses = [await statusOf('/blocks'), await statusOf('/nothing'), await statusOf('/blocks')];
    expect(statuses).toEqual([200, 404, 429]);
  });
});

describe("a peer of a node's REST", () => {
  it('refuses what a node lacks or does not serve', async () => {
    const core = await startCorePeer(high);
    peer = core;
    const statusOf = async (path: string) => (await fetch(`${core.address}/rest/${path}`)).status;
    const block = (id: string) => `block/notxdetails/${id}.json`;
    expect(await statusOf(block(tip.id))).toBe(200);
    expect(await statusOf(block('0'.repeat(64)))).toBe(404);
    expect(await statusOf(`blockhashbyheight/${tip.height + 1}.json`)).toBe(404);
    expect(await statusOf('chaintips.json')).toBe(404);
    core.be({ prunedBelow: tip.height });
    expect(await statusOf(block(high[0]!.id))).toBe(404);
    core.be({ isStarting: true });
    expect(await statusOf('chaininfo.json')).toBe(503);
    core.be({ rest: false });
    expect(await statusOf('chaininfo.json')).toBe(404);
  });
});
