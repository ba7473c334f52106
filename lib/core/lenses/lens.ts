import * as z from 'zod/mini';
import type { DayCount } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { type PoolId, UNKNOWN } from '../pools/pool-id.ts';
import { isKnownPool, poolName } from '../pools/registry.ts';
import { ownerName, ownerOf } from './owners.ts';
import { type CountryCode, countryCodeSchema, countryName, seatOf } from './seats.ts';
import { templateGroupName, templateGroupOf } from './templates.ts';

/** A way to group blocks that is counted, not modelled. */
export const lensSchema = z.enum(['pool', 'owner', 'template', 'operator-country']);

export type Lens = z.output<typeof lensSchema>;

export const LENSES: readonly Lens[] = lensSchema.options;

/** `then`: only what was known by the day itself; `now`: everything known today, hindsight. */
export const knowledgeSchema = z.enum(['then', 'now']);

export type Knowledge = z.output<typeof knowledgeSchema>;

/** What a lens shows: a pool, an owner, a template group or a country; or the bucket `unknown`. */
export type SubjectKey = string;

/** The subject that a pool's blocks of `day` belong to, by the links in force on that day. */
export function subjectOf(lens: Lens, pool: PoolId, day: UtcDay, knowledge: Knowledge): SubjectKey {
  if (pool === UNKNOWN) return UNKNOWN;
  switch (lens) {
    case 'pool':
      return pool;
    case 'owner':
      return ownerOf(pool, day);
    case 'template':
      return templateGroupOf(pool, day, knowledge);
    case 'operator-country':
      return seatOf(ownerOf(pool, day), day) ?? UNKNOWN;
  }
}

/** A subject's name for people. */
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

/** Blocks of one day per subject, `unknown` among them. */
export function groupDay(count: DayCount, lens: Lens, knowledge: Knowledge): ReadonlyMap<SubjectKey, number> {
  const grouped = new Map<SubjectKey, number>();
  for (const [pool, blocks] of count.pools) {
    const subject = subjectOf(lens, pool, count.day, knowledge);
    grouped.set(subject, (grouped.get(subject) ?? 0) + blocks);
  }
  return grouped;
}

/** Whether a lens can ever show a subject of this key; `unknown` is a bucket and no subject. */
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
