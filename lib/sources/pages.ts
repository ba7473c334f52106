import * as z from 'zod/mini';
import { type CoinbaseProof, coinbaseBranch } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { bytes, hash } from './answers.ts';
import type { HttpReader } from './http-reader.ts';

/**
 * The blocks of a page, ascending, where they are consecutive and end at the height asked for.
 *
 * @param source what errors call the page.
 * @throws SourceError `absent` where there is none, `shape` where they are others.
 */
export function inOrder<Block extends { readonly height: number }>(
  page: readonly Block[],
  height: number,
  source: string,
): readonly Block[] {
  if (page.length === 0) {
    throw new SourceError('absent', `has no blocks from ${height} down`, { source, retryable: false });
  }
  const told = page.toSorted((a, b) => a.height - b.height);
  const lowest = height - told.length + 1;
  if (told.some((block, index) => block.height !== lowest + index)) {
    const heights = told.map((block) => block.height).join(', ');
    const text = `not the blocks from ${height} down as JSON; found heights ${heights}`;
    throw new SourceError('shape', text, { source, retryable: false });
  }
  return told;
}

const branch = z.object({ block_height: count, merkle: z.array(hash), pos: z.literal(0) });

/**
 * A block's coinbase and its Merkle branch, the way Esplora and mempool.space give them below `path`. Four blocks of
 * 2010 share two coinbases (91,722 and 91,880; 91,812 and 91,842; BIP 30), of which a transaction's branch is that of
 * one block only: of the other it is computed from all of its transactions.
 */
export async function explorerProof(
  reader: HttpReader,
  path: string,
  { id, height }: Pick<RawBlock, 'id' | 'height'>,
  signal?: AbortSignal,
): Promise<CoinbaseProof> {
  const txid = await reader.read(
    { path: `${path}block/${id}/txid/0`, expected: 'a transaction id', schema: hash, format: 'text' },
    signal,
  );
  const coinbaseTxHex = await reader.read(
    { path: `${path}tx/${txid}/hex`, expected: 'a transaction in hex', schema: bytes, format: 'text' },
    signal,
  );
  const { merkle, block_height } = await reader.read(
    {
      path: `${path}tx/${txid}/merkle-proof`,
      expected: 'the Merkle branch of the first transaction',
      schema: branch,
    },
    signal,
  );
  if (block_height === height) return { coinbaseTxHex, branch: merkle };
  const all = { path: `${path}block/${id}/txids`, expected: 'ids of transactions', schema: z.array(hash) };
  return { coinbaseTxHex, branch: coinbaseBranch(await reader.read(all, signal)) };
}
