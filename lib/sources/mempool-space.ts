import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { parseHeader } from '../core/chain/header.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, type ChainTip, SourceError } from '../daily/block-source.ts';
import { count } from '../schema.ts';
import { bytes, explorerBlock, hash, NO_BLOCK, tipPage } from './answers.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';
import { explorerProof, inOrder } from './pages.ts';

/** A block of `GET /api/v1/blocks/:height`, as far as it is used. */
const blockSchema = z.extend(z.omit(explorerBlock, { version: true, nonce: true }), {
  extras: z.object({
    header: bytes.check(z.length(160)),
    coinbaseRaw: bytes,
    coinbaseAddresses: z.array(z.string().check(z.minLength(1))),
    /** Who mined it by the source's own registry; an instance without one leaves it out. */
    pool: z.nullish(z.object({ name: z.string() })),
  }),
});

type ToldBlock = z.output<typeof blockSchema>;

const ADVICE = 'name the address of a mempool.space or an instance of it, as in https://mempool.space';

/**
 * Blocks from mempool.space or from an instance of one's own.
 * Source of the endpoints: mempool.space/docs/api/rest.
 *
 * @param baseAddress where `/api/...` lies below; with `/api` at its end, as other sources have it, the same.
 * @throws InputError where the base address is no http or https address.
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
      // An instance may know the tip only the way Esplora tells it.
      if (!(error instanceof SourceError && error.status === 404)) throw error;
      const path = 'api/blocks/tip/';
      const height = await reader.read(
        { path: `${path}height`, expected: 'a height', schema: count },
        signal,
      );
      const told = { path: `${path}hash`, expected: 'a hash', schema: hash, format: 'text' } as const;
      return { height, id: await reader.read(told, signal) };
    }
  }

  async function blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]> {
    const path = `api/v1/blocks/${height}`;
    const expected = `the blocks from ${height} down as JSON`;
    const page = await reader.read({ path, expected, schema: z.array(blockSchema) }, signal);
    const told = inOrder(page, height, `${name}${path}`);
    const blocks = told.map(rawBlockOf);
    checkHeaders(blocks);
    for (const block of told) checkRepeats(block);
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

function rawBlockOf(told: ToldBlock): RawBlock {
  const label = told.extras.pool?.name;
  const { time, bits, previousId } = parseHeader(told.extras.header);
  return {
    id: told.id,
    height: told.height,
    header: told.extras.header,
    time,
    medianTime: told.mediantime,
    bits,
    previousId,
    coinbaseScript: told.extras.coinbaseRaw,
    payouts: told.extras.coinbaseAddresses.map((address) => ({ address })),
    txCount: told.tx_count,
    evidence: 'header',
    ...(label !== undefined && { label }),
  };
}

/** What the answer repeats of the header must be what the header says. */
function checkRepeats(told: ToldBlock): void {
  const header = parseHeader(told.extras.header);
  const repeats = [
    ['timestamp', header.time, told.timestamp],
    ['bits', header.bits, told.bits],
    ['merkle_root', header.merkleRoot, told.merkle_root],
    ['previousblockhash', header.previousId, told.previousblockhash ?? NO_BLOCK],
  ] as const;
  for (const [field, expected, found] of repeats) {
    if (expected !== found) {
      throw new HeaderCheckError('repeat', told, {
        expected: `${field} ${expected} as in the header`,
        found: `${found}`,
      });
    }
  }
}
