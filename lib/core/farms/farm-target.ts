import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { PoolId } from '../pools/pool-id.ts';
import { probabilityAbove } from '../shares/interval.ts';
import type { Evidence, Farm, Target } from './farm-table.ts';

/** Length of the window ending on the deadline over which a farm's pool is counted. */
export const COUNTED_DAYS = 30;

/** How long a target stays due: companies report what they reached within a month of a deadline. */
const DUE_DAYS = 30;

const CONFIDENCE = 0.95;

/** A pool's blocks among those of the `COUNTED_DAYS` days ending on a target's deadline. */
export type Count = {
  readonly blocks: number;
  readonly of: number;
  /** Network hash rate over these days, EH/s; null if a day is missing. */
  readonly networkEhs: number | null;
};

/** Counts a pool's blocks up to a deadline; null while days of that window are open or missing. */
export type CountPool = (pool: PoolId, deadline: UtcDay) => Count | null;

/**
 * The standing of a target on a day, by what had been published by then:
 * - `ahead`: the deadline is in the future;
 * - `due`: it passed within the last 30 days, and there is no evidence yet;
 * - `met`, `missed`: according to the evidence in `decidedBy`;
 * - `without-evidence`: no evidence appeared within these 30 days. That is not a miss.
 */
export type Standing = {
  /** The first day with this standing. */
  readonly since: UtcDay;
} & (
  | { readonly status: 'ahead' | 'due' | 'without-evidence' }
  | { readonly status: 'met' | 'missed'; readonly decidedBy: Evidence; readonly count: Count | null }
);

export type TargetStanding = { readonly target: Target; readonly standing: Standing };

/** The standings of all of a farm's targets announced by a day, in table order. */
export function standingsOn({ targets }: Farm, day: UtcDay, countPool: CountPool): readonly TargetStanding[] {
  return targets
    .filter(({ announcedOn }) => announcedOn <= day)
    .map((target) => ({ target, standing: standingOn(target, day, countPool) }));
}

/** A target that a rule with measure `farm-target` finds due or missed. */
export type FarmTarget = {
  readonly farm: string;
  readonly by: UtcDay;
  readonly value: 'due' | 'missed';
  readonly since: UtcDay;
};

/** A farm's targets that are due or missed on a day, for the measure `farm-target`. */
export function farmTargetOn(farm: Farm, day: UtcDay, countPool: CountPool): readonly FarmTarget[] {
  return standingsOn(farm, day, countPool).flatMap(({ target, standing: { status, since } }) =>
    status === 'due' || status === 'missed' ? [{ farm: farm.id, by: target.by, value: status, since }] : [],
  );
}

function standingOn(target: Target, day: UtcDay, countPool: CountPool): Standing {
  const decided = target.evidence
    .flatMap((evidence) => decisionOf(evidence, target, countPool))
    .filter(({ since }) => since <= day);
  const [first] = decided.toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (first !== undefined) return first;
  if (day < target.by) return { status: 'ahead', since: target.announcedOn };
  const over = addDays(target.by, DUE_DAYS + 1);
  if (day < over) return { status: 'due', since: target.by };
  return { status: 'without-evidence', since: over };
}

type Decision = Extract<Standing, { status: 'met' | 'missed' }>;

/** What a piece of evidence decides about a target; empty if nothing. */
function decisionOf(evidence: Evidence, { size, by }: Target, countPool: CountPool): readonly Decision[] {
  if (evidence.kind === 'published') {
    const { amount, on, publishedOn: since } = evidence;
    const isReached = amount >= size.amount;
    // Below the target before the deadline is not a miss, and above it afterwards is not success in time.
    // Below it afterwards is a miss: what was built by the deadline would still be running.
    if (isReached ? on > by : on < by) return [];
    return [{ status: isReached ? 'met' : 'missed', since, decidedBy: evidence, count: null }];
  }
  const count = countPool(evidence.pool, by);
  if (count === null) return [];
  const bound = size.unit === 'share' ? size.amount : count.networkEhs && size.amount / count.networkEhs;
  if (bound === null) return [];
  // The error in the network's hash rate is small compared with that of a pool's share, and ignored.
  const probability = bound >= 1 ? 0 : probabilityAbove(count.blocks, count.of, bound);
  if (1 - CONFIDENCE < probability && probability < CONFIDENCE) return [];
  const since = evidence.publishedOn > by ? evidence.publishedOn : by;
  return [{ status: probability >= CONFIDENCE ? 'met' : 'missed', since, decidedBy: evidence, count }];
}
