import type { BuiltBlock } from './chain-builder.ts';
import { type ChainPeer, Refusal, startChainPeer } from './chain-peer.ts';

/**
 * A Bitcoin Core node on 127.0.0.1 that serves a generated chain by JSON-RPC and REST. Source: github.com/bitcoin/bitcoin,
 * doc/JSON-RPC-interface.md, doc/REST-interface.md, the help of each call, src/rpc/protocol.h for codes and
 * src/rpc/blockchain.cpp for the wording of refusals. Nothing here is imported from the program.
 */
export type CorePeer = ChainPeer & {
  /** Changes the state that the node reports. */
  be(state: Partial<CoreState>): void;
};

type CoreState = {
  /** User and password with a colon between them. */
  readonly credentials: string;
  readonly chain: 'main' | 'test' | 'testnet4' | 'signet' | 'regtest';
  readonly isStarting: boolean;
  readonly isDownloading: boolean;
  /** The number of headers without blocks above the tip. */
  readonly headersAhead: number;
  /** The lowest height whose block is not pruned. */
  readonly prunedBelow: number;
  /** Whether REST is switched on. */
  readonly rest: boolean;
  /** Other ends of branches, as `getchaintips` gives them. */
  readonly tips: readonly ChainTip[];
  /** Blocks of those branches. */
  readonly others: readonly BuiltBlock[];
};

export type ChainTip = {
  readonly height: number;
  readonly hash: string;
  readonly branchlen: number;
  readonly status: 'active' | 'valid-fork' | 'valid-headers' | 'headers-only' | 'invalid';
};

export const WELL: CoreState = {
  credentials: 'reader:s3cret',
  chain: 'main',
  isStarting: false,
  isDownloading: false,
  headersAhead: 0,
  prunedBelow: 0,
  rest: true,
  tips: [],
  others: [],
};

export async function startCorePeer(chain: readonly BuiltBlock[], port = 0): Promise<CorePeer> {
  let state = WELL;
  const peer = await startChainPeer(
    chain,
    (blocks, path, { body, authorization }) => {
      if (path.startsWith('/rest/')) return state.rest ? answerRest(blocks, state, path) : undefined;
      if (body === '') return new Refusal(405, 'JSONRPC server handles only POST requests');
      const expected = `Basic ${Buffer.from(state.credentials).toString('base64')}`;
      return authorization === expected ? answerRpc(blocks, state, body) : new Refusal(401, '');
    },
    port,
  );
  return {
    ...peer,
    be: (wanted) => {
      state = { ...WELL, ...wanted };
    },
  };
}

class RpcError {
  readonly code: number;
  readonly message: string;

  constructor(code: number, message: string) {
    this.code = code;
    this.message = message;
  }
}

type Call = { readonly id: unknown; readonly method: string; readonly params?: readonly unknown[] };

/** Answers the calls of a request's body, one or a batch. */
export function answerRpc(chain: readonly BuiltBlock[], state: CoreState, body: string): unknown {
  const parsed: Call | readonly Call[] = JSON.parse(body);
  const answers = [parsed].flat().map((call) => {
    const result = state.isStarting
      ? new RpcError(-28, 'Loading block index…')
      : answerCall(chain, state, call as Call);
    const { id } = call as Call;
    return result instanceof RpcError
      ? { jsonrpc: '2.0', error: { code: result.code, message: result.message }, id }
      : { jsonrpc: '2.0', result, id };
  });
  return Array.isArray(parsed) ? answers : answers[0];
}

function answerCall(chain: readonly BuiltBlock[], state: CoreState, { method, params = [] }: Call): unknown {
  const known = (id: unknown) => [...chain, ...state.others].find((block) => block.id === id);
  const pruned = ({ height }: BuiltBlock) => height < state.prunedBelow;
  switch (method) {
    case 'getblockchaininfo':
      return chainInfo(chain, state);
    case 'getchaintips': {
      const { height, id } = chain.at(-1)!;
      return [{ height, hash: id, branchlen: 0, status: 'active' }, ...state.tips];
    }
    case 'getblockhash':
      return (
        chain.find(({ height }) => height === params[0])?.id ?? new RpcError(-8, 'Block height out of range')
      );
    case 'getblock': {
      const block = known(params[0]);
      if (block === undefined) return new RpcError(-5, 'Block not found');
      if (pruned(block)) return new RpcError(-1, 'Block not available (pruned data)');
      return params[1] === 0 ? wholeBlock(block).toString('hex') : toldBlock(chain, block);
    }
    case 'getrawtransaction': {
      const [txid, verbosity, blockId] = params;
      if (verbosity !== false && verbosity !== 0) return new RpcError(-8, 'the peer knows no verbose form');
      const block = known(blockId);
      if (block === undefined) return new RpcError(-5, 'Block hash not found');
      if (block.coinbaseTxid !== txid || pruned(block))
        return new RpcError(
          -5,
          'No such transaction found in the provided block. Use gettransaction for wallet transactions.',
        );
      if (block.height === 0)
        return new RpcError(
          -5,
          'The genesis block coinbase is not considered an ordinary transaction and cannot be retrieved',
        );
      return block.coinbaseTxHex;
    }
    default:
      return new RpcError(-32601, 'Method not found');
  }
}

