/**
 * Probabilities computed naively, as an independent check of the program's. Imports nothing.
 */

/** Sums of ln(1), ln(2), ... and of ln(1/2), ln(3/2), ...: the logarithms of n! and of Gamma(n + 1/2) / Gamma(1/2). */
const lnFactorial = [0];
const lnHalfFactorial = [0];

function grow(n: number): void {
  for (let i = lnFactorial.length; i <= n; i++) {
    lnFactorial.push(lnFactorial[i - 1]! + Math.log(i));
    lnHalfFactorial.push(lnHalfFactorial[i - 1]! + Math.log(i - 0.5));
  }
}

/**
 * The regularised incomplete beta function I_x(k + 1/2, n - k + 1/2), by the series of positive terms
 * x^a (1-x)^b / (a B(a, b)) (1 + (a+b)/(a+1) x + (a+b)(a+b+1)/((a+1)(a+2)) x^2 + ...), NIST DLMF 8.17.8.
 */
export function bruteBetaCdf(x: number, k: number, n: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // Half of the blocks at a bound of one half is exactly one half, which rounded sums miss.
  if (x === 0.5 && 2 * k === n) return 0.5;
  // The series is short below the mean; above it the other tail is summed.
  if (x * (n + 1) > k + 0.5) return 1 - lowerTail(1 - x, n - k, n);
  return lowerTail(x, k, n);
}

function lowerTail(x: number, k: number, n: number): number {
  grow(n);
  const a = k + 0.5;
  const b = n - k + 0.5;
  // B(a, b) = Gamma(1/2)^2 times the two products, over n!.
  const lnB = Math.log(Math.PI) + lnHalfFactorial[k]! + lnHalfFactorial[n - k]! - lnFactorial[n]!;
  let term = 1;
  let sum = 1;
  for (let j = 0; term > sum * 1e-17; j++) {
    term *= ((a + b + j) / (a + 1 + j)) * x;
    sum += term;
  }
  return Math.exp(a * Math.log(x) + b * Math.log(1 - x) - lnB) * (sum / a);
}

/** The x with I_x(k + 1/2, n - k + 1/2) = p, by bisection. */
export function bruteBetaQuantile(p: number, k: number, n: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (bruteBetaCdf(middle, k, n) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(Bin(n, 1/2) >= k), term by term. */
export function bruteCoinTail(k: number, n: number): number {
  grow(n);
  let sum = 0;
  for (let i = n; i >= k; i--) {
    sum += Math.exp(lnFactorial[n]! - lnFactorial[i]! - lnFactorial[n - i]! - n * Math.LN2);
  }
  return sum;
}
