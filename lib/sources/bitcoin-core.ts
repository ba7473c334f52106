import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { buildHeader } from '../core/chain/header.ts';
import { type CoinbaseProof, coinbaseBranch, proveBlock } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { hash, NO_BLOCK } from './answers.ts';
import { inOrder } from './pages.ts';

/** The fields used of `getblockchaininfo` and `/rest/chaininfo.json`. */
export const chainInfo = z.object({
  chain: z.string(),
  blocks: count,
  headers: count,
  bestblockhash: hash,
  initialblockdownload: z.optional(z.boolean()),
  pruned: z.optional(z.boolean()),
});

/** The fields used of `getblock` with verbosity 1 and `/rest/block/notxdetails/`. */
export const coreBlock = z.object({
  hash,
  height: count,
  version: z.int(),
  merkleroot: hash,
  tx: z.array(hash).check(z.minLength(1)),
  time: z.uint32(),
  mediantime: z.uint32(),
  nonce: z.uint32(),
  bits: z.string().check(z.regex(/^[0-9a-f]{8}$/, { error: 'expected 8 hex digits' })),
  /** Genesis has none. */
  previousblockhash: z.optional(hash),
});

export type CoreBlock = z.output<typeof coreBlock>;

/**
 * The tip of a branch in `getchaintips`. `valid-fork` and `valid-headers`: the node has its blocks and found no fault
 * with them. `headers-only`: it has no blocks; `invalid`: it rejects them.
 */
export const coreTip = z.object({
  height: count,
  hash,
  branchlen: count,
  status: z.enum(['active', 'valid-fork', 'valid-headers', 'headers-only', 'invalid']),
});

/** A node, by either interface. Blocks are returned in the order requested. */
export type CoreNode = {
  readonly name: string;
  /** Blocks fetched together: as many as take little time and few requests. */
  readonly pageLength: number;
  chainInfo(signal?: AbortSignal): Promise<z.output<typeof chainInfo>>;
  /** The ids of `count` consecutive blocks from a height up. */
  idsFrom(height: number, count: number, signal?: AbortSignal): Promise<readonly string[]>;
  blocks(ids: readonly string[], signal?: AbortSignal): Promise<readonly CoreBlock[]>;
  /** The tips of all branches it knows; not available by REST. */
  tips?(signal?: AbortSignal): Promise<readonly z.output<typeof coreTip>[]>;
  /** The coinbase transactions of blocks, in hex. */
  coinbases(blocks: readonly CoreBlock[], signal?: AbortSignal): Promise<readonly string[]>;
};

/** Returns the error of a node that has pruned the blocks asked for. */
export function prunedError(source: string): SourceError {
  const text =
    'is pruned and no longer has blocks that old: name a source that has them, or a node without -prune';
  return new SourceError('pruned', text, { source, retryable: false });
}

/** A longer branch did not lose a race: it is another chain. */
const LONGEST_BRANCH = 144;

/** A node with this many more headers than blocks is still catching up. */
const LAGGING_BLOCKS = 6;

/**
 * Creates a source of blocks from the operator's own node. Every block comes proven: from the ids of all its
 * transactions, its coinbase is checked against the header's Merkle root at once.
 */
export function createCoreSource(node: CoreNode): BlockSource {
  const { name } = node;
  const refuse = (text: string): never => {
    throw new SourceError('unfit', text, { source: name, retryable: false });
  };
  /** Checks a node's blocks and proves their coinbases. */
  const proven = async (found: readonly CoreBlock[], signal: AbortSignal | undefined) => {
    const blocks = found.map(rawBlockOf);
    checkHeaders(blocks);
    const coinbases = await node.coinbases(found, signal);
    return blocks.map((block, index) => proveBlock(block, proofOf(found[index]!, coinbases[index]!)));
  };
  return {
    name,
    title: 'Bitcoin Core',
    pageLength: node.pageLength,
    async tip(signal) {
      const { chain, blocks, headers, bestblockhash, initialblockdownload } = await node.chainInfo(signal);
      if (chain !== 'main')
        refuse(`is on the network "${chain}", not on Bitcoin's main one: name a node started without -chain`);
      if (initialblockdownload === true || headers - blocks > LAGGING_BLOCKS)
        refuse(`has ${blocks} of ${headers} blocks and is still catching up: wait until it has caught up`);
      return { height: blocks, id: bestblockhash };
    },
    async blocksDownFrom(height, signal) {
      const length = Math.min(node.pageLength, height + 1);
      const found = await node.blocks(await node.idsFrom(height - length + 1, length, signal), signal);
      return proven(inOrder(found, height, name), signal);
    },
    ...(node.tips && {
      async lostBranches(from, isKept, signal) {
        const lost = (await node.tips!(signal)).filter(
          ({ status, height, hash, branchlen }) =>
            (status === 'valid-fork' || status === 'valid-headers') &&
            height >= from &&
            branchlen > 0 &&
            branchlen <= LONGEST_BRANCH &&
            !isKept(hash),
        );
        return Array.fromAsync(lost, async ({ hash, branchlen }): Promise<readonly RawBlock[]> => {
          const branch: CoreBlock[] = [];
          for (let id = hash; branch.length < branchlen; id = branch[0]!.previousblockhash ?? NO_BLOCK)
            branch.unshift(...(await node.blocks([id], signal)));
          return proven(branch, signal);
        });
      },
    }),
    async coinbaseProof({ id }, signal) {
      const blocks = await node.blocks([id], signal);
      const [coinbase] = await node.coinbases(blocks, signal);
      return proofOf(blocks[0]!, coinbase!);
    },
  };
}

function proofOf({ tx }: CoreBlock, coinbaseTxHex: string): CoinbaseProof {
  return { coinbaseTxHex, branch: coinbaseBranch(tx) };
}

function rawBlockOf(block: CoreBlock): RawBlock {
  const { hash: id, height, time, mediantime: medianTime, merkleroot: merkleRoot, tx } = block;
  const [bits, previousId] = [Number.parseInt(block.bits, 16), block.previousblockhash ?? NO_BLOCK];
  const header = buildHeader({ ...block, bits, previousId, merkleRoot });
  const rest = { coinbaseScript: null, payouts: [], txCount: tx.length, evidence: 'header' } as const;
  return { id, height, header, time, medianTime, bits, previousId, ...rest };
}
