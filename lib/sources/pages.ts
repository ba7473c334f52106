import * as z from 'zod/mini';
import { type CoinbaseProof, coinbaseBranch } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { bytes, hash } from './answers.ts';
import type { HttpReader } from './http-reader.ts';

/**
 * Sorts the blocks of a page and checks that they are consecutive and end at the height requested.
 *
 * @param source the name of the page in errors.
 * @throws SourceError `absent` if the page is empty, `shape` if it has other blocks.
 */
export function inOrder<Block extends { readonly height: number }>(
  page: readonly Block[],
  height: number,
  source: string,
): readonly Block[] {
  if (page.length === 0) {
    throw new SourceError('absent', `has no blocks from ${height} down`, { source, retryable: false });
  }
  const ascending = page.toSorted((a, b) => a.height - b.height);
  const lowest = height - ascending.length + 1;
  if (ascending.some((block, index) => block.height !== lowest + index)) {
    const heights = ascending.map((block) => block.height).join(', ');
    const text = `not the blocks from ${height} down as JSON; found heights ${heights}`;
    throw new SourceError('shape', text, { source, retryable: false });
  }
  return ascending;
}

const branch = z.object({ block_height: count, merkle: z.array(hash), pos: z.literal(0) });

/**
 * Fetches a block's coinbase and its Merkle branch by the endpoints that Esplora and mempool.space share, below `path`.
 * Four blocks of 2010 share two coinbases (91,722 and 91,880; 91,812 and 91,842; BIP 30), and the branch served for
 * each is that of one block only: for the other it is computed from all transaction ids.
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
