import * as z from 'zod/mini';
import type { CoinbaseProof } from '../core/chain/merkle.ts';
import { SourceError } from '../daily/block-source.ts';
import { bytes, hash } from './answers.ts';
import type { HttpReader } from './http-reader.ts';

/**
 * The blocks of a page, ascending, where they are consecutive and end at the height asked for.
 *
 * @param source what errors call the page.
 * @throws SourceError `absent` where there is none, `shape` where they are others.
 */
export function inOrder<CurrentFigures extends { readonly height: number }>(
  page: readonly CurrentFigures[],
  height: number,
  source: string,
): readonly CurrentFigures[] {
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

const branch = z.object({ merkle: z.array(hash), pos: z.literal(0) });

/** A block's coinbase and its Merkle branch, the way Esplora and mempool.space give them below `path`. */
export async function explorerProof(
  reader: HttpReader,
  path: string,
  id: string,
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
  const { merkle } = await reader.read(
    {
      path: `${path}tx/${txid}/merkle-proof`,
      expected: 'the Merkle branch of the first transaction',
      schema: branch,
    },
    signal,
  );
  return { coinbaseTxHex, branch: merkle };
}
