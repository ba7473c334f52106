import type { StoredBlock } from '../ledger/block.ts';
import { dayOf, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens, SubjectKey } from '../lenses/lens.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { UNKNOWN } from '../pools/pool-id.ts';

/** The blocks of a year at one in ten minutes. */
export const BLOCKS_PER_YEAR = 365.25 * 144;

/**
 * How many runs of at least `length` blocks chance gives somebody with a share (0-1) of the hash rate in `blocks`
 * blocks, in the mean. A run begins with the first block, or behind somebody else's at one of `blocks - length` further
 * places: p^r (1 + (n - r)(1 - p)). For large n that is n (1 - p) p^r (Schilling, "The Longest Run of Heads", College
 * Mathematics Journal 21, 1990), the first term of de Moivre's series for the longest run.
 */
export function expectedRuns(length: number, share: number, blocks = BLOCKS_PER_YEAR): number {
  return length > blocks ? 0 : share ** length * (1 + (blocks - length) * (1 - share));
}

/** The same a year, of anybody: one share for each who mines. */
export function runsPerYear(length: number, shares: Iterable<number>): number {
  let sum = 0;
  for (const share of shares) sum += expectedRuns(length, share);
  return sum;
}

/** The blocks of the longest run of each subject that ended from one day to another. */
export type LongestRuns = ReadonlyMap<SubjectKey, number>;

/**
 * The longest run of each subject whose last block has a header time from day `from` to day `to`; one that began before
 * counts whole. An unknown block ends every run and is nobody's. `blocks` ascend by height.
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
    const goesOn = blocks[index + 1]?.height === blocks[index]!.height + 1 && subjects[index + 1] === subject;
    if (subject === UNKNOWN || goesOn || days[index]! < from || days[index]! > to) continue;
    longest.set(subject, Math.max(length, longest.get(subject) ?? 0));
  }
  return longest;
}
