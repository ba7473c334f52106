import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceSums, baselineOf, logLikelihoodRatio, SIZES } from '../../../lib/core/signals/statistic.ts';

const BEFORE = { own: 300, trials: 1_000 };

/** The probability of a sequence of blocks, each predicted from the counts up to it (Jeffreys' prior). */
function predictedShare(blocks: readonly number[]): number {
  let [own, trials, sum] = [BEFORE.own + 0.5, BEFORE.trials + 1, 0];
  for (const mined of blocks) {
    sum += Math.log(mined === 1 ? own / trials : 1 - own / trials);
    own += mined;
    trials += 1;
  }
  return sum;
}

describe('the evidence for a change', () => {
  it('of a share is the likelihood of the changed share over the sequential prediction from the past', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 200 }), fc.nat(7), (blocks, size) => {
        const odds = (0.3 / 0.7) * Math.exp(SIZES.share[size]!);
        const share = odds / (1 + odds);
        const own = blocks.filter((mined) => mined === 1).length;
        const changed = own * Math.log(share) + (blocks.length - own) * Math.log(1 - share);
        const ratio = logLikelihoodRatio(baselineOf('share', BEFORE, 0.3), size, {
          own,
          trials: blocks.length,
        });
        expect(ratio).toBeCloseTo(changed - predictedShare(blocks), 6);
      }),
    );
  });

  it('of a pace is a Poisson probability over a negative binomial one', () => {
    // Gamma-Poisson: own + 1/2 blocks in 30 days predict k in t days as C(k + a - 1, k) p^a (1 - p)^k.
    const before = { own: 1_296, trials: 30 };
    const a = before.own + 0.5;
    for (const [own, trials] of [
      [0, 1],
      [5, 2],
      [40, 0.5],
    ] as const) {
      const p = before.trials / (before.trials + trials);
      let predicted = a * Math.log(p) + own * Math.log(1 - p);
      for (let k = 1; k <= own; k++) predicted += Math.log((a + k - 1) / k);
      SIZES.pace.forEach((size, index) => {
        const mean = 43.2 * Math.exp(size) * trials;
        let changed = own * Math.log(mean) - mean;
        for (let k = 1; k <= own; k++) changed -= Math.log(k);
        const ratio = logLikelihoodRatio(baselineOf('pace', before, 0.3), index, { own, trials });
        expect(ratio).toBeCloseTo(changed - predicted, 6);
      });
    }
  });

  it('weighs less the less is known about the past', () => {
    const since = { own: 60, trials: 100 };
    const ratios = [100, 1_000, 10_000, 1e6].map((trials) =>
      logLikelihoodRatio(baselineOf('share', { own: 0.3 * trials, trials }, 0.3), 2, since),
    );
    expect(ratios).toEqual(ratios.toSorted((x, y) => x - y));
  });

  it('is accumulated from the start most favourable to a change', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 60 }), (blocks) => {
        const course = baselineOf('share', BEFORE, 0.3);
        const sums = new Float64Array(SIZES.share.length);
        for (const mined of blocks) advanceSums(sums, course, mined, 1);
        sums.forEach((sum, index) => {
          const from = blocks.map((_, start) => {
            const since = blocks.slice(start);
            const own = since.filter((mined) => mined === 1).length;
            return own * SIZES.share[index]! - since.length * course.drifts[index]!;
          });
          expect(sum).toBeCloseTo(Math.max(0, ...from), 8);
        });
      }),
    );
  });
});
