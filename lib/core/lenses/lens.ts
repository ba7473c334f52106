import * as z from 'zod/mini';
import type { DayCount } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import { type PoolId, UNKNOWN } from '../pools/pool-id.ts';
import { isKnownPool, poolName } from '../pools/registry.ts';
import type { Viewpoint } from './dated.ts';
import { ownerName, ownerOf, ownerTurns } from './owners.ts';
import { type CountryCode, countryCodeSchema, countryName, seatOf, seatTurns } from './seats.ts';
import { templateGroupName, templateGroupOf, templateTurns } from './templates.ts';

/** A way to group blocks that is counted, not modelled. */
export const lensSchema = z.enum(['pool', 'owner', 'template', 'operator-country']);

export type Lens = z.output<typeof lensSchema>;

export const LENSES: readonly Lens[] = lensSchema.options;

/** `then`: only what was known by the day itself; `now`: everything known today, hindsight. */
export const knowledgeSchema = z.enum(['then', 'now']);

export type Knowledge = z.output<typeof knowledgeSchema>;

/** What a lens shows: a pool, an owner, a template group or a country; or the bucket `unknown`. */
export type SubjectKey = string;

/** The window from `from` to `day`, as it is seen from its end. */
export type Span = Viewpoint & { readonly from: UtcDay };

const TURNS: Readonly<Record<Lens, readonly UtcDay[]>> = {
  pool: [],
  owner: ownerTurns,
  template: templateTurns,
  'operator-country': [...ownerTurns, ...seatTurns],
};

/** Days on which a lens may group blocks otherwise than on the day before, ascending. */
const turns = new Map(LENSES.map((lens) => [lens, [...new Set(TURNS[lens])].sort()]));

/** How many turns of a lens a day has behind it; a replay asks for the same days again and again. */
const turnsBehind = new Map(LENSES.map((lens) => [lens, new Map<UtcDay, number>()]));

/** Which turns of a lens lie before a span, and which in it: spans of the same text group every day alike. */
export function turnsIn(lens: Lens, { from, day }: Span): string {
  return `${behind(lens, from)} ${behind(lens, day)}`;
}

function behind(lens: Lens, day: UtcDay): number {
  const known = turnsBehind.get(lens)!.get(day);
  if (known !== undefined) return known;
  const count = turns.get(lens)!.filter((turn) => turn <= day).length;
  turnsBehind.get(lens)!.set(day, count);
  return count;
}

/**
 * The subject that a pool's blocks of `day` belong to in a span. An owner that changes hands does so on its day.
 * A template group and a seat count only for pools of which they are known on every day of the span: a span
 * speaks of one known set, so that what becomes known within it, or is known no longer, moves no share by parts.
 * A block after the span belongs where the span left its pool, if nothing is known of its own day.
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

/** What is known of a day, if something is known of every day of the span. */
function throughout<Known>(
  lens: Lens,
  { from, day: to }: Span,
  day: UtcDay,
  knownOn: (day: UtcDay) => Known | undefined,
): Known | undefined {
  const within = turns.get(lens)!.filter((turn) => from < turn && turn <= to);
  if ([from, ...within].some((turn) => knownOn(turn) === undefined)) return undefined;
  return knownOn(day) ?? knownOn(to);
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

/** Blocks of one day per subject, `unknown` among them, as a span counts them. */
export function groupDay(count: DayCount, lens: Lens, span: Span): ReadonlyMap<SubjectKey, number> {
  const grouped = new Map<SubjectKey, number>();
  for (const [pool, blocks] of count.pools) {
    const subject = subjectOf(lens, pool, count.day, span);
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
