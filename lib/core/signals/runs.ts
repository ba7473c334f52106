import type { StoredBlock } from '../ledger/block.ts';
import { dayOf, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../lenses/lens.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { UNKNOWN } from '../pools/pool-id.ts';

/** At one block every ten minutes. */
export const BLOCKS_PER_DAY = 144;
export const BLOCKS_PER_YEAR = 365.25 * BLOCKS_PER_DAY;

/**
 * Expected number of runs of at least `length` blocks in `blocks` blocks for a share (0-1) of the hash rate. A run
 * starts at the first block, or after someone else's block at one of `blocks - length` further positions: p^r (1 + (n -
 * r)(1 - p)). For large n that is n (1 - p) p^r (Schilling, "The Longest Run of Heads", College Mathematics Journal 21,
 * 1990), the first term of de Moivre's series for the longest run.
 */
export function expectedRuns(length: number, share: number, blocks = BLOCKS_PER_YEAR): number {
  return length > blocks ? 0 : share ** length * (1 + (blocks - length) * (1 - share));
}

/** Expected runs per year by anyone: one share per miner. */
export function runsPerYear(length: number, shares: Iterable<number>): number {
  let sum = 0;
  for (const share of shares) sum += expectedRuns(length, share);
  return sum;
}

/** Length in blocks of each subject's longest run in a period. */
export type LongestRuns = ReadonlyMap<SubjectKey, number>;

/**
 * The longest run of each subject whose last block has a header time from day `from` to day `to`; one that began
 * earlier counts in full. An unknown block ends every run and belongs to nobody. `blocks` ascend by height.
 */
export function longestRuns(
  blocks: readonly StoredBlock[],
  lens: Lens,
  { from, to }: { readonly from: UtcDay; readonly to: UtcDay },
  knowledge: Knowledge,
): LongestRuns {
  const longest = new Map<SubjectKey, number>();
  const days = blocks.map(({ time }) => dayOf(time));
  const subjects = blocks.map(({ pool }, index) => {
    const day = days[index]!;
    return subjectOf(lens, pool, day, { from: day, day, knowledge });
  });
  let length = 0;
  for (const [index, subject] of subjects.entries()) {
    const isNext = blocks[index - 1]?.height === blocks[index]!.height - 1;
    length = isNext && subjects[index - 1] === subject ? length + 1 : 1;
    const continues =
      blocks[index + 1]?.height === blocks[index]!.height + 1 && subjects[index + 1] === subject;
    if (subject === UNKNOWN || continues || days[index]! < from || days[index]! > to) continue;
    longest.set(subject, Math.max(length, longest.get(subject) ?? 0));
  }
  return longest;
}
