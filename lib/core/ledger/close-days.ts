import { addDays, dayOf, midnight, type UtcDay } from './utc-day.ts';

/** A block's median time past is the median of its own and the ten header times below it (BIP 113). */
export const MEDIAN_SPAN = 11;

/** Blocks required on top of the first block past midnight before the day counts as closed. */
export const BLOCKS_ON_TOP = 6;

/** Consensus allows header times up to two hours ahead of network time. */
const FUTURE_LIMIT_SECONDS = 7_200;

type Timed = { readonly time: number };

type TimedAtHeight = Timed & { readonly height: number };

/** Median time past of the block at `index`, Unix seconds; undefined with fewer than ten blocks below it. */
export function medianTimePast(run: readonly Timed[], index: number): number | undefined {
  if (index < MEDIAN_SPAN - 1 || index >= run.length) return undefined;
  const times = run.slice(index - MEDIAN_SPAN + 1, index + 1).map(({ time }) => time);
  return times.sort((a, b) => a - b)[(MEDIAN_SPAN - 1) / 2];
}

/**
 * The newest day that a run of consecutive blocks (ascending height) closes; undefined if none.
 *
 * Let B be the first block whose median time past is at or after the next midnight. From then on consensus forbids
 * another block in that day, since a block's time must exceed the median time past of its parent. The day closes when
 * six blocks are on top of B. Median time past never decreases, so it suffices to look at the block six below the tip.
 */
export function closedThrough(run: readonly Timed[]): UtcDay | undefined {
  const median = medianTimePast(run, run.length - 1 - BLOCKS_ON_TOP);
  return median === undefined ? undefined : addDays(dayOf(median), -1);
}

/**
 * The first day of which a run of consecutive blocks has every block; undefined if none is certain. A block below the
 * run may be stamped two hours ahead, so the day must begin over two hours after the latest stamp of the run's first
 * eleven blocks. Nothing is below the genesis block.
 */
export function completeFrom(run: readonly TimedAtHeight[]): UtcDay | undefined {
  if (run[0]?.height === 0) return dayOf(run[0].time);
  if (run.length < MEDIAN_SPAN) return undefined;
  const latest = Math.max(...run.slice(0, MEDIAN_SPAN).map(({ time }) => time));
  const safe = latest + FUTURE_LIMIT_SECONDS;
  const day = dayOf(safe);
  return midnight(day) === safe ? day : addDays(day, 1);
}
