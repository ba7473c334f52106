import * as z from 'zod/mini';
import { firstTransaction } from '../core/chain/coinbase.ts';
import { SourceError } from '../daily/block-source.ts';
import { bytes, hash } from './answers.ts';
import { type CoreNode, chainInfo, coreBlock, prunedError } from './bitcoin-core.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';

/** A page takes two requests per block and two more. */
const PAGE_LENGTH = 10;

const ADVICE =
  'start the node with -rest=1, and name its address with /rest at the end, as in http://127.0.0.1:8332/rest';

/**
 * Connects to a node by its REST interface (`rest=1`), which needs no password and serves no single transactions:
 * coinbases are cut from whole blocks. Source: github.com/bitcoin/bitcoin, doc/REST-interface.md; the `count` parameter
 * of headers needs version 24.
 *
 * @param baseAddress ends in `/rest`.
 */
export function connectCoreRest(
  baseAddress: string,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): CoreNode {
  const service = { name: "Bitcoin Core's REST", advice: ADVICE };
  const reader = createHttpReader(service, baseAddress, deps, policy);
  const name = `Bitcoin Core's REST at ${reader.address}`;
  const readInfo = (signal: AbortSignal | undefined) =>
    reader.read({ path: 'chaininfo.json', expected: 'the state of the chain', schema: chainInfo }, signal);
  /** REST does not say why a block is absent, so a 404 is checked against pruning. */
  const readBlock: typeof reader.read = async (reading, signal) => {
    try {
      return await reader.read(reading, signal);
    } catch (error) {
      const isAbsent = error instanceof SourceError && error.status === 404;
      throw isAbsent && (await readInfo(signal)).pruned === true ? prunedError(name) : error;
    }
  };
  const idAt = z.object({ blockhash: hash });
  const headersUp = z.array(z.object({ hash }));
  return {
    name,
    pageLength: PAGE_LENGTH,
    chainInfo: readInfo,
    async idsFrom(height, count, signal) {
      const at = {
        path: `blockhashbyheight/${height}.json`,
        expected: `block ${height}'s hash`,
        schema: idAt,
      };
      const { blockhash } = await reader.read(at, signal);
      const path = `headers/${blockhash}.json?count=${count}`;
      const headers = await reader.read(
        { path, expected: `the headers from block ${height} up`, schema: headersUp },
        signal,
      );
      return headers.map((header) => header.hash);
    },
    // One after the other: a node can run out of connections (REST-interface.md, "Limitations").
    blocks: (ids, signal) =>
      Array.fromAsync(ids, (id) =>
        readBlock(
          { path: `block/notxdetails/${id}.json`, expected: 'a block as JSON', schema: coreBlock },
          signal,
        ),
      ),
    coinbases: (blocks, signal) =>
      Array.fromAsync(blocks, async ({ hash }) => {
        const path = `block/${hash}.bin`;
        const block = await readBlock({ path, expected: 'a block', schema: bytes, format: 'hex' }, signal);
        return firstTransaction(block);
      }),
  };
}