function answerRest(chain: readonly BuiltBlock[], state: CoreState, path: string): unknown {
  if (state.isStarting) return new Refusal(503, 'Service temporarily unavailable: Loading block index…\r\n');
  const [, height] = /^\/rest\/blockhashbyheight\/(\d+)\.json$/.exec(path) ?? [];
  const [, lowest, count = 5] = /^\/rest\/headers\/([0-9a-f]{64})\.json(?:\?count=(\d+))?$/.exec(path) ?? [];
  const [, told] = /^\/rest\/block\/notxdetails\/([0-9a-f]{64})\.json$/.exec(path) ?? [];
  const [, whole] = /^\/rest\/block\/([0-9a-f]{64})\.bin$/.exec(path) ?? [];
  if (path === '/rest/chaininfo.json') return chainInfo(chain, state);
  if (height !== undefined) {
    const block = chain.find((one) => one.height === Number(height));
    return block ? { blockhash: block.id } : new Refusal(404, 'Block height out of range\r\n');
  }
  if (lowest !== undefined) {
    const from = chain.findIndex(({ id }) => id === lowest);
    const headers = from < 0 ? [] : chain.slice(from, from + Number(count));
    return headers.map((one) => {
      const { tx, strippedsize, size, weight, ...header } = toldBlock(chain, one);
      return header;
    });
  }
  const block = chain.find(({ id }) => id === (told ?? whole));
  if (block === undefined) return new Refusal(404, `${told ?? whole ?? path} not found\r\n`);
  if (block.height < state.prunedBelow)
    return new Refusal(404, `${block.id} not available (pruned data)\r\n`);
  return told === undefined ? wholeBlock(block) : toldBlock(chain, block);
}

function chainInfo(chain: readonly BuiltBlock[], state: CoreState) {
  const tip = chain.at(-1)!;
  return {
    chain: state.chain,
    blocks: tip.height,
    headers: tip.height + state.headersAhead,
    bestblockhash: tip.id,
    difficulty: 1,
    time: tip.time,
    mediantime: tip.medianTime,
    verificationprogress: state.isDownloading ? 0.4 : 1,
    initialblockdownload: state.isDownloading,
    chainwork: '00'.repeat(32),
    size_on_disk: 1_000,
    pruned: state.prunedBelow > 0,
    ...(state.prunedBelow > 0 && { pruneheight: state.prunedBelow }),
    warnings: [],
  };
}

/** `getblock` with verbosity 1. */
function toldBlock(chain: readonly BuiltBlock[], block: BuiltBlock) {
  const isActive = chain.some(({ id }) => id === block.id);
  return {
    hash: block.id,
    confirmations: isActive ? chain.at(-1)!.height - block.height + 1 : -1,
    height: block.height,
    version: block.version,
    versionHex: (block.version >>> 0).toString(16).padStart(8, '0'),
    merkleroot: block.merkleRoot,
    time: block.time,
    mediantime: block.medianTime,
    nonce: block.nonce,
    bits: block.bits.toString(16),
    difficulty: 1,
    chainwork: '00'.repeat(32),
    nTx: block.txCount,
    ...(block.height > 0 && { previousblockhash: block.previousId }),
    strippedsize: 1_000,
    size: 1_000,
    weight: 4_000,
    tx: block.txids,
  };
}

function wholeBlock(block: BuiltBlock): Buffer {
  const count = block.txCount < 0xfd ? [block.txCount] : [0xfd, block.txCount & 0xff, block.txCount >> 8];
  return Buffer.concat([
    Buffer.from(block.header, 'hex'),
    Buffer.from(count),
    ...[block.coinbaseTxHex, ...block.otherTxsHex].map((tx) => Buffer.from(tx, 'hex')),
  ]);
}
