import { describe, expect, it } from 'vitest';
import { compactToDifficulty, epochBits, epochOf } from '../../../lib/core/chain/epochs.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { networkHashRate } from '../../../lib/core/shares/hash-rate.ts';
import { shareTable } from '../../../lib/core/shares/share-table.ts';
import { countWindow, throughLens } from '../../../lib/core/shares/window.ts';

const DAY = 86_400;

/** P(N = n) for n blocks if `mean` are expected. */
function poisson(n: number, mean: number): number {
  let ln = -mean;
  for (let i = 1; i <= n; i++) ln += Math.log(mean / i);
  return Math.exp(ln);
}

/** The rate in EH/s at which `mean` blocks of difficulty 10^14 are expected in a day. */
const rateFor = (mean: number) => (mean * 1e14 * 2 ** 32) / DAY / 1e18;

describe('the hash rate of the network', () => {
  it('is difficulty times 2^32 over 600 s with a block every ten minutes', () => {
    const difficulty = compactToDifficulty(epochBits(epochOf(877_273))!);
    expect((difficulty / 1e12).toFixed(2)).toBe('109.78');
    expect(networkHashRate(difficulty * 1008, 1008, 7 * DAY)!.ehs).toBeCloseTo(
      (difficulty * 2 ** 32) / 600 / 1e18,
      9,
    );
  });

  it('is unbiased over a time of fixed length', () => {
    const mean = 144;
    let expected = 0;
    for (let n = 1; n <= 400; n++) expected += poisson(n, mean) * networkHashRate(n * 1e14, n, DAY)!.ehs;
    expect(expected).toBeCloseTo(rateFor(mean), 6);
  });

  it('has an interval that contains the true rate on at least 95% of days', () => {
    for (const mean of [20.3, 58, 144, 197.6]) {
      let covered = 0;
      for (let n = 1; n <= 400; n++) {
        const { low, high } = networkHashRate(n * 1e14, n, DAY)!;
        if (low <= rateFor(mean) && rateFor(mean) <= high) covered += poisson(n, mean);
      }
      expect(covered).toBeGreaterThan(0.95);
      expect(covered).toBeLessThan(0.975);
    }
  });

  it('has the exact interval of a Poisson count: 4.795 to 18.390 for 10', () => {
    const { low, high } = networkHashRate(10 * 1e14, 10, DAY)!;
    expect((low / rateFor(1)).toFixed(3)).toBe('4.795');
    expect((high / rateFor(1)).toFixed(3)).toBe('18.390');
  });

  it('is unknown without blocks', () => {
    expect(networkHashRate(0, 0, DAY)).toBeNull();
  });

  it.each([
    ['2025-01-01', 700, 900],
    ['2025-09-20', 950, 1_150],
  ])('of the recorded week to %s is between %i and %i EH/s', (day, low, high) => {
    const ledger = shippedLedger();
    const count = countWindow(throughLens(ledger, 'pool', 'now'), parseDay(day), 7);
    const rate = shareTable(ledger, count).hashRate!;
    expect(rate.low).toBeGreaterThan(low);
    expect(rate.high).toBeLessThan(high);
    expect(rate.low < rate.ehs && rate.ehs < rate.high).toBe(true);
  });

  it('is unknown if a day of the window is missing', () => {
    const day = parseDay('2025-01-05');
    const ledger = shippedLedger().map((entry) =>
      entry.day === '2025-01-03' ? ({ kind: 'missing', day: entry.day } as const) : entry,
    );
    const count = countWindow(throughLens(ledger, 'pool', 'now'), day, 7);
    expect(shareTable(ledger, count).hashRate).toBeNull();
  });
});
