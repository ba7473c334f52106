import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetBy, partOfOldTotal, scaleBy } from '../../../lib/core/farms/entrant.ts';

describe('an entrant with 30% of the new total', () => {
  it('turns 65% into 45.5%', () => {
    expect(offsetBy(0.65, 0.3).after).toBeCloseTo(0.455, 12);
  });

  it('is more than the .230769 that would bring 65% down to half', () => {
    expect(offsetBy(0.65, 0.3).breakEven!.toFixed(6)).toBe('0.230769');
  });

  it('makes the other side add 9% of the new total to be back at half', () => {
    expect(offsetBy(0.65, 0.3).counterMove).toBeCloseTo(0.09, 12);
  });

  it('is 42.86% of the old total', () => {
    expect((100 * partOfOldTotal(0.3, 0.3)).toFixed(2)).toBe('42.86');
  });
});

describe('a counter-move', () => {
  it('is 0 for a side that never had half', () => {
    expect(offsetBy(0.45, 0.3)).toMatchObject({ breakEven: null, counterMove: 0 });
  });

  it('is 0 for a side that still has half', () => {
    expect(offsetBy(0.65, 0.2).counterMove).toBe(0);
  });

  it('for a side that had exactly half is as large as the entrant', () => {
    const { breakEven, counterMove } = offsetBy(0.5, 0.3);
    expect(breakEven).toBeNull();
    expect(counterMove).toBeCloseTo(0.3, 12);
  });

  it('brings the side back to half of all, whatever the share and the entrant', () => {
    const share = fc.double({ min: 0.5, max: 1, noNaN: true });
    const entrant = fc.double({ min: 0, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, entrant, (before, e) => {
        const { after, counterMove } = offsetBy(before, e);
        const then = (after + counterMove) / (1 + counterMove);
        expect(counterMove === 0 ? after >= 0.5 : Math.abs(then - 0.5) < 1e-12).toBe(true);
      }),
    );
  });
});

describe('the entrant that breaks even', () => {
  it('leaves exactly half, whatever the majority', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, minExcluded: true, noNaN: true }), (before) => {
        expect(scaleBy(before, offsetBy(before, 0).breakEven!)).toBeCloseTo(0.5, 12);
      }),
    );
  });
});

it('shares of a whole network still add up to one with an entrant', () => {
  const shares = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1 })
    .map((parts) => parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0)));
  fc.assert(
    fc.property(shares, fc.double({ min: 0, max: 1, noNaN: true }), (all, e) => {
      expect(all.reduce((sum, share) => sum + scaleBy(share, e), e)).toBeCloseTo(1, 9);
    }),
  );
});
