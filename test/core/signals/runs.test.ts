import mt19937 from '@stdlib/random-base-mt19937';
import { describe, expect, it } from 'vitest';
import type { StoredBlock } from '../../../lib/core/ledger/block.ts';
import { midnight, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../../lib/core/pools/pool-id.ts';
import { expectedRuns, longestRuns, runsPerYear } from '../../../lib/core/signals/runs.ts';

describe('the expected number of runs', () => {
  it('is about ten times a year for seven in a row at 31%', () => {
    expect(expectedRuns(7, 0.31)).toBeCloseTo(9.98, 2);
  });

  it("counts runs from the first block and those after someone else's block", () => {
    // Of the eight sequences of three blocks at even odds, AAA, AAB and BAA have a run of two or more.
    expect(expectedRuns(2, 0.5, 3)).toBe(3 / 8);
    // Runs of one or more: AAA 1, AAB 1, ABA 2, BAA 1, ABB 1, BAB 1, BBA 1.
    expect(expectedRuns(1, 0.5, 3)).toBe(8 / 8);
  });

  it('is 0 with fewer blocks than the run, and 1 if all blocks belong to one owner', () => {
    expect([expectedRuns(4, 0.9, 3), expectedRuns(9, 1, 1_000), expectedRuns(1, 0, 1_000)]).toEqual([
      0, 1, 0,
    ]);
  });

  it.each([
    [3, 0.2],
    [5, 0.31],
    [8, 0.6],
  ])('of %i at a share of %f matches a simulation', (length, share) => {
    const draw = mt19937.factory({ seed: 20_260_101 });
    const blocks = 500;
    const chains = 20_000;
    let runs = 0;
    for (let chain = 0; chain < chains; chain++)
      for (let block = 0, run = 0; block < blocks; block++) {
        run = draw() / 2 ** 32 < share ? run + 1 : 0;
        if (run === length) runs += 1;
      }
    const expected = expectedRuns(length, share, blocks);
    // Runs are nearly Poisson: four standard errors.
    expect(Math.abs(runs / chains - expected)).toBeLessThan(4 * Math.sqrt(expected / chains));
  });

  it('adds up over all miners', () => {
    expect(runsPerYear(9, [0.3, 0.2])).toBe(expectedRuns(9, 0.3) + expectedRuns(9, 0.2));
  });
});

describe('the longest run', () => {
  const DAY = parseDay('2026-03-10');
  const MIDNIGHT = midnight(DAY);

  /** Blocks every ten minutes from an hour of the day on; one letter per block. */
  function chain(letters: string, hour: number): readonly StoredBlock[] {
    const pools: Readonly<Record<string, string>> = { f: 'foundryusa', a: 'antpool', '?': 'unknown' };
    return [...letters].flatMap((letter, index) =>
      letter === '-'
        ? []
        : [
            {
              height: 1_000 + index,
              time: MIDNIGHT + hour * 3_600 + index * 600,
              pool: pools[letter] as PoolId,
              bits: null,
              evidence: 'labelled',
            },
          ],
    );
  }
  const of = (blocks: readonly StoredBlock[], lens: 'owner' | 'pool' = 'owner') =>
    Object.fromEntries(longestRuns(blocks, lens, { from: DAY, to: DAY }, 'then'));

  it('of each owner has consecutive heights', () => {
    expect(of(chain('affafffaaf', 1))).toEqual({ antpool: 2, dcg: 3 });
    expect(of(chain('ff-ff', 1))).toEqual({ dcg: 2 });
  });

  it('continues past midnight, and belongs to the day on which it ends', () => {
    expect(of(chain('fffffa', -0.5))).toEqual({ antpool: 1, dcg: 5 });
    expect(of(chain('fffffa', 23.75))).toEqual({});
  });

  it('of unknown miners does not count, and an unknown block ends a run', () => {
    expect(of(chain('????f?ff', 1))).toEqual({ dcg: 2 });
  });

  it("of a pool is separate from its owner's", () => {
    expect(of(chain('fffa', 1), 'pool')).toEqual({ antpool: 1, foundryusa: 3 });
  });
});
