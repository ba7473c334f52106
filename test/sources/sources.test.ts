import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../lib/config/environment.ts';
import { checkCoinbase, proveBlock } from '../../lib/core/chain/merkle.ts';
import type { RawBlock } from '../../lib/core/chain/raw-block.ts';
import type { BlockSource } from '../../lib/daily/block-source.ts';
import type { ReaderDeps } from '../../lib/sources/http-reader.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { BLOCKS_890440 } from '../core/chain/real-blocks.ts';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import type { ChainPeer } from '../support/chain-peer.ts';
import { type CorePeer, startCorePeer } from '../support/core-peer.ts';
import { startEsploraPeer } from '../support/esplora-peer.ts';
import { planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { asBuilt, genesis, wholeBlock10000 } from '../support/real-chain.ts';

const high = buildChain({ height: 977_000 }, planDays(0.2, 1_780_000_000));
const tip = high.at(-1) as BuiltBlock;

let clock = 0;
let slept: number[] = [];
const deps: ReaderDeps = {
  fetch,
  now: () => clock,
  random: () => 0,
  sleep: async (ms) => {
    slept.push(ms);
    clock += ms;
  },
  readFile: async (path) => {
    if (path !== '/node/.cookie') throw new Error(`ENOENT: no such file, open '${path}'`);
    return '__cookie__:s3cret\n';
  },
};

let peer: ChainPeer;
beforeEach(() => {
  clock = 0;
  slept = [];
});
afterEach(() => peer.close());

function open(text: string): BlockSource {
  const { sources } = parseEnvironment({ HASHTILT_SOURCES: text });
  return openSources(sources, deps, 0)[0]!;
}

async function failure(act: Promise<unknown>): Promise<Error> {
  return act.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: Error) => error,
  );
}

const locked = (address: string) => address.replace('http://', 'http://reader:s3cret@');

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
    expect(slept).toEqual([7_000]);
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

const ADVICE = {
  mempool: 'name the address of a mempool.space or an instance of it, as in https://mempool.space',
  esplora:
    'name the address of an Esplora, most often with /api at the end, as in https://blockstream.info/api',
  rpc: 'name the port for JSON-RPC of a node, as in http://user:password@127.0.0.1:8332',
  rest: 'start the node with -rest=1, and name its address with /rest at the end, as in http://127.0.0.1:8332/rest',
};

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

describe('a Bitcoin Core node', () => {
  let core: CorePeer;
  beforeEach(async () => {
    core = await startCorePeer(high);
    peer = core;
  });
  const rpc = () => open(`core:${locked(core.address)}`);
  const rest = () => open(`core:${core.address}/rest`);
  const rpcName = () => `Bitcoin Core at ${core.address}/`;

  it('is accessed by the cookie it writes', async () => {
    core.be({ credentials: '__cookie__:s3cret' });
    const source = open(`core:${core.address}?cookie=/node/.cookie`);
    expect(await source.tip()).toEqual({ height: tip.height, id: tip.id });
  });

  it('without a cookie file says which one it looked for', async () => {
    const source = open(`core:${core.address}?cookie=/elsewhere/.cookie`);
    expect((await failure(source.tip())).message).toBe(
      `${rpcName()}: its cookie file /elsewhere/.cookie cannot be read: start the node, or name the file it writes`,
    );
  });

  it('that refuses the password says how to set it, after one request', async () => {
    core.be({ credentials: 'reader:another' });
    expect((await failure(rpc().tip())).message).toBe(
      `Bitcoin Core (POST ${core.address}/): refused user, password or this machine's address (status 401): set user and password, as in http://user:password@host, or allow this machine there`,
    );
    expect(core.requests).toHaveLength(1);
  });

  it('of another network is not a source', async () => {
    core.be({ chain: 'testnet4' });
    const text =
      'is on the network "testnet4", not on Bitcoin\'s main one: name a node started without -chain';
    expect((await failure(rpc().tip())).message).toBe(`${rpcName()}: ${text}`);
    expect((await failure(rest().tip())).message).toBe(
      `Bitcoin Core's REST at ${core.address}/rest/: ${text}`,
    );
  });

  it('that is still downloading is not a source yet', async () => {
    core.be({ isDownloading: true, headersAhead: 300 });
    expect((await failure(rpc().tip())).message).toBe(
      `${rpcName()}: has ${tip.height} of ${tip.height + 300} blocks and is still catching up: wait until it has caught up`,
    );
  });

  it('that is still starting is retried, and says so', async () => {
    core.be({ isStarting: true });
    expect((await failure(rpc().tip())).message).toBe(
      `${rpcName()} (getblockchaininfo): is still starting (Loading block index…): wait until it is ready`,
    );
  });

  it('that is pruned serves what it has, and says that the rest needs another source', async () => {
    core.be({ prunedBelow: tip.height - 24 });
    expect(await rpc().blocksDownFrom(tip.height)).toHaveLength(25);
    const error = await failure(rpc().blocksDownFrom(tip.height - 1));
    expect(error).toMatchObject({ what: 'pruned' });
    expect(error.message).toBe(
      `${rpcName()} (getblock): is pruned and no longer has blocks that old: name a source that has them, or a node without -prune`,
    );
    expect((await failure(rest().blocksDownFrom(tip.height - 18))).message).toBe(
      `Bitcoin Core's REST at ${core.address}/rest/: is pruned and no longer has blocks that old: name a source that has them, or a node without -prune`,
    );
  });

  it('that leaves a transaction out of a block is caught by the Merkle root', async () => {
    core.serve(high.map((block) => (block === tip ? { ...block, txids: block.txids.slice(0, -1) } : block)));
    expect(await failure(rpc().blocksDownFrom(tip.height))).toMatchObject({
      check: 'merkle',
      height: tip.height,
    });
  });

  it('without REST enabled says how to enable it', async () => {
    core.be({ rest: false });
    expect((await failure(rest().tip())).message).toBe(
      `Bitcoin Core's REST (GET ${core.address}/rest/chaininfo.json): answered with status 404, expected the state of the chain; if that lasts, ${ADVICE.rest}`,
    );
  });

  it('refuses what it does not know: another method, a verbose transaction, a GET', async () => {
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
