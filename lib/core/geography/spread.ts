import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { memo } from '../../memo.ts';
import { daysBetween } from '../ledger/utc-day.ts';
import { type Interval, TAIL } from '../shares/interval.ts';
import { DAYS_PER_MONTH, type ObservedAnchor } from './anchor.ts';
import { tablesUpTo } from './anchors.ts';
import type { Method } from './method.ts';

/** Distribution of a figure: equally likely estimates, each with the same normal error in log odds. */
export type Spread = {
  readonly shares: readonly number[];
  /** Standard deviation of the log odds. */
  readonly deviation: number;
};

/** Number of sampled ratios of China's loss to the network's. */
const LOSSES = 15;

/** Equally likely multiples of the network's loss that left China: the midpoints of equal parts of a lognormal. */
export function lossMultipliers({ lossSpread }: Method): readonly number[] {
  return Array.from({ length: LOSSES }, (_, at) =>
    Math.exp(lossSpread * normalQuantile((at + 0.5) / LOSSES)),
  );
}

/**
 * Standard deviation of a place's log odds for an anchor of this age: from its monthly variance, estimated from its own
 * source's steps up to the anchor, and the error of a published figure itself.
 *
 * A place's mean square is pooled with that of all places of the source (`priorSteps`), and that with `monthSpread` as
 * one more step: a variance shrunk to a common one (in the spirit of James and Stein 1961).
 */
export function deviationOf(
  anchor: ObservedAnchor,
  place: string,
  share: number,
  ageMonths: number,
  { monthSpread, priorSteps, anchorSpread, exactTo }: Method,
): number {
  const steps = stepsOf(anchor);
  const all = [...steps.values()].flat();
  const common = (sum(all) + monthSpread ** 2) / (all.length + 1);
  const own = steps.get(place) ?? [];
  const monthly = (sum(own) + priorSteps * common) / (own.length + priorSteps);
  const safe = Math.min(1 - exactTo, Math.max(exactTo / 4, share));
  return Math.hypot(anchorSpread, Math.sqrt(monthly * ageMonths), exactTo / (safe * (1 - safe)));
}

/**
 * Squared change in log odds from each of a source's tables to the next, per month, by place; changes from or to 0 are
 * skipped.
 */
const stepsOf = memo((anchor: ObservedAnchor): ReadonlyMap<string, readonly number[]> => {
  const tables = tablesUpTo(anchor);
  const steps = tables.slice(1).flatMap((after, index) => {
    const before = tables[index]!;
    const months = daysBetween(before.to, after.to) / DAYS_PER_MONTH;
    return [...after.shares].flatMap(([place, share]) => {
      const earlier = before.shares.get(place) ?? 0;
      if (earlier === 0 || share === 0) return [];
      return [{ place, squared: (logit(share / after.whole) - logit(earlier / before.whole)) ** 2 / months }];
    });
  });
  const ofPlace = Map.groupBy(steps, ({ place }) => place as string);
  return new Map([...ofPlace].map(([place, own]) => [place, own.map(({ squared }) => squared)]));
});

/** Probability that the true share is above a threshold, 0-1. */
export function placeProbabilityAbove({ shares, deviation }: Spread, threshold: number): number {
  return sum(shares.map((share) => above(share, threshold, deviation))) / shares.length;
}

/** The 95% interval of a distribution. */
export function intervalOf(spread: Spread): Interval {
  return { low: quantile(spread, TAIL), high: quantile(spread, 1 - TAIL) };
}

/** The share below which the true one lies with this probability, by bisection to a ten-thousandth of a point. */
function quantile(spread: Spread, probability: number): number {
  const [only, ...others] = spread.shares;
  if (others.length === 0) return fromLogit(logit(only!) + spread.deviation * normalQuantile(probability));
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (1 - placeProbabilityAbove(spread, middle) < probability) low = middle;
    else high = middle;
  }
  return low === 0 ? 0 : (low + high) / 2;
}

function above(share: number, threshold: number, deviation: number): number {
  if (share <= 0 || share >= 1 || threshold <= 0 || threshold >= 1) return share > threshold ? 1 : 0;
  return erfc((logit(threshold) - logit(share)) / (deviation * Math.SQRT2)) / 2;
}

function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

function fromLogit(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
