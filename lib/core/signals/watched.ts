import type { ClosedDay, Ledger } from '../ledger/ledger.ts';
import { SECONDS_PER_DAY, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, SubjectKey } from '../lenses/lens.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { type PoolId, UNKNOWN } from '../pools/pool-id.ts';
import { closedDaysOf, difficultyOf, WEEK } from '../shares/window.ts';
import { NETWORK, type Signal } from './signal.ts';
import type { Tally } from './statistic.ts';

/** A share is compared with this many closed days, a pace with fewer: hash rate moves faster than shares. */
export const SHARE_DAYS = 90;
export const PACE_DAYS = 30;

/** Subjects above this share are watched. */
export const MIN_SHARE = 0.05;

/** Fewer closed days say too little about the past. */
export const MIN_DAYS = WEEK;

/** In order of preference among subjects with the same pools. */
const WATCHED_LENSES = ['owner', 'pool', 'template'] as const;

export type SignalLens = Signal['lens'];

/** What a subject mined in the past, and the network's blocks in that time. */
export type BaselineCounts = Tally & { readonly blocks: number };

/** A subject and its past; null if unknown, and for the network's share. */
export type Watched = {
  readonly lens: SignalLens;
  readonly subject: SubjectKey;
  readonly share: BaselineCounts | null;
  readonly pace: BaselineCounts | null;
};

/** Identifies a subject of any lens. */
export function watchedKey({ lens, subject }: Pick<Watched, 'lens' | 'subject'>): string {
  return `${lens} ${subject}`;
}

/**
 * The network and every pool, owner and template group above 5% of the last 90 closed days, or of the last 7, as known
 * on `day`, the newest of them; and those in `kept`. Of subjects with the same pools only one is watched. Sorted by
 * key, so that the order of tables and days does not matter.
 */
export function watchedOn(
  ledger: Ledger,
  day: UtcDay,
  knowledge: Knowledge,
  kept: ReadonlySet<string>,
): readonly Watched[] {
  const shareDays = closedDaysOf(ledger, day, SHARE_DAYS);
  if (shareDays.length < MIN_DAYS) return [];
  const paceDays = closedDaysOf(ledger, day, PACE_DAYS).filter((one) => difficultyOf([one]) !== null);
  const weekDays = closedDaysOf(ledger, day, WEEK);
  const total = blocksOf(shareDays);
  const weekTotal = blocksOf(weekDays);
  const paceOf = { trials: exposureOf(paceDays), blocks: blocksOf(paceDays) };
  const knowsPace = paceDays.length >= MIN_DAYS;
  const [inShare, inPace, inWeek] = [countPools(shareDays), countPools(paceDays), countPools(weekDays)];

  const span = { from: day, day, knowledge };
  const pools = [...inShare.keys()].filter((pool) => pool !== UNKNOWN).sort();
  const seen = new Set<string>();
  const watched: Watched[] = [];
  for (const lens of WATCHED_LENSES) {
    const groups = Map.groupBy(pools, (pool) => subjectOf(lens, pool, day, span));
    for (const [subject, own] of groups) {
      const members = own.join(' ');
      const [mined, paced, newest] = [sumOf(inShare, own), sumOf(inPace, own), sumOf(inWeek, own)];
      const isLarge = mined >= MIN_SHARE * total || newest >= MIN_SHARE * weekTotal;
      if (seen.has(members) || !(isLarge || kept.has(watchedKey({ lens, subject })))) continue;
      seen.add(members);
      watched.push({
        lens,
        subject,
        share: { own: mined, trials: total, blocks: total },
        pace: knowsPace ? { own: paced, ...paceOf } : null,
      });
    }
  }
  if (knowsPace)
    watched.push({
      lens: NETWORK,
      subject: NETWORK,
      share: null,
      pace: { own: paceOf.blocks, ...paceOf },
    });
  return watched.sort((a, b) => (watchedKey(a) < watchedKey(b) ? -1 : 1));
}

function blocksOf(days: readonly ClosedDay[]): number {
  return days.reduce((sum, { count }) => sum + count.blocks, 0);
}

/**
 * Seconds over difficulty, summed over days: on a day with two difficulties each counts for its share of the blocks.
 */
function exposureOf(days: readonly ClosedDay[]): number {
  return days.reduce((sum, one) => sum + (SECONDS_PER_DAY * one.count.blocks) / difficultyOf([one])!, 0);
}

function sumOf(counts: ReadonlyMap<PoolId, number>, pools: readonly PoolId[]): number {
  return pools.reduce((sum, pool) => sum + (counts.get(pool) ?? 0), 0);
}

function countPools(days: readonly ClosedDay[]): ReadonlyMap<PoolId, number> {
  const counts = new Map<PoolId, number>();
  for (const { count } of days)
    for (const [pool, blocks] of count.pools) counts.set(pool, (counts.get(pool) ?? 0) + blocks);
  return counts;
}
