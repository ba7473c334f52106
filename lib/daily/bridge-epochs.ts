import {
  type BlockLookup,
  checkHeaders,
  type HeaderChecks,
  type KnownBlock,
} from '../core/chain/check-headers.ts';
import { EPOCH_BLOCKS, epochOf, LAST_SHIPPED_EPOCH } from '../core/chain/epochs.ts';
import type { RawBlock } from '../core/chain/raw-block.ts';
import { type BlockSource, SourceError } from './block-source.ts';
import type { LedgerStore } from './ledger-store.ts';

/** Blocks above the end of an epoch before it is used: deeper than any reorganisation. */
const SETTLED_BLOCKS = 100;

/**
 * Bridges the difficulty from the newest shipped epoch to that of height `tip`: fetches the last header of each epoch
 * between and the first of the next, and checks each adjustment. So the `bits` of every live block can be checked,
 * however old the shipped table; to forge them takes mining at the main chain's difficulty. Where the source does not
 * deliver, the bridge ends, and blocks beyond it stay `not-checkable`.
 *
 * @param check the header checks; tests pass others, since they cannot mine at real difficulty.
 * @throws HeaderCheckError when consensus requires another adjustment: this is another chain.
 */
export async function bridgeEpochs(
  store: Pick<LedgerStore, 'loadEpochEnds' | 'saveEpochEnds'>,
  source: BlockSource,
  tip: number,
  check: typeof checkHeaders = checkHeaders,
): Promise<BlockLookup> {
  const known = new Map((await store.loadEpochEnds()).map((block) => [block.height, block]));
  const atHeight: BlockLookup = (height) => known.get(height);
  for (let epoch = LAST_SHIPPED_EPOCH; epoch <= epochOf(tip - SETTLED_BLOCKS); epoch++) {
    const first = epoch * EPOCH_BLOCKS;
    if (known.has(first)) continue;
    const ends = await fetchEnds(source, first, (page) => check(page, atHeight));
    if (ends === undefined) break;
    await store.saveEpochEnds(ends);
    for (const block of ends) known.set(block.height, block);
  }
  return atHeight;
}

/** The last block of an epoch and the first of the next one, checked; undefined where the source has none. */
async function fetchEnds(
  source: BlockSource,
  first: number,
  check: (page: readonly RawBlock[]) => readonly HeaderChecks[],
): Promise<readonly KnownBlock[] | undefined> {
  try {
    const page = await source.blocksDownFrom(first);
    const checks = check(page);
    const isBridged = checks.at(-1)?.bits === 'passed';
    return isBridged ? page.filter(({ height }) => height === first || height === first - 1) : undefined;
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}
