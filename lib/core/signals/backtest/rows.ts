import { BLOCKS_PER_DAY } from '../runs.ts';
import { optimalDelay } from './exact-cusum.ts';
import { BOUNDS, boundsBetween, OFFSETS, offBound, WATCHED_SHARES } from './scenarios.ts';
import type { Jumps, Steady } from './simulation.ts';

export const DETECTORS = ['today', 'calm', 'fast', 'both'] as const;

export type Detector = (typeof DETECTORS)[number];

/** How often a detector fires while the true share stays constant; errors are standard errors. */
export type FalseFiringRow = {
  readonly detector: Detector;
  readonly threshold: number;
  readonly share: number;
  readonly perYear: number;
  readonly perYearError: number;
  readonly years: number;
};

/** How long a detector takes to detect a jump, compared with the fastest one with as few false alarms at `from`. */
export type DelayRow = {
  readonly detector: Detector;
  readonly threshold: number;
  readonly from: number;
  readonly to: number;
  readonly medianDays: number;
  /** 95%: the order statistics between which a binomial count of half the jumps lies. */
  readonly medianInterval: readonly [low: number, high: number];
  readonly p90Days: number;
  readonly meanDays: number;
  readonly meanError: number;
  readonly optimalDays: number;
  readonly jumps: number;
};

/** How often each detector fires at true shares around each bound, for the shares simulated. */
export function falseFiringRows(steady: readonly Steady[]): readonly FalseFiringRow[] {
  return BOUNDS.flatMap((threshold, place) =>
    OFFSETS.flatMap((offset) => {
      const share = offBound(threshold, offset);
      const own = steady.find((one) => one.share === share);
      return (own === undefined ? [] : DETECTORS).map((detector) => {
        const firings = firingsOf(own!, detector, place);
        const { years } = own!;
        return {
          ...{ detector, threshold, share, years },
          perYear: firings / years,
          // Standard error of a Poisson count; for a count of 0, that of 1.
          perYearError: Math.sqrt(Math.max(firings, 1)) / years,
        };
      });
    }),
  );
}

/** False signals a year for everything watched from 2024 to 2026 together, with the standard error. */
export function falseSignalsTogether(steady: readonly Steady[]) {
  const own = WATCHED_SHARES.flatMap((share) => steady.filter((one) => one.share === share));
  const sum = (of: (one: Steady) => number) => own.reduce((total, one) => total + of(one), 0);
  return {
    subjects: own.length,
    perYear: sum(({ up, down, years }) => (up + down) / years),
    perYearError: Math.sqrt(sum(({ up, down, years }) => Math.max(up + down, 1) / years ** 2)),
    bySubject: own.map(({ share, up, down, years }) => ({ share, up, down, years })),
  };
}

/** The delay of each detector, next to that of the exact CUSUM at the same rate of false alarms. */
export function delayRows(steady: readonly Steady[], jumps: readonly Jumps[]): readonly DelayRow[] {
  return jumps.flatMap(({ from, to, rules, fast }) =>
    boundsBetween(from, to).flatMap((threshold, index) =>
      DETECTORS.map((detector) => {
        const own = requireSteady(steady, from);
        const place = BOUNDS.indexOf(threshold as (typeof BOUNDS)[number]);
        const days = delaysOf(detector, rules[index]!, fast);
        const rising =
          (detector === 'today' || detector === 'calm' ? 0 : own.up) +
          (detector === 'fast' ? 0 : firingsOf(own, detector === 'both' ? 'calm' : detector, place));
        const mean = days.reduce((sum, one) => sum + one, 0) / days.length;
        const spread = days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / days.length;
        const sorted = days.toSorted((a, b) => a - b);
        return {
          ...{ detector, threshold, from, to },
          medianDays: sorted[Math.floor(days.length / 2)]!,
          medianInterval: medianInterval(sorted),
          p90Days: sorted[Math.floor(days.length * 0.9)]!,
          meanDays: mean,
          meanError: Math.sqrt(spread / days.length),
          optimalDays: optimalDelay(from, to, Math.max(rising, 1) / own.years) / BLOCKS_PER_DAY,
          jumps: days.length,
        };
      }),
    ),
  );
}

function medianInterval(sorted: readonly number[]): readonly [number, number] {
  const half = (1.96 * Math.sqrt(sorted.length)) / 2;
  const at = (place: number) => sorted[Math.min(Math.max(place, 0), sorted.length - 1)]!;
  return [at(Math.floor(sorted.length / 2 - half)), at(Math.ceil(sorted.length / 2 + half))];
}

/** Delays of jumps. `today` and `calm` fire at the same share; they differ in when they clear. */
function delaysOf(detector: Detector, rules: readonly number[], fast: readonly number[]): readonly number[] {
  if (detector === 'fast') return fast;
  return detector === 'both' ? rules.map((delay, jump) => Math.min(delay, fast[jump]!)) : rules;
}

function firingsOf({ today, calm, up, down }: Steady, detector: Detector, place: number): number {
  if (detector === 'today') return today[place]!;
  return (detector === 'fast' ? 0 : calm[place]!) + (detector === 'calm' ? 0 : up + down);
}

function requireSteady(steady: readonly Steady[], share: number): Steady {
  const own = steady.find((one) => one.share === share);
  if (own === undefined) throw new RangeError(`no years were simulated at ${share}`);
  return own;
}
