import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { buildHeader } from '../core/chain/header.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import type { BlockSource } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { address, coinbaseScript, explorerBlock, NO_BLOCK, tipPage } from './answers.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';
import { highest } from './mempool-space.ts';
import { explorerProof, inOrder } from './pages.ts';

const ADVICE =
  'name the address of an Esplora, most often with /api at the end, as in https://blockstream.info/api';

/** The coinbase: the first transaction of a block's first page of 25. */
const coinbaseFirst = z.pipe(
  z.tuple(
    [
      z.object({
        vin: z.tuple([z.object({ is_coinbase: z.literal(true), scriptsig: coinbaseScript })]),
        vout: z.array(z.object({ scriptpubkey_address: z.optional(address), value: count })),
      }),
    ],
    z.unknown(),
  ),
  z.transform(([{ vin, vout }]) => ({
    coinbaseScript: vin[0].scriptsig,
    payouts: vout.flatMap(({ scriptpubkey_address: paid, value: valueSats }) =>
      paid === undefined ? [] : [{ address: paid, valueSats }],
    ),
  })),
);

/**
 * Creates a source of blocks from an Esplora server: blockstream.info/api or the operator's own. It serves coinbases
 * one by one. Source of the endpoints: github.com/Blockstream/esplora, API.md.
 *
 * @param baseAddress the parent of `blocks`, `block/...` and `tx/...`.
 * @throws InputError if it is not an http or https address.
 */
export function createEsploraSource(
  baseAddress: string,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): BlockSource {
  const reader = createHttpReader({ name: 'Esplora', advice: ADVICE }, baseAddress, deps, policy);
  const name = `Esplora at ${reader.address}`;
  return {
    name,
    title: 'Esplora',
    pageLength: 10,
    async tip(signal) {
      const expected = 'the newest blocks as JSON';
      return highest(await reader.read({ path: 'blocks', expected, schema: tipPage }, signal));
    },
    async blocksDownFrom(height, signal) {
      const path = `blocks/${height}`;
      const expected = `the blocks from ${height} down as JSON`;
      const page = await reader.read({ path, expected, schema: z.array(explorerBlock) }, signal);
      const blocks = inOrder(page, height, `${name}${path}`).map(rawBlockOf);
      checkHeaders(blocks);
      return blocks;
    },
    coinbase: ({ id }, signal) =>
      reader.read(
        { path: `block/${id}/txs`, expected: 'the first transactions of a block', schema: coinbaseFirst },
        signal,
      ),
    coinbaseProof: (block, signal) => explorerProof(reader, '', block, signal),
  };
}

function rawBlockOf(block: z.output<typeof explorerBlock>): RawBlock {
  const { id, height, timestamp: time, bits, previousblockhash, mediantime: medianTime } = block;
  const previousId = previousblockhash ?? NO_BLOCK;
  const header = buildHeader({ ...block, time, previousId, merkleRoot: block.merkle_root });
  const rest = { coinbaseScript: null, payouts: [], txCount: block.tx_count, evidence: 'header' } as const;
  return { id, height, header, time, medianTime, bits, previousId, ...rest };
}
