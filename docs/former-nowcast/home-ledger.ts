import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { daysBetween, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { CountryCode } from '../../lib/core/lenses/seats.ts';
import { type PoolId, UNKNOWN } from '../../lib/core/pools/pool-id.ts';
import { difficultyOf } from '../../lib/core/shares/window.ts';

/** Countries where a pool's machines are said to be; empty without a source. */
export type HomesOfPool = (pool: PoolId) => readonly CountryCode[];

/**
 * The blocks of one window by the home places of the pools that mined them. Pools with the same home places
 * are one group: the model distinguishes them by nothing else, and a sum of Dirichlet parts is again
 * Dirichlet.
 */
export type GroupWindow = {
  /** Blocks of each group, in the ledger's order of groups. */
  readonly blocks: readonly number[];
  readonly total: number;
  readonly missingDays: number;
  /** Difficulty summed over the blocks; null if any block's is unknown. */
  readonly difficulty: number | null;
};

/** A ledger by home places, which sums any window in constant time. */
export type HomeLedger = {
  /** Home places of each group; the first group has none: pools without a source, and unknown miners. */
  readonly groups: readonly (readonly CountryCode[])[];
  /** The window of `days` days that ends on `day`. */
  readonly window: (day: UtcDay, days: number) => GroupWindow;
};

/** Groups a ledger's blocks by home places. `ledger` holds at least one day. */
export function byHomes(ledger: Ledger, homesOf: HomesOfPool): HomeLedger {
  const groups: (readonly CountryCode[])[] = [];
  const places = new Map<PoolId, number>();
  const placeOf = (pool: PoolId): number => {
    const known = places.get(pool);
    if (known !== undefined) return known;
    const homes = pool === UNKNOWN ? [] : homesOf(pool);
    let place = groups.findIndex((group) => group.join() === homes.join());
    if (place === -1) place = groups.push(homes) - 1;
    places.set(pool, place);
    return place;
  };
  placeOf(UNKNOWN);
  const first = ledger[0]!.day;
  const days = ledger.map((entry) => {
    if (entry.kind !== 'closed') return undefined;
    const blocks: number[] = [];
    for (const [pool, count] of entry.count.pools) {
      const place = placeOf(pool);
      blocks[place] = (blocks[place] ?? 0) + count;
    }
    return { blocks, difficulty: difficultyOf([entry]) };
  });
  const sums = prefixSums(days, groups.length);
  return {
    groups,
    window: (day, length) => {
      const end = Math.min(days.length, Math.max(0, daysBetween(first, day) + 1));
      const start = Math.min(end, Math.max(0, daysBetween(first, day) + 1 - length));
      const [after, before] = [sums[end]!, sums[start]!];
      const blocks = groups.map((_, group) => after.blocks[group]! - before.blocks[group]!);
      return {
        blocks,
        total: blocks.reduce((sum, count) => sum + count, 0),
        missingDays: length - (after.closed - before.closed),
        difficulty: after.unknown === before.unknown ? after.difficulty - before.difficulty : null,
      };
    },
  };
}

type Sums = {
  readonly blocks: readonly number[];
  readonly closed: number;
  readonly difficulty: number;
  /** Days with a block of unknown difficulty. */
  readonly unknown: number;
};

function prefixSums(
  days: readonly ({ readonly blocks: readonly number[]; readonly difficulty: number | null } | undefined)[],
  groups: number,
): readonly Sums[] {
  const sums: Sums[] = [{ blocks: Array<number>(groups).fill(0), closed: 0, difficulty: 0, unknown: 0 }];
  for (const day of days) {
    const last = sums.at(-1)!;
    if (day === undefined) {
      sums.push(last);
      continue;
    }
    sums.push({
      blocks: last.blocks.map((sum, group) => sum + (day.blocks[group] ?? 0)),
      closed: last.closed + 1,
      difficulty: last.difficulty + (day.difficulty ?? 0),
      unknown: last.unknown + (day.difficulty === null ? 1 : 0),
    });
  }
  return sums;
}
