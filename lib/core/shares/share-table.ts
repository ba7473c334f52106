import type { Ledger } from '../ledger/ledger.ts';
import { SECONDS_PER_DAY, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../lenses/lens.ts';
import { subjectName } from '../lenses/subjects.ts';
import {
  giniCoefficient,
  herfindahl,
  type Nakamoto,
  nakamotoCoefficient,
  shannonEntropy,
  topShare,
} from './concentration.ts';
import { type HashRate, networkHashRate } from './hash-rate.ts';
import { type Interval, jeffreysInterval } from './interval.ts';
import { closedDaysOf, countWindow, difficultyOf, throughLens, type WindowCount } from './window.ts';

/** Numbers of largest subjects whose combined share is given. */
export const TOP_NS = [1, 2, 3, 4, 5, 10] as const;

/** One subject's share of the window's blocks: a fraction 0-1 with its 95% interval. */
export type ShareRow = Interval & {
  readonly key: SubjectKey;
  readonly name: string;
  readonly blocks: number;
  readonly share: number;
};

/** All shares of one window through one lens; the rows and `unknown` together make up `blocks`. */
export type ShareTable = Omit<WindowCount, 'counts'> & {
  /** Sorted by blocks, most first, then by key. */
  readonly shares: readonly ShareRow[];
  readonly top: readonly { readonly n: number; readonly share: number }[];
  readonly nakamoto: Nakamoto;
  readonly hhi: { readonly low: number; readonly high: number };
  readonly gini: number | null;
  readonly entropy: number | null;
  /** Null if a day of the window is missing or a block's difficulty is unknown. */
  readonly hashRate: HashRate | null;
};

/** One subject's share of a window with its interval. The window has at least one block. */
export function shareRow({ lens, blocks }: WindowCount, key: SubjectKey, k: number): ShareRow {
  return { key, name: subjectName(lens, key), blocks: k, share: k / blocks, ...jeffreysInterval(k, blocks) };
}

/** All shares of a window with their intervals, most blocks first. The window has at least one block. */
export function shareRows(count: WindowCount): readonly ShareRow[] {
  return [...count.counts]
    .map(([key, k]) => shareRow(count, key, k))
    .sort((a, b) => b.blocks - a.blocks || (a.key < b.key ? -1 : 1));
}

/** Shares, concentration and hash rate of a window with at least one block. */
export function shareTable(ledger: Ledger, count: WindowCount): ShareTable {
  const { counts, ...window } = count;
  const perSubject = [...counts.values()];
  return {
    ...window,
    shares: shareRows(count),
    top: TOP_NS.map((n) => ({ n, share: topShare(perSubject, count.blocks, n) })),
    nakamoto: nakamotoCoefficient(perSubject, count.blocks),
    hhi: herfindahl(perSubject, count.unknown, count.blocks),
    gini: giniCoefficient(perSubject),
    entropy: shannonEntropy(perSubject),
    hashRate: hashRateOf(ledger, count),
  };
}

/** The share table of the window of `window` days ending on `day`, through a lens. It has at least one block. */
export function tableOf(
  ledger: Ledger,
  day: UtcDay,
  window: number,
  lens: Lens,
  knowledge: Knowledge,
): ShareTable {
  return shareTable(ledger, countWindow(throughLens(ledger, lens, knowledge), day, window));
}

/** The network's hash rate over a window; null if a day is missing or a block's difficulty is unknown. */
export function hashRateOf(
  ledger: Ledger,
  { day, window, blocks, missingDays }: WindowCount,
): HashRate | null {
  if (missingDays > 0) return null;
  const difficulty = difficultyOf(closedDaysOf(ledger, day, window));
  return difficulty === null ? null : networkHashRate(difficulty, blocks, window * SECONDS_PER_DAY);
}
