/** A matrix, row by row. */
type Matrix = readonly (readonly number[])[];

const MAX_ROUNDS = 500;
/** Shares are published to a hundredth of a point; this is far below. */
const TOLERANCE = 1e-10;

/**
 * Fits the table of pool groups and places that has the row sums `rows` and the column sums `columns` and is
 * closest to `prior` in relative entropy: iterative proportional fitting (Deming and Stephan 1940;
 * Csiszár 1975). The answer has the form row factor x column factor x prior, so the column factors alone
 * determine where any group's machines are, even one without blocks in the period: see `placesOf`.
 *
 * @param rows fractions that sum to 1, one for each group.
 * @param columns fractions that sum to 1, one for each place.
 * @param prior odds above 0, a row for each group.
 * @returns a factor for each column; 0 where the column's sum is 0.
 */
export function fitColumns(
  rows: readonly number[],
  columns: readonly number[],
  prior: Matrix,
): readonly number[] {
  let factors: readonly number[] = columns;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const table = prior.map((odds, row) => placesOf(odds, factors).map((part) => part * rows[row]!));
    const sums = columns.map((_, column) => table.reduce((sum, parts) => sum + parts[column]!, 0));
    const worst = Math.max(...columns.map((wanted, column) => Math.abs(wanted - sums[column]!)));
    if (worst < TOLERANCE) break;
    factors = factors.map((factor, column) =>
      sums[column] === 0 ? factor : (factor * columns[column]!) / sums[column]!,
    );
  }
  return factors;
}

/**
 * Where a group's machines are, P(place | group): its prior odds times the column factors, normalised.
 *
 * @param odds the group's row of the prior.
 * @param factors from `fitColumns`.
 */
export function placesOf(odds: readonly number[], factors: readonly number[]): readonly number[] {
  const parts = odds.map((value, column) => value * factors[column]!);
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
