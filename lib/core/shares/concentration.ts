import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';

/**
 * Nakamoto coefficient: as counted, and the range that chance leaves open; null if unknown blocks keep every group of
 * entities from half.
 */
export type Nakamoto = {
  readonly point: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

const SIGNIFICANCE = 0.05;

/**
 * The Nakamoto coefficient: the fewest entities that together hold over half of `total` blocks, unknown ones included.
 * `low` is the fewest C with P(Bin(n, 1/2) <= k_C) > .05, `high` the fewest C with P(Bin(n, 1/2) >= k_C) <= .05, k_C
 * being the blocks of the C largest. `counts` exclude unknown.
 */
export function nakamotoCoefficient(counts: readonly number[], total: number): Nakamoto {
  const sums = runningSums(counts);
  const fewest = (holds: (sum: number) => boolean) => {
    const index = sums.findIndex(holds);
    return index === -1 ? null : index + 1;
  };
  return {
    point: fewest((sum) => sum * 2 > total),
    low: fewest((sum) => binomialCdf(sum, total, 0.5) > SIGNIFICANCE),
    high: fewest((sum) => 1 - binomialCdf(sum - 1, total, 0.5) <= SIGNIFICANCE),
  };
}

function runningSums(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return [...counts].sort((a, b) => b - a).map((count) => (sum += count));
}

/** Combined share of the `n` largest entities: a fraction 0-1 of all blocks, unknown included. */
export function topShare(counts: readonly number[], total: number, n: number): number {
  return (runningSums(counts)[Math.min(n, counts.length) - 1] ?? 0) / total;
}

/** The Herfindahl-Hirschman index, 0 to 10,000; `low` takes unknown blocks as countless small miners, `high` as one. */
export function herfindahl(
  counts: readonly number[],
  unknown: number,
  total: number,
): { readonly low: number; readonly high: number } {
  const square = (count: number) => (count / total) ** 2 * 10_000;
  const low = counts.reduce((sum, count) => sum + square(count), 0);
  return { low, high: low + square(unknown) };
}

/** The Gini coefficient over entities with a block, 0 to 1, excluding unknown; null if there are none. */
export function giniCoefficient(counts: readonly number[]): number | null {
  const present = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const sum = present.reduce((a, b) => a + b, 0);
  if (sum === 0) return null;
  const weighted = present.reduce((total, count, index) => total + (index + 1) * count, 0);
  return (2 * weighted) / (present.length * sum) - (present.length + 1) / present.length;
}

/** Shannon entropy in bits over entities with a block, excluding unknown; null if there are none. */
export function shannonEntropy(counts: readonly number[]): number | null {
  const present = counts.filter((count) => count > 0);
  const sum = present.reduce((a, b) => a + b, 0);
  if (sum === 0) return null;
  // Adding 0 turns -0, for a single entity, into 0.
  return -present.reduce((total, count) => total + (count / sum) * Math.log2(count / sum), 0) + 0;
}
