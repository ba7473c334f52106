import * as z from 'zod/mini';
import { firstTransaction } from '../core/chain/coinbase.ts';
import { bytes, hash } from './answers.ts';
import { type CoreNode, chainInfo, coreBlock } from './bitcoin-core.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';

/** Three requests for each block. */
const PAGE_LENGTH = 10;

/**
 * A node spoken to by its REST interface (`rest=1`), which needs no password and gives no single transaction: a
 * coinbase is taken from its whole block. Source: github.com/bitcoin/bitcoin, doc/REST-interface.md.
 *
 * @param baseAddress ends in `/rest`.
 */
export function connectCoreRest(
  baseAddress: string,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): CoreNode {
  const reader = createHttpReader("Bitcoin Core's REST", baseAddress, deps, policy);
  const each = async <In, Out>(all: readonly In[], read: (one: In) => Promise<Out>): Promise<Out[]> => {
    const found: Out[] = [];
    // One after the other: a node can run out of connections (REST-interface.md, "Limitations").
    for (const one of all) found.push(await read(one));
    return found;
  };
  const idAt = z.object({ blockhash: hash });
  return {
    name: `Bitcoin Core's REST at ${reader.address}`,
    pageLength: PAGE_LENGTH,
    chainInfo: (signal) =>
      reader.read({ path: 'chaininfo.json', expected: 'the state of the chain', schema: chainInfo }, signal),
    idsAt: (heights, signal) =>
      each(heights, async (height) => {
        const path = `blockhashbyheight/${height}.json`;
        return (await reader.read({ path, expected: `block ${height}'s hash`, schema: idAt }, signal))
          .blockhash;
      }),
    blocks: (ids, signal) =>
      each(ids, (id) =>
        reader.read(
          { path: `block/notxdetails/${id}.json`, expected: 'a block as JSON', schema: coreBlock },
          signal,
        ),
      ),
    coinbases: (blocks, signal) =>
      each(blocks, async ({ hash }) => {
        const path = `block/${hash}.bin`;
        const block = await reader.read({ path, expected: 'a block', schema: bytes, format: 'hex' }, signal);
        return firstTransaction(block);
      }),
  };
}
