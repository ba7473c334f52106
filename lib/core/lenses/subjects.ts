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
 * The subject that a pool's blocks of `day` belong to within a span. Ownership changes on its day. Template groups and
 * seats count only if known on every day of the span, so that new knowledge does not move a share bit by bit. A block
 * after the span follows the span's end if nothing is known for its own day.
 */
export function subjectOf(lens: Lens, pool: PoolId, day: UtcDay, span: Span): SubjectKey {
  if (pool === UNKNOWN) return UNKNOWN;
  switch (lens) {
    case 'pool':
      return pool;
    case 'owner':
      return ownerOf(pool, day, span);
    case 'template':
      return knownThroughout(lens, span, day, (on) => templateGroupOf(pool, on, span)) ?? pool;
    case 'operator-country':
      return knownThroughout(lens, span, day, (on) => seatOf(ownerOf(pool, on, span), on, span)) ?? UNKNOWN;
  }
}

/** The value for a day, if there is one for every day of the span. */
function knownThroughout<Known>(
  lens: Lens,
  { from, day: to }: Span,
  day: UtcDay,
  knownOn: (day: UtcDay) => Known | undefined,
): Known | undefined {
  const within = changeDaysOf(lens).filter((changeDay) => from < changeDay && changeDay <= to);
  if ([from, ...within].some((on) => knownOn(on) === undefined)) return undefined;
  return knownOn(day) ?? knownOn(to);
}

/** A subject's display name. */
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

/** One day's blocks per subject, including `unknown`, as a span groups them. */
export function groupDay(count: DayCount, lens: Lens, span: Span): ReadonlyMap<SubjectKey, number> {
  const grouped = new Map<SubjectKey, number>();
  for (const [pool, blocks] of count.pools) {
    const subject = subjectOf(lens, pool, count.day, span);
    grouped.set(subject, (grouped.get(subject) ?? 0) + blocks);
  }
  return grouped;
}

/** Whether this key can be a subject of a lens; `unknown` is a bucket, not a subject. */
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
