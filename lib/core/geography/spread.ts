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
export const lossMultipliers = memo(({ lossSpread }: Method): readonly number[] =>
  Array.from({ length: LOSSES }, (_, at) => Math.exp(lossSpread * normalQuantile((at + 0.5) / LOSSES))),
);

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
  const { all, ofPlace } = stepsOf(anchor);
  const common = (all.sum + monthSpread ** 2) / (all.count + 1);
  const own = ofPlace.get(place) ?? summed([]);
  const monthly = (own.sum + priorSteps * common) / (own.count + priorSteps);
  const safe = Math.min(1 - exactTo, Math.max(exactTo / 4, share));
  return Math.hypot(anchorSpread, Math.sqrt(monthly * ageMonths), exactTo / (safe * (1 - safe)));
}

/** Squared log-odds changes between a source's tables, per month, overall and by place; none from or to 0. */
const stepsOf = memo((anchor: ObservedAnchor) => {
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
  const byPlace = Map.groupBy(steps, ({ place }) => place as string);
  return {
    all: summed([...byPlace.values()].flat()),
    ofPlace: new Map([...byPlace].map(([place, own]) => [place, summed(own)])),
  };
});

function summed(steps: readonly { readonly squared: number }[]) {
  return { sum: steps.reduce((sum, { squared }) => sum + squared, 0), count: steps.length };
}

/** Probability that the true share is above a threshold, 0-1. */
export function placeProbabilityAbove(spread: Spread, threshold: number): number {
  return above(spread, spread.shares.map(logit), threshold);
}

/** The 95% interval of a distribution. */
export function intervalOf(spread: Spread): Interval {
  const odds = spread.shares.map(logit);
  return { low: quantile(spread, odds, TAIL), high: quantile(spread, odds, 1 - TAIL) };
}

/** The share below which the true one lies with this probability, by bisection to a ten-thousandth of a point. */
function quantile(spread: Spread, odds: readonly number[], probability: number): number {
  // A quantile of a mixture lies between the least and the greatest of its parts.
  const error = spread.deviation * normalQuantile(probability);
  const own = odds.map((one) => fromLogit(one + error));
  if (own.length === 1) return own[0]!;
  const [least, greatest] = [Math.min(...own), Math.max(...own)];
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    const isBelow = middle < least || (middle <= greatest && 1 - above(spread, odds, middle) < probability);
    if (isBelow) low = middle;
    else high = middle;
  }
  return low === 0 ? 0 : (low + high) / 2;
}

/** The probability that the true share lies above a threshold, with the log odds of the estimates given. */
function above({ shares, deviation }: Spread, odds: readonly number[], threshold: number): number {
  const from = logit(threshold);
  let total = 0;
  for (const [index, share] of shares.entries()) {
    const isCertain = share <= 0 || share >= 1 || threshold <= 0 || threshold >= 1;
    if (isCertain) total += share > threshold ? 1 : 0;
    else total += erfc((from - odds[index]!) / (deviation * Math.SQRT2)) / 2;
  }
  return total / shares.length;
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
