import { describe, expect, it } from 'vitest';
import { reversalOdds } from '../../../lib/core/risk/double-spend.ts';

describe('the odds of reversing a payment', () => {
  it.each([
    [0.02, ['4.000', '0.237', '0.016', '0.001', '0.000', '0.000']],
    [0.1, ['20.000', '5.600', '1.712', '0.546', '0.178', '0.059']],
    [0.2, ['40.000', '20.800', '11.584', '6.669', '3.916', '2.331']],
    [0.3, ['60.000', '43.200', '32.616', '25.207', '19.762', '15.645']],
    [0.4, ['80.000', '70.400', '63.488', '57.958', '53.314', '49.300']],
  ])('with a share of %f are the published exact ones for 1 to 6 confirmations', (share, percents) => {
    const found = [1, 2, 3, 4, 5, 6].map((confirmations) =>
      (100 * reversalOdds(share, confirmations)).toFixed(3),
    );
    expect(found).toEqual(percents);
  });

  it.each([
    [0.1, 6],
    [0.15, 9],
    [0.2, 13],
    [0.25, 20],
    [0.3, 32],
    [0.35, 58],
    [0.4, 133],
  ])('with a share of %f fall below .1%% after the published %i confirmations', (share, confirmations) => {
    expect(reversalOdds(share, confirmations)).toBeLessThan(0.001);
    expect(reversalOdds(share, confirmations - 1)).toBeGreaterThanOrEqual(0.001);
  });

  it('equal the sum of binomials', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (const q of [0.05, 0.22, 0.37, 0.45, 0.499]) {
      const p = 1 - q;
      for (let z = 1; z <= 12; z++) {
        let sum = 0;
        for (let k = 0; k < z; k++) sum += choose(k + z - 1, k) * (p ** z * q ** k - q ** z * p ** k);
        expect(reversalOdds(q, z)).toBeCloseTo(1 - sum, 10);
      }
    }
  });

  it('stay a probability when plain binomials overflow', () => {
    const odds = [1_000, 2_000, 5_000].map((confirmations) => reversalOdds(0.45, confirmations));
    expect(odds.every((value, index) => value > 0 && value < (odds[index - 1] ?? 1))).toBe(true);
  });

  it('are certain from half of the hash rate on, and without confirmations', () => {
    expect([reversalOdds(0.5, 6), reversalOdds(0.7, 1_000), reversalOdds(0.01, 0)]).toEqual([1, 1, 1]);
  });

  it('are zero without hash rate', () => {
    expect(reversalOdds(0, 1)).toBe(0);
  });

  it('at 40% are 49.3%, not the .41% of six blocks in a row', () => {
    expect((100 * reversalOdds(0.4, 6)).toFixed(1)).toBe('49.3');
    expect((100 * 0.4 ** 6).toFixed(2)).toBe('0.41');
  });
});
