import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { type CorePeer, startCorePeer } from '../support/core-peer.ts';
import { failure } from '../support/failure.ts';
import { planDays } from '../support/mempool-peer.ts';
import { ADVICE, locked, openSource } from '../support/open-source.ts';
import { TestReader } from '../support/test-reader.ts';

const high = buildChain({ height: 977_000 }, planDays(0.2, 1_780_000_000));
const tip = high.at(-1) as BuiltBlock;

let core: CorePeer;
let reader: TestReader;
beforeEach(async () => {
  core = await startCorePeer(high);
  reader = new TestReader();
});
afterEach(() => core.close());

const open = (text: string) => openSource(text, reader.deps);

describe('a Bitcoin Core node', () => {
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
});
