import type { KnownBlock } from '../core/chain/check-headers.ts';
import type { LostBlock, StoredBlock } from '../core/ledger/block.ts';
import type { PoolLabels } from '../core/ledger/label-disagreements.ts';
import type { Ledger, LedgerDay } from '../core/ledger/ledger.ts';
import type { SourceState } from '../core/ledger/source-state.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';

/** Blocks to compare with: more than the 2,016 that a computed retarget needs, and than eight days hold. */
export const RECENT_BLOCKS = 2_200;

/**
 * Blocks to look at for what is new: two days of them, as many as wait for their day to close, and far more than any
 * reorganisation has replaced. A read of all recent ones costs seven times as much.
 */
export const NEWEST_BLOCKS = 300;

/** Stores days and recent blocks. Every call throws a StoreError when the storage does not answer. */
export type LedgerStore = {
  /** All days from the first recorded one on, or those of a range with both ends included; ascending. */
  loadDays(range?: { readonly from: UtcDay; readonly to: UtcDay }): Promise<Ledger>;
  /** Saves days in the order given, in place of what was saved for them before. They are no longer settled. */
  saveDays(days: readonly LedgerDay[]): Promise<void>;
  /** The day up to which all days are noted as settled: counted, and not to be changed; null where none is. */
  loadSettled(): Promise<UtcDay | null>;
  saveSettled(through: UtcDay): Promise<void>;
  /**
   * The newest consecutive blocks, ascending, at least `count` where there are as many. Those above a broken link are
   * left over from an interrupted replacement and count as absent.
   */
  loadNewestBlocks(count: number): Promise<readonly StoredBlock[]>;
  /** The stored blocks from height `from` to height `to`, ascending, gaps included. */
  loadBlocks(from: number, to: number): Promise<readonly StoredBlock[]>;
  /** Saves blocks by ascending height in place of others; without a label for one, that of the same block stays. */
  saveBlocks(blocks: readonly StoredBlock[], labels?: PoolLabels): Promise<void>;
  /** Whom sources name as the pool of the stored blocks from height `from` to height `to`. */
  loadLabels(from: number, to: number): Promise<PoolLabels>;
  /** The checked first and last blocks of difficulty epochs beyond the shipped ones, ascending. */
  loadEpochEnds(): Promise<readonly KnownBlock[]>;
  saveEpochEnds(blocks: readonly KnownBlock[]): Promise<void>;
  /** Blocks that lost against the chain, ascending; all, or those at so many heights. */
  loadLostBlocks(range?: { readonly from: number; readonly to: number }): Promise<readonly LostBlock[]>;
  saveLostBlocks(blocks: readonly LostBlock[]): Promise<void>;
  /** Takes blocks out of those that lost, where they are among them. */
  forgetLostBlocks(blocks: readonly Pick<LostBlock, 'height' | 'id'>[]): Promise<void>;
  /** The state of each source at the newest run, in the order of trust; none before the first. */
  loadSources(): Promise<readonly SourceState[]>;
  saveSources(states: readonly SourceState[]): Promise<void>;
  /** Tags and addresses of the unknown miners that the operator was told of. */
  loadToldMiners(): Promise<readonly string[]>;
  saveToldMiners(marks: readonly string[]): Promise<void>;
};
