import gammaln from '@stdlib/math-base-special-gammaln';
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/** Each step of Halley's method triples the correct digits: after one as small as this, twelve are. */
const SMALL_STEP = 1e-5;

/** One is enough for most windows of days, and three for any. */
const MAX_STEPS = 20;

/**
 * Quantiles of Beta(a, b), a and b above 1/2, to twelve digits: of a `probability`, with the normal distribution's
 * quantile `z` at it. Carter's approximation (Biometrika 34, 1947; Abramowitz and Stegun 26.5.22) is corrected by
 * Halley's method on the library's distribution function. The library's own quantile is exact to the last digits, and
 * takes several times as long.
 */
export function betaQuantiles(a: number, b: number): (probability: number, z: number) => number {
  const logBeta = gammaln(a) + gammaln(b) - gammaln(a + b);
  return (probability, z) => {
    let x = carterQuantile(a, b, z);
    for (let step = 0; step < MAX_STEPS; step++) {
      const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
      const newton = (betaCdf(x, a, b) - probability) / density;
      // The density's slope over the density.
      const slope = (a - 1) / x - (b - 1) / (1 - x);
      const change = newton / (1 - Math.min(1, newton * slope) / 2);
      // At most halfway to 0 or 1.
      x = Math.min(Math.max(x - change, x / 2), (x + 1) / 2);
      if (Math.abs(change) < SMALL_STEP * Math.min(x, 1 - x)) break;
    }
    return x;
  };
}

function carterQuantile(a: number, b: number, z: number): number {
  const [first, second] = [1 / (2 * a - 1), 1 / (2 * b - 1)];
  const h = 2 / (first + second);
  const lambda = (z * z - 3) / 6;
  const w = (z * Math.sqrt(h + lambda)) / h - (first - second) * (lambda + 5 / 6 - 2 / (3 * h));
  return a / (a + b * Math.exp(-2 * w));
}
