import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { compareShares } from '../../../lib/core/shares/compare-shares.ts';
import type { WindowCount } from '../../../lib/core/shares/window.ts';

/** A week in which these blocks were mined. */
const weekOf = (blocks: number, counts: Readonly<Record<string, number>>): WindowCount => ({
  lens: 'pool',
  window: 7,
  day: parseDay('2026-04-21'),
  from: parseDay('2026-04-15'),
  blocks,
  unknown: 0,
  missingDays: 0,
  counts: new Map(Object.entries(counts)),
});

it('the one with more blocks comes first, and both together have their own interval', () => {
  const { rows, probability, together } = compareShares(
    weekOf(1008, { antpool: 302, f2pool: 100 }),
    'f2pool',
    'antpool',
  );
  expect(rows.map(({ key, blocks }) => [key, blocks])).toEqual([
    ['antpool', 302],
    ['f2pool', 100],
  ]);
  expect(rows[0].low).toBeCloseTo(0.27193, 5);
  expect(rows[0].high).toBeCloseTo(0.32843, 5);
  expect(probability).toBeGreaterThan(0.999999);
  expect(together).toMatchObject({ blocks: 402, share: 402 / 1008 });
});

// P(Beta(73.5, 71.5) > 1/2), as published for 73 of 144 blocks.
it('the probability of being larger is that of a share above half among their combined blocks', () => {
  const { probability, together } = compareShares(
    weekOf(144, { antpool: 73, f2pool: 71 }),
    'antpool',
    'f2pool',
  );
  expect(probability).toBeCloseTo(0.56615, 5);
  expect(together.aboveHalf).toBe(1);
});

it('the order of the arguments does not matter, and the probability is never below a half', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (a, b, others) => {
      const count = weekOf(a + b + others + 1, { antpool: a, f2pool: b });
      const one = compareShares(count, 'antpool', 'f2pool');
      const other = compareShares(count, 'f2pool', 'antpool');
      expect(one.probability).toBeGreaterThanOrEqual(0.5);
      expect(other.probability).toBe(one.probability);
      expect(other.together).toEqual(one.together);
    }),
  );
});
