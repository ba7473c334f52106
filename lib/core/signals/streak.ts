import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, SubjectKey } from '../lenses/lens.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { UNKNOWN } from '../pools/pool-id.ts';
import { closedDaysOf } from '../shares/window.ts';
import { runsPerYear } from './runs.ts';
import { type Signal, signalSchema, sinceSchema } from './signal.ts';
import { MIN_DAYS, SHARE_DAYS } from './watched.ts';

/** A run is signalled once chance gives anyone its length less than this often a year. */
const SIGNALLED_PER_YEAR = 1;

/** The run that the newest block belongs to, and runs that no closing day has confirmed yet. */
export const streakSchema = z.object({
  /** `unknown` after an unattributed block, which is no run. */
  owner: z.string(),
  length: count,
  /** The block below its first one. */
  since: z.nullable(sinceSchema),
  newest: z.nullable(sinceSchema),
  isTold: z.boolean(),
  pending: z.array(signalSchema),
});

export type Streak = Parsed<typeof streakSchema>;

export const NO_STREAK: Streak = {
  owner: UNKNOWN,
  length: 0,
  since: null,
  newest: null,
  isTold: false,
  pending: [],
};

/** Shares by owner, 0 to 1, excluding unknown. */
export type OwnerShares = ReadonlyMap<SubjectKey, number>;

/** Each owner's share of the last 90 closed days; empty with fewer than a week of them. */
export function ownerShares(ledger: Ledger, day: UtcDay, knowledge: Knowledge): OwnerShares {
  const days = closedDaysOf(ledger, day, SHARE_DAYS);
  if (days.length < MIN_DAYS) return new Map();
  const total = days.reduce((sum, { count: { blocks } }) => sum + blocks, 0);
  const span = { from: day, day, knowledge };
  const mined = new Map<SubjectKey, number>();
  for (const [pool, blocks] of days.flatMap(({ count: { pools } }) => [...pools])) {
    const owner = subjectOf('owner', pool, day, span);
    if (owner !== UNKNOWN) mined.set(owner, (mined.get(owner) ?? 0) + blocks);
  }
  // Sorted, so that sums do not depend on the order of the pools.
  const sorted = [...mined].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([owner, blocks]) => [owner, blocks / total]));
}

/**
 * Advances by one block of an owner. A run is signalled once, when chance gives anyone its length under once a year.
 */
export function advanceStreak(
  streak: Streak,
  owner: SubjectKey,
  { height, time }: Pick<Signal, 'height' | 'time'>,
  shares: OwnerShares,
): { readonly streak: Streak; readonly signal: Signal | null } {
  const continues = owner === streak.owner;
  const length = continues ? streak.length + 1 : 1;
  const isTold = continues && streak.isTold;
  const since = continues ? streak.since : streak.newest;
  const next = { ...streak, owner, length, since, newest: { height, time }, isTold };
  const share = shares.get(owner);
  // Without a block in 90 days there is no share to compute the odds from.
  if (share === undefined || since === null || isTold) return { streak: next, signal: null };
  const aYear = runsPerYear(length, shares.values());
  if (aYear >= SIGNALLED_PER_YEAR) return { streak: next, signal: null };
  const signal: Signal = {
    id: `${height} owner ${owner} run`,
    ...{ kind: 'run', direction: 'up', statistic: 'share', lens: 'owner', subject: owner },
    ...{ height, time, own: length, blocks: length },
    since,
    ...{ shareBefore: share, pace: null, returns: null, bound: null, aYear },
  };
  return { streak: { ...next, isTold: true, pending: [...streak.pending, signal] }, signal };
}
