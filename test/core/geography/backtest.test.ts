import { describe, expect, it } from 'vitest';
import type { BacktestRow } from '../../../lib/core/geography/backtest.ts';
import { runCli } from '../../support/run-cli.ts';

const { code, stdout, stderr } = await runCli(['backtest', 'countries', '--json']);
const document = JSON.parse(stdout);
const rows: readonly BacktestRow[] = document.rows;

const meanOf = (
  target: string,
  year: number,
  measure: BacktestRow['measure'],
  of: (row: BacktestRow) => number,
  isWithout = false,
) => {
  const own = rows.filter(
    (row) =>
      row.target === target &&
      row.year === year &&
      row.measure === measure &&
      row.without.length > 0 === isWithout,
  );
  return own.reduce((sum, row) => sum + of(row), 0) / own.length;
};
const ratio = (row: BacktestRow) => row.ratio;
const coverage = (row: BacktestRow) => row.coverage;

describe('the backtest', () => {
  it('compares with every source that published shares of the network', () => {
    expect(new Set(rows.map(({ target }) => target))).toEqual(
      new Set(['cbeci', 'hashrate-index', 'minermetrics']),
    );
    expect(new Set(rows.map(({ ageMonths }) => ageMonths))).toEqual(new Set([1, 2, 3, 4, 6, 'published']));
  });

  it('comes to 0.68 of "nothing changed" for China in 2020, 0.42 in 2021, 0.58 without the doubted months', () => {
    expect(meanOf('cbeci', 2020, 'CN', ratio)).toBeCloseTo(0.68, 2);
    expect(meanOf('cbeci', 2021, 'CN', ratio)).toBeCloseTo(0.42, 2);
    expect(meanOf('cbeci', 2021, 'CN', ratio, true)).toBeCloseTo(0.58, 2);
  });

  it('changes nothing against the quarters of 2025, and is no worse for it', () => {
    for (const measure of ['CN', 'US', 'all'] as const)
      expect(meanOf('hashrate-index', 2025, measure, ratio)).toBe(1);
  });

  it('has errors of "nothing changed" that follow from the published figures alone', () => {
    // China in 2021 and six months before each month, using the last undoubted table: CBECI's own
    // percentages.
    const half = rows.find(
      (row) =>
        row.ageMonths === 6 &&
        row.target === 'cbeci' &&
        row.year === 2021 &&
        row.measure === 'CN' &&
        row.without.length === 0,
    )!;
    expect(half.unchanged).toBeCloseTo(0.25, 2);
    for (const { nowcast, unchanged, ratio } of rows) expect(ratio).toBeCloseTo(nowcast / unchanged, 12);
  });

  it('counts only two independent spans of half a year, and never more spans than months', () => {
    const halves = rows.filter((row) => row.ageMonths === 6 && row.target === 'cbeci' && row.year === 2021);
    for (const { anchors } of halves) expect(anchors).toBe(2);
  });

  it('has intervals that contain about 95% of the figures, and more for a source that moves little', () => {
    expect(meanOf('cbeci', 2020, 'CN', coverage)).toBeCloseTo(0.95, 1);
    for (const year of [2020, 2021])
      for (const measure of ['CN', 'US', 'all'] as const)
        expect(meanOf('cbeci', year, measure, coverage), `${year} ${measure}`).toBeGreaterThan(0.9);
  });
});

describe('backtest countries', () => {
  it('returns one document, including how its blocks are known', () => {
    expect([code, stderr]).toEqual([0, '']);
    expect(document).toMatchObject({
      schema: 'hashtilt/backtest-countries@1',
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
    });
  });
});
