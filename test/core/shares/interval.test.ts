import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approximateInterval,
  jeffreysInterval,
  probabilityAbove,
} from '../../../lib/core/shares/interval.ts';
import { bruteBetaCdf, bruteBetaQuantile } from '../../support/brute-beta.ts';

/** `k` of `n` blocks, with n up to over a month. */
const counts = fc
  .integer({ min: 1, max: 5_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('the interval of a share', () => {
  it.each([
    [43, 144, '0.22842', '0.37680'],
    [58, 144, '0.32526', '0.48416'],
    [302, 1008, '0.27193', '0.32843'],
    [0, 144, '0.00000', '0.01726'],
    [55, 125, '0.35518', '0.52756'],
  ])('of %i of %i blocks is the published Jeffreys interval', (k, n, low, high) => {
    const interval = jeffreysInterval(k, n);
    expect([interval.low.toFixed(5), interval.high.toFixed(5)]).toEqual([low, high]);
  });

  it('ends at 0 if no block was mined and at 1 if all were', () => {
    expect(jeffreysInterval(0, 144).low).toBe(0);
    expect(jeffreysInterval(144, 144).high).toBe(1);
  });

  it('contains the share', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const { low, high } = jeffreysInterval(k, n);
        expect(0 <= low && low <= k / n && k / n <= high && high <= 1 && low < high).toBe(true);
      }),
      { seed: 210_000, numRuns: 500 },
    );
  });

  it('equals a second computation to 9 digits', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const { low, high } = jeffreysInterval(k, n);
        expect(low).toBeCloseTo(k === 0 ? 0 : bruteBetaQuantile(0.025, k, n), 9);
        expect(high).toBeCloseTo(k === n ? 1 : bruteBetaQuantile(0.975, k, n), 9);
      }),
      { seed: 420_000, numRuns: 100 },
    );
  });
});

describe('the approximate interval of a share', () => {
  /** The larger relative error of the two ends. */
  const errorOf = (k: number, n: number) => {
    const [quick, exact] = [approximateInterval(k, n), jeffreysInterval(k, n)];
    const errorAt = (end: 'low' | 'high') =>
      quick[end] === exact[end] ? 0 : Math.abs(quick[end] / exact[end] - 1);
    return Math.max(errorAt('low'), errorAt('high'));
  };

  it('is the interval to twelve digits for any blocks of a day', () => {
    for (let n = 1; n <= 150; n++) for (let k = 0; k <= n; k++) expect(errorOf(k, n)).toBeLessThan(1e-12);
  });

  it('is the interval to twelve digits for any blocks of weeks, months and years', () => {
    const many = fc
      .integer({ min: 150, max: 60_000 })
      .chain((n) => fc.tuple(fc.oneof(fc.nat(n), fc.nat(50)), fc.constant(n), fc.boolean()));
    fc.assert(
      fc.property(many, ([k, n, isMost]) => {
        expect(errorOf(isMost ? n - k : k, n)).toBeLessThan(1e-12);
      }),
      { seed: 840_000, numRuns: 3_000 },
    );
  });
});

describe('the probability that a share is above a threshold', () => {
  const published = [
    [58, 144, 0.3, '0.99573'],
    [73, 144, 0.5, '0.56615'],
    [540, 1008, 0.5, '0.98835'],
  ] as const;

  it.each(published)('is the published one for %i of %i blocks and %f', (k, n, threshold, probability) => {
    expect(probabilityAbove(k, n, threshold).toFixed(5)).toBe(probability);
  });

  it.each(published)(
    'is the same by the second computation for %i of %i blocks',
    (k, n, threshold, value) => {
      expect((1 - bruteBetaCdf(threshold, k, n)).toFixed(5)).toBe(value);
    },
  );

  it.each([
    [144, 1 / 4, 45],
    [144, 0.3, 53],
    [144, 1 / 3, 58],
    [144, 0.4, 68],
    [144, 0.5, 82],
    [1008, 1 / 4, 275],
    [1008, 0.3, 327],
    [1008, 1 / 3, 361],
    [1008, 0.4, 429],
    [1008, 0.5, 531],
  ])('of %i blocks reaches .95 for %f with the published fewest blocks', (n, threshold, fewest) => {
    expect(probabilityAbove(fewest, n, threshold)).toBeGreaterThanOrEqual(0.95);
    expect(probabilityAbove(fewest - 1, n, threshold)).toBeLessThan(0.95);
  });

  it('is exactly one half for half of the blocks and a threshold of one half, despite rounding', () => {
    for (let k = 1; k <= 600; k++) expect(probabilityAbove(k, 2 * k, 0.5)).toBe(0.5);
  });

  it('equals a second computation to 9 digits', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), ([k, n], threshold) => {
        expect(probabilityAbove(k, n, threshold)).toBeCloseTo(1 - bruteBetaCdf(threshold, k, n), 9);
      }),
      { seed: 630_000, numRuns: 500 },
    );
  });

  it('agrees with the beta function even where the bound short-cuts to 0 or 1', () => {
    for (const [n, threshold] of [
      [144, 1 / 2],
      [1008, 1 / 4],
      [1008, 1 / 3],
      [1008, 1 / 2],
    ] as const) {
      for (let k = 0; k <= n; k++) {
        // At exactly half of the blocks, the beta function rounds.
        if (k * 2 === n) continue;
        expect(
          Math.abs(probabilityAbove(k, n, threshold) - (1 - betaCdf(threshold, k + 1 / 2, n - k + 1 / 2))),
        ).toBeLessThan(1e-15);
      }
    }
  });

  it('rises with the blocks and falls with the threshold', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 0.98, noNaN: true }), ([k, n], threshold) => {
        const probability = probabilityAbove(k, n, threshold);
        expect(probabilityAbove(Math.min(k + 1, n), n, threshold)).toBeGreaterThanOrEqual(
          probability - 1e-11,
        );
        expect(probabilityAbove(k, n, threshold + 0.01)).toBeLessThanOrEqual(probability + 1e-11);
      }),
      { seed: 840_000, numRuns: 300 },
    );
  });
});
