import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import type { HashRate } from '../core/shares/hash-rate.ts';
import { type ShareRow, shareRow, shareRows } from '../core/shares/share-table.ts';
import type { WindowCount } from '../core/shares/window.ts';
import type { Transition } from '../core/warnings/episode.ts';
import type { OpenEpisode } from '../messages/digest.ts';
import type { Message } from '../messages/message.ts';
import type { Provenance } from '../messages/provenance.ts';
import type { MachineMap } from './machines.ts';
import type { ToldFarm } from './told-farms.ts';

/** How many days before the newest the 7-day windows end that shares are compared with. */
export const EARLIER_DAYS = [7, 30, 90] as const;

/** The window that a share is named by where nothing else is said. */
export const WEEK = 7;

/**
 * What most commands are answered from, in one read: the newest closed day through every lens. Blocks are
 * kept, not shares, since shares follow from them and take ten times the space.
 */
export type LatestFigures = {
  readonly day: UtcDay;
  /** Every lens over every window that ends on the day. */
  readonly counts: readonly WindowCount[];
  /** Every lens over the 7-day windows that ended `EARLIER_DAYS` before. */
  readonly earlier: readonly WindowCount[];
  /** Per window; a window whose hash rate is not known is left out. */
  readonly hashRates: readonly { readonly window: number; readonly hashRate: HashRate }[];
  /** How the blocks of each window are known. */
  readonly provenances: readonly { readonly window: number; readonly provenance: Provenance }[];
  readonly machines: MachineMap;
  readonly farms: readonly ToldFarm[];
  readonly digest: Message;
  /** The newest warning, however old. */
  readonly warning: { readonly day: UtcDay; readonly message: Message } | null;
  readonly episodes: readonly OpenEpisode[];
  /** The newest changes of episodes, the newest last. */
  readonly changes: readonly Transition[];
};

/** Keeps the newest figures. */
export type FiguresStore = {
  saveFigures(figures: LatestFigures): Promise<void>;
  /** Undefined before the first day was committed. */
  loadFigures(): Promise<LatestFigures | undefined>;
};

/** The blocks of the window of `window` days that ends on the newest day. */
export function countOf({ counts }: LatestFigures, lens: Lens, window: number): WindowCount {
  return counts.find((count) => count.lens === lens && count.window === window)!;
}

/** A subject's share of a window with its 95 % interval, 0 where it has no block; null in a window without blocks. */
export function shareOf(count: WindowCount, subject: SubjectKey): ShareRow | null {
  return count.blocks === 0 ? null : shareRow(count, subject, count.counts.get(subject) ?? 0);
}

/** The shares of a window, the largest first; none in a window without blocks. */
export function sharesOf(count: WindowCount): readonly ShareRow[] {
  return count.blocks === 0 ? [] : shareRows(count);
}

/** How the blocks of a window are known. */
export function provenanceFor({ provenances }: LatestFigures, window: number): Provenance {
  return provenances.find((entry) => entry.window === window)!.provenance;
}

/** The network's hash rate over a window; null where it is not known. */
export function hashRateFor({ hashRates }: LatestFigures, window: number): HashRate | null {
  return hashRates.find((entry) => entry.window === window)?.hashRate ?? null;
}
