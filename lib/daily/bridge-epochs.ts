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

/** Confirmations an epoch boundary needs before it is used: deeper than any reorganisation. */
const SETTLED_BLOCKS = 100;

/**
 * Bridges the difficulty from the newest shipped epoch up to height `tip`: fetches the last header of each epoch in
 * between and the first of the next, and checks each adjustment. The `bits` of every live block can then be checked
 * however old the shipped table is; forging them would take mining at the main chain's difficulty. If the source fails,
 * the bridge ends there and blocks beyond it stay `not-checkable`.
 *
 * @param check replaces the header checks in tests, which cannot mine at real difficulty.
 * @throws HeaderCheckError if consensus requires a different adjustment: this is another chain.
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

/** Fetches and checks the last block of an epoch and the first of the next; undefined if the source lacks them. */
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
