import * as z from 'zod/mini';
import { checkHeaders } from '../core/chain/check-headers.ts';
import { parseHeader } from '../core/chain/header.ts';
import { HeaderCheckError } from '../core/chain/header-check-error.ts';
import type { CoinbaseProof } from '../core/chain/merkle.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, SourceError } from '../daily/block-source.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'expected 64 hex digits' }));
const bytes = z.string().check(z.regex(/^(?:[0-9a-f]{2})+$/, { error: 'expected bytes in hex' }));
const count = z.int().check(z.nonnegative());

/** A block of `GET /api/v1/blocks/:height`, as far as it is used. */
const blockSchema = z.object({
  id: hash,
  height: count,
  timestamp: z.uint32(),
  bits: z.uint32(),
  merkle_root: hash,
  previousblockhash: hash,
  mediantime: z.uint32(),
  tx_count: z.int().check(z.positive()),
  extras: z.object({
    header: bytes.check(z.length(160)),
    coinbaseRaw: bytes,
    coinbaseAddresses: z.array(z.string().check(z.minLength(1))),
  }),
});
const pageSchema = z.array(blockSchema);
const tipPageSchema = z.array(z.object({ height: count })).check(z.minLength(1));
const branchSchema = z.object({ merkle: z.array(hash), pos: z.literal(0) });

type ToldBlock = z.output<typeof blockSchema>;

/**
 * Blocks from mempool.space or from an instance of one's own.
 * Source of the endpoints: mempool.space/docs/api/rest.
 *
 * @param baseAddress where `/api/...` lies below.
 * @throws InputError where the base address is no http or https address.
 */
export function createMempoolSpaceSource(
  baseAddress: string,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): BlockSource {
  const reader = createHttpReader('mempool.space', baseAddress, deps, policy);
  const name = `mempool.space at ${reader.address}`;

  async function tip(signal?: AbortSignal): Promise<number> {
    try {
      const expected = 'the newest blocks as JSON';
      const page = await reader.read({ path: 'api/v1/blocks', expected, schema: tipPageSchema }, signal);
      return Math.max(...page.map(({ height }) => height));
    } catch (error) {
      // An instance may know the tip only the way Esplora tells it.
      const isOtherwiseTold = error instanceof SourceError && error.reached && (error.status ?? 404) === 404;
      if (!isOtherwiseTold) throw error;
      return reader.read({ path: 'api/blocks/tip/height', expected: 'a height', schema: count }, signal);
    }
  }

  async function blocksDownFrom(height: number, signal?: AbortSignal): Promise<readonly RawBlock[]> {
    const path = `api/v1/blocks/${height}`;
    const expected = `the blocks from ${height} down as JSON`;
    const page = await reader.read({ path, expected, schema: pageSchema }, signal);
    if (page.length === 0) {
      const text = `has no blocks from ${height} down`;
      throw new SourceError('absent', text, { source: `${name}${path}`, retryable: false });
    }
    const told = page.toSorted((a, b) => a.height - b.height);
    const lowest = height - told.length + 1;
    if (told.some((block, index) => block.height !== lowest + index)) {
      const heights = told.map((block) => block.height).join(', ');
      const text = `not ${expected}; found heights ${heights}`;
      throw new SourceError('shape', text, { source: `${name}${path}`, retryable: false });
    }
    const blocks = told.map(rawBlockOf);
    checkHeaders(blocks);
    for (const block of told) checkRepeats(block);
    return blocks;
  }

  async function coinbaseProof(id: string, signal?: AbortSignal): Promise<CoinbaseProof> {
    const txid = await reader.read(
      { path: `api/block/${id}/txid/0`, expected: 'a transaction id', schema: hash, format: 'text' },
      signal,
    );
    const coinbaseTxHex = await reader.read(
      { path: `api/tx/${txid}/hex`, expected: 'a transaction in hex', schema: bytes, format: 'text' },
      signal,
    );
    const { merkle } = await reader.read(
      {
        path: `api/tx/${txid}/merkle-proof`,
        expected: 'the Merkle branch of the first transaction',
        schema: branchSchema,
      },
      signal,
    );
    return { coinbaseTxHex, branch: merkle };
  }

  return { name, tip, blocksDownFrom, coinbaseProof };
}

function rawBlockOf(told: ToldBlock): RawBlock {
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
  };
}

/** What the answer repeats of the header must be what the header says. */
function checkRepeats(told: ToldBlock): void {
  const header = parseHeader(told.extras.header);
  const repeats = [
    ['timestamp', header.time, told.timestamp],
    ['bits', header.bits, told.bits],
    ['merkle_root', header.merkleRoot, told.merkle_root],
    ['previousblockhash', header.previousId, told.previousblockhash],
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
