import { describe, expect, it } from 'vitest';
import { type BacktestRow, backtestCountries } from '../../../lib/core/geography/backtest.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { runCli } from '../../support/run-cli.ts';

const rows = backtestCountries(shippedLedger());

function row(
  ageMonths: BacktestRow['ageMonths'],
  year: number,
  measure: BacktestRow['measure'],
  without = 0,
) {
  return rows.find(
    (one) =>
      one.ageMonths === ageMonths &&
      one.year === year &&
      one.measure === measure &&
      one.without.length === without,
  )!;
}

describe('the backtest', () => {
  it('has every age and year, for China and for all, and 2021 with and without the doubted months', () => {
    expect(rows).toHaveLength(6 * (2 + 4 + 2));
    expect(new Set(rows.map(({ ageMonths }) => ageMonths))).toEqual(new Set([1, 2, 3, 4, 6, 'published']));
    expect(row(6, 2021, 'CN', 2)).toMatchObject({ without: ['2021-07', '2021-08'], months: 10 });
  });

  it('comes to 0.57 of "nothing changed" for China at 6 months in 2021, and to no gain in 2020', () => {
    expect(row(6, 2021, 'CN').ratio).toBeCloseTo(0.57, 2);
    expect(row('published', 2021, 'CN').ratio).toBeCloseTo(0.62, 2);
    expect(row(6, 2020, 'CN').ratio).toBeCloseTo(1.01, 2);
  });

  it('has errors of "nothing changed" that follow from the published figures alone', () => {
    // China in 2021 and six months before each month, the last of them undoubted: CBECI's own percents.
    expect(row(6, 2021, 'CN').unchanged).toBeCloseTo(0.25, 2);
    for (const { nowcast, unchanged, ratio } of rows) expect(ratio).toBeCloseTo(nowcast / unchanged, 12);
  });

  it('says that only two spans of half a year are independent, and no more spans than months', () => {
    expect(row(6, 2021, 'CN').anchors).toBe(2);
    for (const { anchors, months } of rows) {
      expect(anchors).toBeGreaterThanOrEqual(1);
      expect(anchors).toBeLessThanOrEqual(months);
    }
  });

  it('has intervals that hold four of five figures, China hiding among them, and all but few without', () => {
    for (const { measure, without, coverage } of rows) {
      expect(coverage).toBeGreaterThan(0.8);
      if (measure === 'CN' && without.length > 0) expect(coverage).toBeGreaterThan(0.95);
    }
  });
});

describe('backtest countries', () => {
  it('gives one document, with how its blocks are known', async () => {
    const { code, stdout, stderr } = await runCli(['backtest', 'countries', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'hashtilt/backtest-countries@1',
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
    });
    expect(document.rows).toEqual(JSON.parse(JSON.stringify(rows)));
  });
});
