import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { buildHeader } from '../core/chain/header.ts';
import { type CoinbaseProof, coinbaseBranch, proveBlock } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { hash, NO_BLOCK } from './answers.ts';
import { inOrder } from './pages.ts';

/** What `getblockchaininfo` and `/rest/chaininfo.json` say, as far as it is used. */
export const chainInfo = z.object({
  chain: z.string(),
  blocks: count,
  headers: count,
  bestblockhash: hash,
  initialblockdownload: z.optional(z.boolean()),
  pruned: z.optional(z.boolean()),
});

/** What `getblock` with verbosity 1 and `/rest/block/notxdetails/` say, as far as it is used. */
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
 * What `getchaintips` says of the end of a branch. `valid-fork` and `valid-headers`: the node has its blocks, and
 * found no fault with them. Of `headers-only` it has none, `invalid` it refuses.
 */
export const coreTip = z.object({
  height: count,
  hash,
  branchlen: count,
  status: z.enum(['active', 'valid-fork', 'valid-headers', 'headers-only', 'invalid']),
});

/** A node, however it is spoken to. Blocks come in the order asked for. */
export type CoreNode = {
  readonly name: string;
  /** Blocks that are asked for together: as many as it gives in little time and few requests. */
  readonly pageLength: number;
  chainInfo(signal?: AbortSignal): Promise<z.output<typeof chainInfo>>;
  /** The ids of so many blocks in a row from a height up. */
  idsFrom(height: number, count: number, signal?: AbortSignal): Promise<readonly string[]>;
  blocks(ids: readonly string[], signal?: AbortSignal): Promise<readonly CoreBlock[]>;
  /** The ends of all branches that it knows; REST does not tell them. */
  tips?(signal?: AbortSignal): Promise<readonly z.output<typeof coreTip>[]>;
  /** The coinbase transactions of blocks, in hex. */
  coinbases(blocks: readonly CoreBlock[], signal?: AbortSignal): Promise<readonly string[]>;
};

/** That a node has no blocks so old any more. */
export function prunedError(source: string): SourceError {
  const text = 'is pruned and has no blocks so old: name a source that has them, or a node without -prune';
  return new SourceError('pruned', text, { source, retryable: false });
}

/** A branch that is longer lost no race: it is a chain of others. */
const LONGEST_BRANCH = 144;

/** A node that has so many headers more than blocks is still catching up. */
const LAGGING_BLOCKS = 6;

/**
 * Blocks from one's own node. Every block comes proven: with the ids of all its transactions, its coinbase is checked
 * against the header's Merkle root at once.
 */
export function createCoreSource(node: CoreNode): BlockSource {
  const { name } = node;
  const refuse = (text: string): never => {
    throw new SourceError('unfit', text, { source: name, retryable: false });
  };
  /** Blocks that a node told, each with its coinbase proven. */
  const proven = async (told: readonly CoreBlock[], signal: AbortSignal | undefined) => {
    const blocks = told.map(rawBlockOf);
    checkHeaders(blocks);
    const coinbases = await node.coinbases(told, signal);
    return blocks.map((block, index) => proveBlock(block, proofOf(told[index]!, coinbases[index]!)));
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
        refuse(`has ${blocks} of ${headers} blocks and is still catching up: wait until it has`);
      return { height: blocks, id: bestblockhash };
    },
    async blocksDownFrom(height, signal) {
      const length = Math.min(node.pageLength, height + 1);
      const told = await node.blocks(await node.idsFrom(height - length + 1, length, signal), signal);
      return proven(inOrder(told, height, name), signal);
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
        const branches: (readonly RawBlock[])[] = [];
        for (const { hash, branchlen } of lost) {
          const told: CoreBlock[] = [];
          for (let id = hash; told.length < branchlen; id = told[0]!.previousblockhash ?? NO_BLOCK)
            told.unshift(...(await node.blocks([id], signal)));
          branches.push(await proven(told, signal));
        }
        return branches;
      },
    }),
    async coinbaseProof({ id }, signal) {
      const told = await node.blocks([id], signal);
      const [coinbase] = await node.coinbases(told, signal);
      return proofOf(told[0]!, coinbase!);
    },
  };
}

function proofOf({ tx }: CoreBlock, coinbaseTxHex: string): CoinbaseProof {
  return { coinbaseTxHex, branch: coinbaseBranch(tx) };
}

function rawBlockOf(told: CoreBlock): RawBlock {
  const { hash: id, height, time, mediantime: medianTime, merkleroot: merkleRoot, tx } = told;
  const [bits, previousId] = [Number.parseInt(told.bits, 16), told.previousblockhash ?? NO_BLOCK];
  const header = buildHeader({ ...told, bits, previousId, merkleRoot });
  const rest = { coinbaseScript: null, payouts: [], txCount: tx.length, evidence: 'header' } as const;
  return { id, height, header, time, medianTime, bits, previousId, ...rest };
}
