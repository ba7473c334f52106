/**
 * Computes data/critical-values.json: `npm run data:critical-values`, about ten minutes.
 *
 * For subjects whose true share and pace stay as they are, thousands of years are simulated, block by block, and of
 * each excursion of the CUSUMs the highest point is kept. The critical value is the height that is reached as seldom
 * as the budget has it: the highest 300 points have an exponential tail, which is carried on. No recorded block takes
 * part, and the seeds are not those of `backtest warnings`.
 */
import { writeFileSync } from 'node:fs';
import mt19937 from '@stdlib/random-base-mt19937';
import {
  advanceSums,
  courseOf,
  logLikelihoodRatio,
  SIZES,
  type Statistic,
} from '../lib/core/signals/statistic.ts';
import { PACE_DAYS, SHARE_DAYS } from '../lib/core/signals/watched.ts';

const YEARS = Number(process.env.HASHTILT_YEARS ?? 4_000);
const SEED = 20_231_231;
const DAYS_A_YEAR = 365.25;
const BLOCKS_A_DAY = 144;
const TAIL = 300;
/** Lower points are not looked at. */
const LEAST_PEAK = 9;

/**
 * False signals a year of one subject: ten subjects make one in ten years. A rise in share is what a watch on majorities is for, so
 * it gets the largest part; a fall shows in pace first.
 */
const BUDGET = {
  share: { up: 0.004, down: 0.002 },
  pace: { up: 0.0015, down: 0.0025 },
} as const;
/** The network has no share, and its pace the whole budget. */
const NETWORK_BUDGET = { up: 0.005, down: 0.005 };

const SHARES: Readonly<Record<Statistic, readonly number[]>> = {
  share: [0.05, 0.1, 0.2, 0.35, 0.5, 0.65],
  pace: [0.05, 0.1, 0.2, 0.35, 0.65, 1],
};

const DIRECTIONS = ['up', 'down'] as const;

const rows = Object.fromEntries(
  (['share', 'pace'] as const).map((statistic) => [
    statistic,
    SHARES[statistic].map((share, index) => {
      const peaks = simulatePeaks(statistic, share, SEED + index + (statistic === 'pace' ? 100 : 0));
      const budget = share === 1 ? NETWORK_BUDGET : BUDGET[statistic];
      const row = { share, up: heightOf(peaks.up, budget.up), down: heightOf(peaks.down, budget.down) };
      console.error(statistic, row);
      return row;
    }),
  ]),
);
const source = `Simulated by data/compute-critical-values.ts: ${YEARS} years a row, seeds from ${SEED} on. A CUSUM tells a change above its value, in nats, plus the logarithm of nats a block of the network that the size yields.`;
writeFileSync(
  'data/critical-values.json',
  `${JSON.stringify({ source, falseSignalsAYear: { ...BUDGET, network: NETWORK_BUDGET }, ...rows }, null, 2)}\n`,
);

/** The highest points of excursions, of each direction. */
function simulatePeaks(statistic: Statistic, share: number, seed: number) {
  const draw = mt19937.factory({ seed });
  const random = () => draw() / 2 ** 32;
  const sizes = SIZES[statistic];
  const [sums, owns, starts] = [0, 0, 0].map(() => new Float64Array(sizes.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const span = statistic === 'share' ? SHARE_DAYS : PACE_DAYS;
  const perDay = statistic === 'share' ? BLOCKS_A_DAY : 1;
  const ownPerDay = share * BLOCKS_A_DAY;
  const peaks = { up: [] as number[], down: [] as number[] };
  const peak = { up: 0, down: 0 };
  let own = 0;
  let trials = 0;
  let wait = -Math.log(1 - random()) / ownPerDay;
  let course = courseOf(statistic, { own: span * ownPerDay, trials: span * perDay }, share);
  let isWatched = false;

  const look = () => {
    const highest = { up: 0, down: 0 };
    for (let size = 0; size < sums.length; size++) {
      const sum = sums[size]!;
      if (sum === 0) {
        owns[size] = own;
        starts[size] = trials;
        continue;
      }
      const direction = sizes[size]! > 0 ? 'up' : 'down';
      if (sum > highest[direction]) highest[direction] = sum;
      const speed = course.speeds[size]!;
      if (sum - speed <= Math.max(peak[direction], LEAST_PEAK)) continue;
      const since = { own: own - owns[size]!, trials: trials - starts[size]! };
      const surely = Math.min(sum, logLikelihoodRatio(course, size, since)) - speed;
      if (surely > Math.max(peak[direction], LEAST_PEAK)) peak[direction] = surely;
    }
    for (const direction of DIRECTIONS) {
      // An excursion is over where little is left of it.
      if (highest[direction] >= 1 || peak[direction] === 0) continue;
      peaks[direction].push(peak[direction]);
      peak[direction] = 0;
    }
  };
  const move = (mined: number, passed: number) => {
    own += mined;
    trials += passed;
    if (!isWatched) return;
    advanceSums(sums, course, mined, passed);
    look();
  };
  /** @returns the subject's blocks of a day; of a pace only its own are drawn, and it is looked at before each. */
  const mineDay = (): number => {
    const before = own;
    if (statistic === 'share') {
      for (let block = 0; block < BLOCKS_A_DAY; block++) move(random() < share ? 1 : 0, 1);
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
  for (let day = 0; day < YEARS * DAYS_A_YEAR; day++) {
    course = courseOf(statistic, { own: past, trials: span * perDay }, share);
    const mined = mineDay();
    past += mined - days[day % span]!;
    days[day % span] = mined;
  }
  return peaks;
}

/** The height that is reached `perYear` times a year, to a hundredth. */
function heightOf(peaks: readonly number[], perYear: number): number {
  const highest = peaks.toSorted((a, b) => b - a).slice(0, TAIL + 1);
  const least = highest.at(-1)!;
  const mean = highest.reduce((sum, one) => sum + one - least, 0) / TAIL;
  return Math.round((least + mean * Math.log(TAIL / (YEARS * perYear))) * 100) / 100;
}
