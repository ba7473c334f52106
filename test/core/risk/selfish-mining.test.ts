import { describe, expect, it } from 'vitest';
import { selfishRevenue, selfishThreshold } from '../../../lib/core/risk/selfish-mining.ts';

describe('selfish mining', () => {
  it.each([
    [0.35, 0, '0.366509'],
    [0.4, 0, '0.483721'],
    [0.3, 0.5, '0.326874'],
    [0.4, 0.5, '0.525581'],
  ])(
    'with a share of %f and %f of the network relaying yields the published revenue',
    (share, relaying, revenue) => {
      expect(selfishRevenue(share, relaying).toFixed(6)).toBe(revenue);
    },
  );

  it('pays above a third with nobody relaying, above a quarter with half the network, and at any share with all of it', () => {
    expect([0, 0.5, 1].map(selfishThreshold)).toEqual([1 / 3, 1 / 4, 0]);
  });

  it.each([0, 0.25, 0.5, 0.75])(
    'yields the same as honest mining exactly at its threshold, %f relaying',
    (relaying) => {
      const share = selfishThreshold(relaying);
      expect(selfishRevenue(share, relaying)).toBeCloseTo(share, 12);
      expect(selfishRevenue(share + 0.01, relaying)).toBeGreaterThan(share + 0.01);
      expect(selfishRevenue(share - 0.01, relaying)).toBeLessThan(share - 0.01);
    },
  );

  it('takes everything with half of the hash rate', () => {
    expect(selfishRevenue(0.5, 0)).toBe(1);
  });
});
