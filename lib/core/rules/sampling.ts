import { seededGamma } from '../shares/draws.ts';
import { JEFFREYS } from '../shares/interval.ts';

const DRAWS = 4_096;

type Counts = { readonly k: number; readonly n: number };

/**
 * Probability (0-1, accurate to about half a point) that a share rose by more than `threshold` (-1 to 1) between two
 * windows: seeded draws from the two Beta posteriors, the same on every machine.
 */
export function seededChangeProbability(
  now: Counts,
  before: Counts,
  threshold: number,
  seed: string,
): number {
  const draw = seededGamma(seed);
  const drawShare = ({ k, n }: Counts) => {
    const mined = draw(k + JEFFREYS);
    return mined / (mined + draw(n - k + JEFFREYS));
  };
  return partOfDraws(() => drawShare(now) - drawShare(before) > threshold);
}

/**
 * Probability that the Herfindahl-Hirschman index (0 to 10,000) of the true shares is above `threshold`: seeded draws
 * from their Dirichlet posterior. Blocks of `total` beyond `counts` are countless small miners and add nothing.
 */
export function seededHerfindahlProbability(
  counts: readonly number[],
  total: number,
  threshold: number,
  seed: string,
): number {
  const draw = seededGamma(seed);
  const rest = total - counts.reduce((sum, count) => sum + count, 0);
  return partOfDraws(() => {
    const draws = counts.map((count) => draw(count + JEFFREYS));
    const sum = draws.reduce((a, b) => a + b, 0) + (rest > 0 ? draw(rest) : 0);
    return draws.reduce((index, value) => index + (value / sum) ** 2 * 10_000, 0) > threshold;
  });
}

function partOfDraws(succeeds: () => boolean): number {
  let count = 0;
  for (let draw = 0; draw < DRAWS; draw++) if (succeeds()) count += 1;
  return count / DRAWS;
}
