import { isVerified, type StoredBlock } from '../core/ledger/block.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import type { BlockSource } from './block-source.ts';
import { RECENT_BLOCKS } from './collect-blocks.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Attribute, proveCoinbase, toVerified } from './verify-blocks.ts';

export type ProveDeps = {
  readonly store: LedgerStore;
  readonly source: BlockSource;
  readonly attribute: Attribute;
};

/**
 * Proves the coinbase of every block of a day that fires a rule, as far as the source has proofs: what
 * warns people rests on what miners themselves signed, not on what a source tells of it.
 *
 * @throws HeaderCheckError `merkle` when a proof does not hold: the source told something else before.
 * @throws SourceError when the source no longer gives the day's blocks.
 */
export async function proveDay({ store, source, attribute }: ProveDeps, day: UtcDay): Promise<void> {
  const blocks = (await store.loadNewestBlocks(RECENT_BLOCKS)).filter(isVerified);
  const unproven = blocks.filter(({ time, evidence }) => dayOf(time) === day && evidence === 'header');
  const byHeight = new Map(unproven.map((block) => [block.height, block]));
  const proven: StoredBlock[] = [];
  let height = unproven.at(-1)?.height ?? -1;
  while (height >= (unproven[0]?.height ?? 0)) {
    const page = await source.blocksDownFrom(height);
    for (const raw of page) {
      const stored = byHeight.get(raw.height);
      // A block that left the chain meanwhile is the next run's to replace.
      if (stored === undefined || stored.id !== raw.id) continue;
      proven.push(toVerified(await proveCoinbase(source, raw), stored.bitsCheck, attribute));
    }
    height = page[0]!.height - 1;
  }
  await store.saveBlocks(proven);
}
