import type { PoolId } from '../pools/pool-id.ts';
import { isVerified, type StoredBlock } from './block.ts';
import { type DayCount, NO_EVIDENCE } from './ledger.ts';
import { dayOf, type UtcDay } from './utc-day.ts';

type Tally = ReturnType<typeof newCount>;

/** Counts blocks in any order by the UTC day of their header time; days ascend. */
export function countDays(blocks: Iterable<StoredBlock>): readonly DayCount[] {
  const tallies = new Map<UtcDay, Tally>();
  for (const block of blocks) {
    const day = dayOf(block.time);
    const tally = tallies.get(day) ?? newCount(day, block.height);
    tallies.set(day, tally);
    tally.blocks += 1;
    tally.firstHeight = Math.min(tally.firstHeight, block.height);
    tally.lastHeight = Math.max(tally.lastHeight, block.height);
    tally.pools.set(block.pool, (tally.pools.get(block.pool) ?? 0) + 1);
    if (block.bits !== null) tally.bits.set(block.bits, (tally.bits.get(block.bits) ?? 0) + 1);
    tally.evidence[block.evidence] += 1;
    if (isVerified(block)) {
      if (block.conflicts > 0) tally.conflicts += 1;
      if (block.bitsCheck === 'not-checkable') tally.uncheckedBits += 1;
    }
  }
  return [...tallies.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** A day's count before any block. */
export function newCount(day: UtcDay, height: number) {
  return {
    ...{ day, blocks: 0, firstHeight: height, lastHeight: height },
    pools: new Map<PoolId, number>(),
    bits: new Map<number, number>(),
    evidence: { ...NO_EVIDENCE },
    ...{ conflicts: 0, uncheckedBits: 0 },
  };
}

/** Whether two counts of a day agree; evidence may improve without changing the count. */
export function sameCount(a: DayCount, b: DayCount): boolean {
  return (
    a.blocks === b.blocks &&
    a.firstHeight === b.firstHeight &&
    a.lastHeight === b.lastHeight &&
    sameMap(a.pools, b.pools) &&
    sameMap(a.bits, b.bits)
  );
}

function sameMap<K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
