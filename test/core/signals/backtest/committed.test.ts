import { describe, expect, it } from 'vitest';
import known from '../../../../docs/backtest-known.json' with { type: 'json' };
import counted from '../../../../docs/backtest-warnings.json' with { type: 'json' };

const rowsOf = ({ delays }: typeof counted | typeof known, detector: string) =>
  delays.filter((row) => row.detector === detector);

describe('the backtest shown in the documentation', () => {
  it('has at least 4,000 simulated years behind each rate, and at most one false signal in ten years for everything watched', () => {
    expect(Math.min(...counted.falseFirings.map(({ years }) => years))).toBe(4_000);
    expect(counted.together.subjects).toBe(8);
    expect(counted.together.perYear + counted.together.perYearError).toBeLessThan(0.1);
  });

  it('detects changes of ten points or more in at most 1.25 times the delay of the exact CUSUM, with a known past', () => {
    const large = rowsOf(known, 'fast').filter(({ from, to }) => to - from >= 0.1 - 1e-9);
    expect(large.length).toBeGreaterThan(10);
    for (const { meanDays, optimalDays } of large) expect(meanDays / optimalDays).toBeLessThanOrEqual(1.25);
  });

  it('detects 30 to 51% within a median of one day, and 40 to 51% within three and a half, with 95% certainty', () => {
    const high = (from: number) =>
      rowsOf(counted, 'fast').find((row) => row.from === from && row.to === 0.51)!.medianInterval[1]!;
    expect(high(0.3)).toBeLessThanOrEqual(1);
    expect(high(0.4)).toBeLessThanOrEqual(3.5);
  });

  it('has no row in which rules and detector together are slower than the rules alone', () => {
    const together = rowsOf(counted, 'both');
    const before = rowsOf(counted, 'today');
    expect(together.length).toBe(before.length);
    for (const [index, { medianDays, p90Days, meanDays }] of together.entries()) {
      expect(medianDays).toBeLessThanOrEqual(before[index]!.medianDays);
      expect(p90Days).toBeLessThanOrEqual(before[index]!.p90Days);
      expect(meanDays).toBeLessThanOrEqual(before[index]!.meanDays);
    }
  });
});
