import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  giniCoefficient,
  herfindahl,
  nakamotoCoefficient,
  shannonEntropy,
  topShare,
} from '../../../lib/core/shares/concentration.ts';
import { bruteCoinTail } from '../../support/brute-beta.ts';

const PUBLISHED = [45, 30, 20, 16, 10, 8, 5, 4, 3, 2, 1];

const windows = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 }),
  unknown: fc.integer({ min: 0, max: 300 }),
});

const sumOf = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

describe('the Nakamoto coefficient', () => {
  it('is 2, within 2 and 3, for the published counts', () => {
    expect(nakamotoCoefficient(PUBLISHED, sumOf(PUBLISHED))).toEqual({ point: 2, low: 2, high: 3 });
  });

  it('requires strictly more than half', () => {
    expect(nakamotoCoefficient([72, 36, 36], 144).point).toBe(2);
    expect(nakamotoCoefficient([73, 36, 35], 144).point).toBe(1);
  });

  it('is null if the known owners do not hold half', () => {
    expect(nakamotoCoefficient([30, 30], 144)).toEqual({ point: null, low: null, high: null });
  });

  it('has a range that contains it and follows from the tails of the binomial distribution', () => {
    fc.assert(
      fc.property(windows, ({ counts, unknown }) => {
        const total = sumOf(counts) + unknown;
        const { point, low, high } = nakamotoCoefficient(counts, total);
        const sums = counts
          .toSorted((a, b) => b - a)
          .map((_, index, sorted) => sumOf(sorted.slice(0, index + 1)));
        const fewest = (holds: (sum: number) => boolean) => {
          const index = sums.findIndex(holds);
          return index < 0 ? null : index + 1;
        };
        expect(low).toBe(fewest((sum) => 1 - bruteCoinTail(sum + 1, total) > 0.05));
        expect(high).toBe(fewest((sum) => bruteCoinTail(sum, total) <= 0.05));
        if (point !== null) expect(low).toBeLessThanOrEqual(point);
        if (high !== null) expect(high).toBeGreaterThanOrEqual(point!);
      }),
      { seed: 50, numRuns: 200 },
    );
  });
});

describe('the Herfindahl-Hirschman index', () => {
  it('is 2,500 for four equal owners and 10,000 for one', () => {
    expect(herfindahl([36, 36, 36, 36], 0, 144)).toEqual({ low: 2_500, high: 2_500 });
    expect(herfindahl([144], 0, 144)).toEqual({ low: 10_000, high: 10_000 });
  });

  it('takes unknown blocks as many miners at its low end and as one at its high end', () => {
    const { low, high } = herfindahl([50, 25], 25, 100);
    expect(low).toBeCloseTo(3_125, 9);
    expect(high).toBeCloseTo(3_750, 9);
  });
});

describe('the Gini coefficient', () => {
  it('is 0 for equal owners and 1 - 1/n if one of n holds nearly all', () => {
    expect(giniCoefficient([7, 7, 7])).toBeCloseTo(0, 12);
    expect(giniCoefficient([1_000_000, 1, 1, 1])).toBeCloseTo(0.75, 5);
  });

  it('is half the mean absolute difference over the mean', () => {
    fc.assert(
      fc.property(windows, ({ counts }) => {
        const differences = sumOf(counts.flatMap((a) => counts.map((b) => Math.abs(a - b))));
        expect(giniCoefficient(counts)).toBeCloseTo(differences / (2 * counts.length * sumOf(counts)), 9);
      }),
      { seed: 60, numRuns: 200 },
    );
  });

  it('is null if nobody is known', () => {
    expect(giniCoefficient([])).toBeNull();
  });
});

describe('the Shannon entropy', () => {
  it('is 0 bits for one owner, 2 for four equal ones, 1.5 for shares of 1/2, 1/4, 1/4', () => {
    expect(shannonEntropy([144])).toBe(0);
    expect(shannonEntropy([36, 36, 36, 36])).toBeCloseTo(2, 12);
    expect(shannonEntropy([72, 36, 36])).toBeCloseTo(1.5, 12);
  });

  it('is null if nobody is known', () => {
    expect(shannonEntropy([])).toBeNull();
  });
});

describe('the share of the largest', () => {
  it('sums the n largest over all blocks, unknown included', () => {
    expect(topShare([10, 40, 30], 160, 2)).toBe(70 / 160);
    expect(topShare([10, 40, 30], 160, 10)).toBe(0.5);
  });
});
