import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Lens } from '../core/lenses/lens.ts';
import type { ShareTable } from '../core/shares/share-table.ts';

/** The shares of one day and lens over all windows, with the registry that attributed the blocks. */
export type StoredShares = {
  readonly day: UtcDay;
  readonly lens: Lens;
  readonly registry: string;
  readonly tables: readonly ShareTable[];
};

/** Keeps shares per day and lens. */
export type SharesStore = {
  saveShares(shares: readonly StoredShares[]): Promise<void>;
  loadShares(day: UtcDay, lens: Lens): Promise<StoredShares | undefined>;
};
