import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { startCorePeer } from '../support/core-peer.ts';
import { startEsploraPeer } from '../support/esplora-peer.ts';
import { failure } from '../support/failure.ts';
import { planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { ADVICE, openSource } from '../support/open-source.ts';
import { TestReader } from '../support/test-reader.ts';

const high = buildChain({ height: 977_000 }, planDays(0.2, 1_780_000_000));

let peer: ChainPeer;
let reader: TestReader;
beforeEach(() => {
  reader = new TestReader();
});
afterEach(() => peer.close());

const open = (text: string) => openSource(text, reader.deps);

describe('an address with something else says what it is and what to do:', () => {
  it.each([
    [
      'a node instead of mempool.space',
      () => startCorePeer(high),
      (address: string) => `mempool:${address}`,
      (address: string) =>
        `mempool.space (GET ${address}/api/v1/blocks): answered with status 405, expected the newest blocks as JSON; if that lasts, ${ADVICE.mempool}`,
    ],
    [
      'mempool.space without /api instead of an Esplora',
      () => startMempoolPeer(high),
      (address: string) => `esplora:${address}`,
      (address: string) =>
        `Esplora (GET ${address}/blocks): answered with status 404, expected the newest blocks as JSON; if that lasts, ${ADVICE.esplora}`,
    ],
    [
      'an Esplora instead of a node',
      () => startEsploraPeer(high),
      (address: string) => `core:${address}`,
      (address: string) =>
        `Bitcoin Core (POST ${address}/): answered with status 404, expected the answers to 1 of getblockchaininfo; if that lasts, ${ADVICE.rpc}`,
    ],
    [
      "a web page instead of a node's REST",
      async () => {
        const page = await startEsploraPeer(high);
        page.misbehave({ kind: 'html' });
        return page;
      },
      (address: string) => `core:${address}/rest`,
      (address: string) =>
        `Bitcoin Core's REST (GET ${address}/rest/chaininfo.json): answered with a web page, expected the state of the chain; if that lasts, ${ADVICE.rest}`,
    ],
  ])('%s', async (_, start, entry, text) => {
    peer = await start();
    expect((await failure(open(entry(peer.address)).tip())).message).toBe(text(peer.address));
  });

  it('nothing that answers', async () => {
    peer = await startEsploraPeer(high);
    await peer.close();
    expect((await failure(open(`esplora:${peer.address}`).tip())).message).toBe(
      `Esplora (GET ${peer.address}/blocks): could not be reached, or the connection broke (ECONNREFUSED), when asked for the newest blocks as JSON`,
    );
  });
});
