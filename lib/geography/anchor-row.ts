import type { AnchorRow } from './anchor-table.ts';

/** The table of countries that a region's table splits further: of the same release and period. */
export function tableOfCountry(row: AnchorRow, rows: readonly AnchorRow[]): AnchorRow | undefined {
  if (row.level !== 'region') return undefined;
  return rows.find(
    (other) =>
      other.level === 'country' &&
      other.release === row.release &&
      other.from === row.from &&
      other.to === row.to &&
      row.country in other.percent,
  );
}

/** What a table's percents should add up to: 100, or the country's own where they are of the world. */
export function wholePercent(row: AnchorRow, rows: readonly AnchorRow[]): number | undefined {
  if (row.level === 'country') return 100;
  const ofCountry = tableOfCountry(row, rows)?.percent[row.country];
  return ofCountry === undefined || row.of === 'world' ? ofCountry : 100;
}

/** Sum of a table as published, its own line for the rest included. */
export function sumPercent({ percent, other }: AnchorRow): number {
  return Object.values(percent).reduce((sum, value) => sum + value, other ?? 0);
}

/** A table in which nothing was seen anywhere: it says "not observed", not "nobody". */
export function isAllZero(row: AnchorRow): boolean {
  return sumPercent(row) === 0;
}
