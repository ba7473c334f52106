import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitColumns, placesOf } from '../../../lib/core/geography/proportional-fitting.ts';

const normalised = (values: readonly number[]) => {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
};

const problem = fc.integer({ min: 1, max: 6 }).chain((rows) =>
  fc.integer({ min: 2, max: 8 }).chain((columns) =>
    fc.record({
      rows: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: rows, maxLength: rows }).map(normalised),
      columns: fc
        .array(fc.integer({ min: 0, max: 500 }), { minLength: columns, maxLength: columns })
        .filter((values) => values.some((value) => value > 0))
        .map(normalised),
      prior: fc.array(fc.array(fc.constantFrom(1, 2, 5, 10), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    }),
  ),
);

describe('the fitted table of pool groups and places', () => {
  it('has the sums of its rows and of its columns', () => {
    fc.assert(
      fc.property(problem, ({ rows, columns, prior }) => {
        const factors = fitColumns(rows, columns, prior);
        const table = prior.map((odds, row) => placesOf(odds, factors).map((part) => part * rows[row]!));
        for (const [row, parts] of table.entries())
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(rows[row]!, 9);
        for (const [column, wanted] of columns.entries())
          expect(table.reduce((sum, parts) => sum + parts[column]!, 0)).toBeCloseTo(wanted, 8);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('keeps the odds of the prior: two groups differ by them and by nothing else', () => {
    const prior = [
      [1, 1, 1],
      [5, 1, 1],
    ];
    const factors = fitColumns([0.5, 0.5], [0.6, 0.3, 0.1], prior);
    const [flat, homed] = prior.map((odds) => placesOf(odds, factors));
    const odds = (row: readonly number[]) => row[0]! / row[1]!;
    expect(odds(homed!) / odds(flat!)).toBeCloseTo(5, 9);
    expect(homed![1]! / homed![2]!).toBeCloseTo(flat![1]! / flat![2]!, 9);
  });

  it('says of every group what the whole says where the prior is flat', () => {
    const columns = [0.65, 0.2, 0.15];
    const factors = fitColumns([0.7, 0.3], columns, [
      [1, 1, 1],
      [1, 1, 1],
    ]);
    for (const [column, part] of placesOf([1, 1, 1], factors).entries())
      expect(part).toBeCloseTo(columns[column]!, 10);
  });

  it('has nothing in a column whose sum is 0, whatever the prior says', () => {
    const factors = fitColumns(
      [0.4, 0.6],
      [0, 0.5, 0.5],
      [
        [10, 1, 1],
        [1, 1, 1],
      ],
    );
    expect(placesOf([10, 1, 1], factors)[0]).toBe(0);
  });
});
