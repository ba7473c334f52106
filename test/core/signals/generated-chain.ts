import type { StoredBlock } from '../../../lib/core/ledger/block.ts';
import { closedThrough, completeFrom } from '../../../lib/core/ledger/close-days.ts';
import { countDays } from '../../../lib/core/ledger/count-days.ts';
import type { ClosedDay, DayCount, Ledger } from '../../../lib/core/ledger/ledger.ts';
import { addDays, daysFrom, midnight, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { poolId } from '../../../lib/core/pools/pool-id.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const FIRST_DAY = parseDay('2031-05-01');
const HISTORY_DAYS = 90;
const BLOCKS_PER_DAY = 144;
const BITS = 0x1702796c;

/** How three others split what the largest leaves; none of it was really mined. */
const OTHERS = [
  ['antpool', 0.4],
  ['viabtc', 0.35],
  ['f2pool', 0.25],
] as const;

/** A period with Foundry's share of the hash rate, and the network's hash rate (default 1, the usual). */
export type Phase = { readonly days: number; readonly share: number; readonly hashRate?: number };

/** Header time error by miner: seconds added to the true time, within what consensus allows. */
export type Stamp = (random: () => number, pool: string) => number;

/** After 90 closed days with Foundry at 30%: blocks one by one, and the ledger with the days they close. */
export function generatedChain(
  phases: readonly Phase[],
  seed: number,
  stamp: Stamp = () => 0,
): { readonly blocks: readonly StoredBlock[]; readonly ledger: Ledger } {
  const random = seededRandom(seed);
  const start = midnight(addDays(FIRST_DAY, HISTORY_DAYS)) - 7_200;
  const blocks: StoredBlock[] = [];
  let clock = start;
  for (const { days, share, hashRate = 1 } of [{ days: 2 / 24, share: 0.3 }, ...phases]) {
    const end = clock + days * 86_400;
    for (;;) {
      clock += (-Math.log(1 - random()) * 86_400) / BLOCKS_PER_DAY / hashRate;
      if (clock >= end) break;
      const pool = drawPool(random(), share);
      const pastTimes = blocks.slice(-11).map(({ time }) => time);
      const median = pastTimes.sort((a, b) => a - b)[5] ?? 0;
      // A header time exceeds the median of the eleven below, and is at most two hours ahead.
      const off = Math.min(stamp(random, pool), 7_200);
      const time = Math.max(Math.floor(clock + off), median + 1);
      blocks.push({
        height: 2_000_000 + blocks.length,
        time,
        pool: poolId(pool),
        bits: BITS,
        evidence: 'labelled',
      });
    }
    clock = end;
  }
  const [from, through] = [completeFrom(blocks)!, closedThrough(blocks)!];
  const counted = countDays(blocks).filter(({ day }) => from <= day && day <= through);
  return { blocks, ledger: [...history(), ...counted.map(closed)] };
}

function drawPool(random: number, share: number): string {
  let left = random - share;
  if (left < 0) return 'foundryusa';
  for (const [pool, part] of OTHERS) {
    left -= part * (1 - share);
    if (left < 0) return pool;
  }
  return 'f2pool';
}

function history(): Ledger {
  const pools = new Map([
    [poolId('foundryusa'), 43],
    [poolId('antpool'), 40],
    [poolId('viabtc'), 36],
    [poolId('f2pool'), 25],
  ]);
  return daysFrom(FIRST_DAY, addDays(FIRST_DAY, HISTORY_DAYS - 1)).map((day) =>
    closed({
      day,
      blocks: BLOCKS_PER_DAY,
      firstHeight: 0,
      lastHeight: 0,
      pools,
      bits: new Map([[BITS, BLOCKS_PER_DAY]]),
      evidence: { labelled: BLOCKS_PER_DAY, header: 0, merkle: 0 },
      conflicts: 0,
      uncheckedBits: 0,
    }),
  );
}

function closed(count: DayCount): ClosedDay {
  return { kind: 'closed', day: count.day, count, source: 'recorded', registry: null, revision: 1 };
}
