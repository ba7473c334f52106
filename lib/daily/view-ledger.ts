import type { StoredBlock } from '../core/ledger/block.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerView } from '../core/ledger/ledger-view.ts';
import { FIRST_RECORDED_DAY } from '../core/ledger/shipped-label.ts';
import {
  shippedBlockSource,
  shippedExtent,
  shippedLedger,
  toRecordedBlock,
} from '../core/ledger/shipped-ledger.ts';
import { openDays } from '../core/ledger/update-ledger.ts';
import { addDays, daysFrom, type UtcDay } from '../core/ledger/utc-day.ts';
import { type LedgerStore, RECENT_BLOCKS } from './ledger-store.ts';

/** Loads the ledger of a store, or the shipped days without one. `from`: also load backfilled days since then. */
export async function viewLedger(store: LedgerStore | null, from?: UtcDay): Promise<LedgerView> {
  const stored = store === null ? [] : await store.loadDays();
  const run: readonly StoredBlock[] = store === null ? [] : await store.loadNewestBlocks(RECENT_BLOCKS);
  // If a store's first run was interrupted, it may lack shipped days.
  const ledger = stored.length < shippedExtent().days ? shippedLedger() : stored;
  const blocks = run.length > 0 ? run : shippedBlockSource().blocks().map(toRecordedBlock);
  const closed = new Set(ledger.map(({ day }) => day));
  const earlier = from === undefined ? [] : await loadEarlier(store, from);
  return { ledger: [...earlier, ...ledger], open: openDays(blocks).filter(({ day }) => !closed.has(day)) };
}

/**
 * Backfilled days before the recorded ones, from `from` on; days not backfilled are `missing`. Empty if there are none.
 */
async function loadEarlier(store: LedgerStore | null, from: UtcDay): Promise<Ledger> {
  const to = addDays(FIRST_RECORDED_DAY, -1);
  const days = store === null || from > to ? [] : await store.loadDays({ from, to });
  if (days.length === 0) return [];
  const byDay = new Map(days.map((day) => [day.day, day]));
  return daysFrom(from, to).map((day) => byDay.get(day) ?? { kind: 'missing', day });
}
