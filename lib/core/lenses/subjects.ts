import type { DayCount } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { type PoolId, UNKNOWN } from '../pools/pool-id.ts';
import { isKnownPool, poolName } from '../pools/registry.ts';
import { changeDaysOf } from './change-days.ts';
import type { Lens, Span, SubjectKey } from './lens.ts';
import { ownerName, ownerOf } from './owners.ts';
import { type CountryCode, countryCodeSchema, countryName, seatOf } from './seats.ts';
import { templateGroupName, templateGroupOf } from './templates.ts';

/**
 * The subject that a pool's blocks of `day` belong to in a span. Owners change on their day. Template groups and seats
 * count only where they are known on every day of the span, so that what becomes known within it does not move a share
 * bit by bit. A block after the span belongs where the span left its pool, if nothing is known for its own day.
 */
export function subjectOf(lens: Lens, pool: PoolId, day: UtcDay, span: Span): SubjectKey {
  if (pool === UNKNOWN) return UNKNOWN;
  switch (lens) {
    case 'pool':
      return pool;
    case 'owner':
      return ownerOf(pool, day, span);
    case 'template':
      return throughout(lens, span, day, (on) => templateGroupOf(pool, on, span)) ?? pool;
    case 'operator-country':
      return throughout(lens, span, day, (on) => seatOf(ownerOf(pool, on, span), on, span)) ?? UNKNOWN;
  }
}

/** What is known for a day, if something is known for every day of the span. */
function throughout<Known>(
  lens: Lens,
  { from, day: to }: Span,
  day: UtcDay,
  knownOn: (day: UtcDay) => Known | undefined,
): Known | undefined {
  const within = changeDaysOf(lens).filter((turn) => from < turn && turn <= to);
  if ([from, ...within].some((turn) => knownOn(turn) === undefined)) return undefined;
  return knownOn(day) ?? knownOn(to);
}

/** A subject's readable name. */
export function subjectName(lens: Lens, key: SubjectKey): string {
  if (key === UNKNOWN) return 'Unknown';
  switch (lens) {
    case 'pool':
      return poolName(key as PoolId);
    case 'owner':
      return ownerName(key) ?? poolName(key as PoolId);
    case 'template':
      return templateGroupName(key) ?? poolName(key as PoolId);
    case 'operator-country':
      return countryName(key as CountryCode);
  }
}

/** Blocks of one day per subject, `unknown` among them, as a span counts them. */
export function groupDay(count: DayCount, lens: Lens, span: Span): ReadonlyMap<SubjectKey, number> {
  const grouped = new Map<SubjectKey, number>();
  for (const [pool, blocks] of count.pools) {
    const subject = subjectOf(lens, pool, count.day, span);
    grouped.set(subject, (grouped.get(subject) ?? 0) + blocks);
  }
  return grouped;
}

/** Whether a lens can ever show a subject of this key; `unknown` is a bucket, not a subject. */
export function isKnownSubject(lens: Lens, key: SubjectKey): boolean {
  switch (lens) {
    case 'pool':
      return isKnownPool(key);
    case 'owner':
      return isKnownPool(key) || ownerName(key) !== undefined;
    case 'template':
      return isKnownPool(key) || templateGroupName(key) !== undefined;
    case 'operator-country':
      return countryCodeSchema.safeParse(key).success;
  }
}
