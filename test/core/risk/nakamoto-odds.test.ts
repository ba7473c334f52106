import { describe, expect, it } from 'vitest';
import { confirmationsFor, nakamotoReversalOdds, reversalOdds } from '../../../lib/core/risk/double-spend.ts';

describe("the Bitcoin paper's odds of reversing a payment", () => {
  it('match its table for a tenth of the hash rate', () => {
    const printed = [
      '1.0000000',
      '0.2045873',
      '0.0509779',
      '0.0131722',
      '0.0034552',
      '0.0009137',
      '0.0002428',
      '0.0000647',
      '0.0000173',
      '0.0000046',
      '0.0000012',
    ];
    expect(printed.map((_, z) => nakamotoReversalOdds(0.1, z).toFixed(7))).toEqual(printed);
  });

  it('stay a probability when the first term would underflow', () => {
    for (const z of [1_000, 5_000]) {
      const odds = nakamotoReversalOdds(0.49, z);
      expect(odds).toBeGreaterThan(0);
      expect(odds).toBeLessThan(1);
    }
  });

  it('are 1 for a majority and 0 without hash rate', () => {
    expect(nakamotoReversalOdds(0.5, 6)).toBe(1);
    expect(nakamotoReversalOdds(0, 6)).toBe(0);
  });
});

describe('the confirmations to wait for', () => {
  it.each([
    [0.1, 5, 6],
    [0.15, 8, 9],
    [0.2, 11, 13],
    [0.25, 15, 20],
    [0.3, 24, 32],
    [0.35, 41, 58],
    [0.4, 89, 133],
  ])('with a share of %f and a risk of .1%% are %i by the paper and %i exactly', (share, paper, exact) => {
    expect(confirmationsFor(share, 0.001, nakamotoReversalOdds)).toBe(paper);
    expect(confirmationsFor(share, 0.001)).toBe(exact);
  });

  it('are the fewest that suffice', () => {
    for (const share of [0.01, 0.22, 0.45, 0.499]) {
      const fewest = confirmationsFor(share, 0.01)!;
      expect(reversalOdds(share, fewest)).toBeLessThan(0.01);
      expect(reversalOdds(share, fewest - 1)).toBeGreaterThanOrEqual(0.01);
    }
  });

  it('do not exist against a majority', () => {
    expect(confirmationsFor(0.5, 0.001)).toBeNull();
    expect(confirmationsFor(0.7, 0.1)).toBeNull();
  });

  it('are one without hash rate', () => {
    expect(confirmationsFor(0, 0.001)).toBe(1);
  });
});
