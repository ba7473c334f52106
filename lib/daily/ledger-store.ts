import type { KnownBlock } from '../core/chain/check-headers.ts';
import type { LostBlock, StoredBlock } from '../core/ledger/block.ts';
import type { PoolLabels } from '../core/ledger/label-disagreements.ts';
import type { Ledger, LedgerDay } from '../core/ledger/ledger.ts';
import type { SourceState } from '../core/ledger/source-state.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';

/** Blocks to compare with: more than the 2,016 a computed retarget needs, and more than eight days hold. */
export const RECENT_BLOCKS = 2_200;

/**
 * Blocks that may wait for their day to close: two days' worth. Every run reads them, and reading all recent blocks
 * costs seven times as much.
 */
export const NEWEST_BLOCKS = 300;

/** Blocks that a source's tip is compared with: a day's worth, far more than any reorganisation has replaced. */
export const TIP_BLOCKS = 144;

/** Stores days and recent blocks. Every call throws a StoreError if the storage does not answer. */
export type LedgerStore = {
  /** All days from the first recorded one on, or those of an inclusive range; ascending. */
  loadDays(range?: { readonly from: UtcDay; readonly to: UtcDay }): Promise<Ledger>;
  /** Saves days in the order given, replacing earlier versions. They no longer count as settled. */
  saveDays(days: readonly LedgerDay[]): Promise<void>;
  /** The day up to which all days are settled: counted, with nothing left to change; null if none are. */
  loadSettled(): Promise<UtcDay | null>;
  saveSettled(through: UtcDay): Promise<void>;
  /**
   * The newest consecutive blocks, ascending, at least `count` if there are that many. Blocks above a broken link are
   * left over from an interrupted replacement and count as absent.
   */
  loadNewestBlocks(count: number): Promise<readonly StoredBlock[]>;
  /** The stored blocks from height `from` to height `to`, ascending, gaps included. */
  loadBlocks(from: number, to: number): Promise<readonly StoredBlock[]>;
  /** Saves blocks by ascending height, replacing others. A block saved without a label keeps its stored one. */
  saveBlocks(blocks: readonly StoredBlock[], labels?: PoolLabels): Promise<void>;
  /** The pools that sources name for the stored blocks from height `from` to height `to`. */
  loadLabels(from: number, to: number): Promise<PoolLabels>;
  /** The checked first and last blocks of difficulty epochs beyond the shipped ones, ascending. */
  loadEpochEnds(): Promise<readonly KnownBlock[]>;
  saveEpochEnds(blocks: readonly KnownBlock[]): Promise<void>;
  /** Blocks that lost against the chain, ascending; all, or those in an inclusive range of heights. */
  loadLostBlocks(range?: { readonly from: number; readonly to: number }): Promise<readonly LostBlock[]>;
  saveLostBlocks(blocks: readonly LostBlock[]): Promise<void>;
  /** Removes blocks from those that lost; ignores the rest. */
  forgetLostBlocks(blocks: readonly Pick<LostBlock, 'height' | 'id'>[]): Promise<void>;
  /** The state of each source after the newest run, most trusted first; empty before the first. */
  loadSources(): Promise<readonly SourceState[]>;
  saveSources(states: readonly SourceState[]): Promise<void>;
  /** Tags and addresses of unknown miners already reported to the operator. */
  loadReportedMiners(): Promise<readonly string[]>;
  saveReportedMiners(marks: readonly string[]): Promise<void>;
};
