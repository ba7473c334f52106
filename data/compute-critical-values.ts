/**
 * Computes data/critical-values.json: `npm run data:critical-values`, about five minutes.
 *
 * For subjects with a constant true share and pace, simulates thousands of years block by block, and records the
 * highest point of each excursion of the CUSUMs. The critical value is the height reached as rarely as the budget
 * demands: the highest 300 points have an exponential tail, which is extrapolated. No recorded block is used, and
 * the seeds differ from those of `backtest warnings`.
 */
import { writeFileSync } from 'node:fs';
import mt19937 from '@stdlib/random-base-mt19937';
import { BLOCKS_PER_DAY } from '../lib/core/signals/runs.ts';
import { baselineOf, logLikelihoodRatio, SIZES, type Statistic } from '../lib/core/signals/statistic.ts';
import { PACE_DAYS, SHARE_DAYS } from '../lib/core/signals/watched.ts';

const YEARS = Number(process.env.HASHTILT_YEARS ?? 4_000);
const SEED = 20_231_231;
const DAYS_PER_YEAR = 365.25;
const TAIL = 300;
/** Lower points are ignored. */
const MIN_PEAK = 9;

/** The subjects of 2024 to 2026, which together give one false signal in ten years. */
const SUBJECTS = 8;
const FALSE_SIGNALS_PER_YEAR = 0.1;

/**
 * Each statistic's and direction's part of a subject's false signals. A rise in share is what a majority watch is
 * for, so it gets the largest part; a fall shows in pace first. The network has no share.
 */
const PARTS = {
  share: { up: 0.4, down: 0.2 },
  pace: { up: 0.15, down: 0.25 },
  network: { up: 0.5, down: 0.5 },
} as const;

const SHARES: Readonly<Record<Statistic, readonly number[]>> = {
  share: [0.05, 0.1, 0.2, 0.35, 0.5, 0.65],
  pace: [0.05, 0.1, 0.2, 0.35, 0.65, 1],
};

const rows = Object.fromEntries(
  (['share', 'pace'] as const).map((statistic) => [
    statistic,
    SHARES[statistic].map((share, index) => {
      const peaks = simulatePeaks(statistic, share, SEED + index + (statistic === 'pace' ? 100 : 0));
      const parts = share === 1 ? PARTS.network : PARTS[statistic];
      const row = { share, up: heightOf(peaks.up, parts.up), down: heightOf(peaks.down, parts.down) };
      console.error(statistic, row);
      return row;
    }),
  ]),
);
const source = `Simulated by data/compute-critical-values.ts: ${YEARS} years a row, seeds from ${SEED} on. A CUSUM signals a change above its value, in nats, plus the logarithm of the nats per network block that the size yields.`;
writeFileSync(
  'data/critical-values.json',
  `${JSON.stringify({ source, subjects: SUBJECTS, falseSignalsAYear: FALSE_SIGNALS_PER_YEAR, parts: PARTS, ...rows }, null, 2)}\n`,
);

/** The highest points of excursions, by direction. */
function simulatePeaks(statistic: Statistic, share: number, seed: number) {
  const draw = mt19937.factory({ seed });
  const random = () => draw() / 2 ** 32;
  const steps = Float64Array.from(SIZES[statistic]);
  const [sums, owns, starts] = [0, 0, 0].map(() => new Float64Array(steps.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const span = statistic === 'share' ? SHARE_DAYS : PACE_DAYS;
  const perDay = statistic === 'share' ? BLOCKS_PER_DAY : 1;
  const ownPerDay = share * BLOCKS_PER_DAY;
  const peaks = { up: [] as number[], down: [] as number[] };
  const peak = { up: 0, down: 0 };
  let own = 0;
  let trials = 0;
  let wait = -Math.log(1 - random()) / ownPerDay;
  let baseline = baselineOf(statistic, { own: span * ownPerDay, trials: span * perDay }, share);
  let isWatched = false;

  /** Advances the CUSUMs like `advanceSums`, in a loop fast enough for a billion passes. */
  const move = (mined: 0 | 1, passed: number) => {
    const ownBefore = own;
    const trialsBefore = trials;
    own += mined;
    trials += passed;
    if (!isWatched) return;
    const { drifts, speeds } = baseline;
    let up = 0;
    let down = 0;
    for (let size = 0; size < sums.length; size++) {
      const before = sums[size]!;
      const sum = before + mined * steps[size]! - passed * drifts[size]!;
      if (sum <= 0) {
        if (before !== 0) sums[size] = 0;
        continue;
      }
      sums[size] = sum;
      if (before === 0) {
        owns[size] = ownBefore;
        starts[size] = trialsBefore;
      }
      const isUp = steps[size]! > 0;
      if (isUp && sum > up) up = sum;
      else if (!isUp && sum > down) down = sum;
      if (sum - speeds[size]! > MIN_PEAK) recordPeak(size, isUp ? 'up' : 'down');
    }
    // An excursion ends when little of it is left.
    if (up < 1 && peak.up > 0) end('up');
    if (down < 1 && peak.down > 0) end('down');
  };
  const recordPeak = (size: number, direction: 'up' | 'down') => {
    const since = { own: own - owns[size]!, trials: trials - starts[size]! };
    const conservative =
      Math.min(sums[size]!, logLikelihoodRatio(baseline, size, since)) - baseline.speeds[size]!;
    if (conservative > Math.max(peak[direction], MIN_PEAK)) peak[direction] = conservative;
  };
  const end = (direction: 'up' | 'down') => {
    peaks[direction].push(peak[direction]);
    peak[direction] = 0;
  };
  /** @returns the subject's blocks in a day; for a pace only its own are drawn, and checked just before each. */
  const mineDay = (): number => {
    const before = own;
    if (statistic === 'share') {
      for (let block = 0; block < BLOCKS_PER_DAY; block++) move(random() < share ? 1 : 0, 1);
      return own - before;
    }
    let at = 0;
    while (wait < 1) {
      move(0, wait - at);
      move(1, 0);
      at = wait;
      wait += -Math.log(1 - random()) / ownPerDay;
    }
    move(0, 1 - at);
    wait -= 1;
    return own - before;
  };

  const days = Array.from({ length: span }, mineDay);
  let past = days.reduce((sum, mined) => sum + mined, 0);
  isWatched = true;
  for (let day = 0; day < YEARS * DAYS_PER_YEAR; day++) {
    baseline = baselineOf(statistic, { own: past, trials: span * perDay }, share);
    const mined = mineDay();
    past += mined - days[day % span]!;
    days[day % span] = mined;
  }
  return peaks;
}

/** The height reached so rarely that it gives this part of a subject's false signals, to a hundredth. */
function heightOf(peaks: readonly number[], part: number): number {
  const perYear = (part * FALSE_SIGNALS_PER_YEAR) / SUBJECTS;
  const highest = peaks.toSorted((a, b) => b - a).slice(0, TAIL + 1);
  const least = highest.at(-1)!;
  const mean = highest.reduce((sum, one) => sum + one - least, 0) / TAIL;
  return Math.round((least + mean * Math.log(TAIL / (YEARS * perYear))) * 100) / 100;
}
