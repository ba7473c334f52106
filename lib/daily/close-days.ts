import { isVerified, type StoredBlock } from '../core/ledger/block.ts';
import type { Ledger, LedgerDay } from '../core/ledger/ledger.ts';
import { disputeOf, type SourceState, witnessesOf } from '../core/ledger/source-state.ts';
import { updateLedger } from '../core/ledger/update-ledger.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { registryVersion } from '../core/pools/registry.ts';
import { type LedgerStore, RECENT_BLOCKS } from './ledger-store.ts';

/** A day that could close but must wait, and why. */
export type WaitingDay = { readonly day: UtcDay; readonly reason: string };

export type ClosedDays = {
  readonly ledger: Ledger;
  readonly waiting: WaitingDay | null;
  /** The newest blocks. */
  readonly run: readonly StoredBlock[];
  /** Whether days before those that closed turned out to be missing. */
  readonly hasNewHole: boolean;
};

/**
 * Closes days, and corrects or reopens those the newest blocks contradict. A day, and all after it, must wait while a
 * source disputes its last block, or until every coinbase reported by a source that has lied is proven.
 */
export async function closeDays(store: LedgerStore): Promise<ClosedDays> {
  const ledger = await store.loadDays();
  const run = await store.loadNewestBlocks(RECENT_BLOCKS);
  const states = await store.loadSources();
  const changed = withWitnesses(updateLedger(ledger, run, registryVersion), states);
  const waiting = firstWaiting(changed, run, states);
  const kept = changed.filter(
    ({ day, kind }) => waiting === null || day < waiting.day || kind === 'reopened',
  );
  if (kept.length === 0) return { ledger, waiting, run, hasNewHole: false };
  await store.saveDays(kept);
  const hasNewHole = kept.some(({ kind }) => kind === 'missing');
  return { ledger: await store.loadDays(), waiting, run, hasNewHole };
}

function firstWaiting(
  days: readonly LedgerDay[],
  run: readonly StoredBlock[],
  states: readonly SourceState[],
): WaitingDay | null {
  const liars = new Set(states.filter(({ lied }) => lied).map(({ name }) => name));
  for (const day of days) {
    if (day.kind !== 'closed') continue;
    const dispute = disputeOf(states, day.count.lastHeight);
    if (dispute !== undefined) return { day: day.day, reason: dispute.fault!.reason };
    const unproven = run
      .filter(isVerified)
      .filter(({ time, toldBy }) => dayOf(time) === day.day && toldBy !== undefined && liars.has(toldBy));
    const [first] = unproven;
    if (first !== undefined) {
      const reason = `${first.toldBy} gave coinbases that are not in their blocks: ${unproven.length} of the day must be proven first`;
      return { day: day.day, reason };
    }
  }
  return null;
}

/** Adds to each closed live day how many sources have its last block. */
export function withWitnesses(
  days: readonly LedgerDay[],
  states: readonly SourceState[],
): readonly LedgerDay[] {
  return days.map((day) =>
    day.kind === 'closed' && day.source === 'live'
      ? { ...day, witnesses: witnessesOf(states, day.count.lastHeight) }
      : day,
  );
}
