import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { parseHeader } from '../core/chain/header.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, type ChainTip, SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { address, bytes, coinbaseScript, explorerBlock, hash, NO_BLOCK, tipPage } from './answers.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';
import { explorerProof, inOrder } from './pages.ts';

/** The fields used of a block in `GET /api/v1/blocks/:height`. */
const blockSchema = z.extend(z.omit(explorerBlock, { version: true, nonce: true }), {
  extras: z.object({
    header: bytes.check(z.length(160)),
    coinbaseRaw: coinbaseScript,
    coinbaseAddresses: z.array(address),
    /** Its miner by the source's own registry; absent on instances without one. */
    pool: z.nullish(z.object({ name: z.string().check(z.maxLength(100)) })),
  }),
});

type ExplorerBlock = z.output<typeof blockSchema>;

const ADVICE = 'name the address of a mempool.space or an instance of it, as in https://mempool.space';

/**
 * Creates a source of blocks from mempool.space or the operator's own instance. Source of the endpoints:
 * mempool.space/docs/api/rest.
 *
 * @param baseAddress the parent of `/api/...`; may also end in `/api`, as other sources' addresses do.
 * @throws InputError if it is not an http or https address.
 */
export function createMempoolSpaceSource(
  baseAddress: string,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): BlockSource {
  const service = { name: 'mempool.space', advice: ADVICE };
  const reader = createHttpReader(service, baseAddress.replace(/\/api(\/v1)?\/?$/, ''), deps, policy);
  const name = `mempool.space at ${reader.address}`;

  async function tip(signal?: AbortSignal): Promise<ChainTip> {
    const expected = 'the newest blocks as JSON';
    try {
      return highest(await reader.read({ path: 'api/v1/blocks', expected, schema: tipPage }, signal));
    } catch (error) {
      // Some instances serve the tip only by Esplora's endpoints.
      if (!(error instanceof SourceError && error.status === 404)) throw error;
      const path = 'api/blocks/tip/';
      const height = await reader.read(
        { path: `${path}height`, expected: 'a height', schema: count },
        signal,
      );
      const tipHash = { path: `${path}hash`, expected: 'a hash', schema: hash, format: 'text' } as const;
      return { height, id: await reader.read(tipHash, signal) };
    }
  }

  async function blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]> {
    const path = `api/v1/blocks/${height}`;
    const expected = `the blocks from ${height} down as JSON`;
    const page = await reader.read({ path, expected, schema: z.array(blockSchema) }, signal);
    const ascending = inOrder(page, height, `${name}${path}`);
    const blocks = ascending.map(rawBlockOf);
    checkHeaders(blocks);
    for (const block of ascending) checkRepeats(block);
    return blocks;
  }

  return {
    name,
    title: 'mempool.space',
    pageLength: 15,
    tip,
    blocksDownFrom,
    coinbaseProof: (block, signal) => explorerProof(reader, 'api/', block, signal),
  };
}

/** The highest block of a page. */
export function highest(page: readonly ChainTip[]): ChainTip {
  return page.reduce((a, b) => (b.height > a.height ? b : a));
}

function rawBlockOf({ id, height, mediantime, tx_count, extras }: ExplorerBlock): RawBlock {
  const { header, coinbaseRaw, coinbaseAddresses, pool } = extras;
  const { time, bits, previousId } = parseHeader(header);
  const label = pool?.name;
  return {
    id,
    height,
    header,
    time,
    medianTime: mediantime,
    bits,
    previousId,
    coinbaseScript: coinbaseRaw,
    payouts: coinbaseAddresses.map((address) => ({ address })),
    txCount: tx_count,
    evidence: 'header',
    ...(label !== undefined && { label }),
  };
}

/** Checks that the answer's copies of header fields match the header. @throws HeaderCheckError `repeat` */
function checkRepeats(block: ExplorerBlock): void {
  const header = parseHeader(block.extras.header);
  const repeats = [
    ['timestamp', header.time, block.timestamp],
    ['bits', header.bits, block.bits],
    ['merkle_root', header.merkleRoot, block.merkle_root],
    ['previousblockhash', header.previousId, block.previousblockhash ?? NO_BLOCK],
  ] as const;
  for (const [field, expected, found] of repeats) {
    if (expected !== found) {
      throw new HeaderCheckError('repeat', block, {
        expected: `${field} ${expected} as in the header`,
        found: `${found}`,
      });
    }
  }
}
