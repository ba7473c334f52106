import { type CriticalValues, criticalValue } from '../critical-values.ts';
import type { Signal } from '../signal.ts';
import { baselineOf, logLikelihoodRatio, SIZES, type Tally } from '../statistic.ts';

const SHARES = SIZES.share.length;
const ALL = [...SIZES.share, ...SIZES.pace];
const SIZE = Float64Array.from(ALL);

/** The detector for one subject, fast enough for thousands of years: without the state that only messages need. */
export type SimulatedDetector = {
  /** Sets the baseline from closed days: own blocks in all blocks (for the network, all), and in days. */
  readonly setBaseline: (share: Tally, pace: Tally) => void;
  /** Advances by one block, `days` after the previous one; returns a detected change, after which it restarts. */
  readonly step: (mined: 0 | 1, days: number) => Signal['direction'] | null;
  readonly restart: () => void;
};

export function simulateDetector(critical: CriticalValues): SimulatedDetector {
  const row = () => new Float64Array(ALL.length);
  const [sums, drifts, bars, owns, starts] = [row(), row(), row(), row(), row()];
  let baselines = [
    baselineOf('share', { own: 1, trials: 2 }, 0.5),
    baselineOf('pace', { own: 1, trials: 1 }, 0.5),
  ];
  let own = 0;
  let blocks = 0;
  let time = 0;

  const restart = () => void sums.fill(0);
  return {
    restart,
    setBaseline(share, pace) {
      const level = share.own / share.trials;
      baselines = [baselineOf('share', share, level), baselineOf('pace', pace, level)];
      const values = ALL.map((size, index) =>
        criticalValue(critical, index < SHARES ? 'share' : 'pace', size > 0 ? 'up' : 'down', level),
      );
      for (let index = 0; index < ALL.length; index++) {
        const baseline = baselines[index < SHARES ? 0 : 1]!;
        const column = index < SHARES ? index : index - SHARES;
        drifts[index] = baseline.drifts[column]!;
        // The network has no share.
        const isNone = level === 1 && index < SHARES;
        bars[index] = isNone ? Number.POSITIVE_INFINITY : values[index]! + baseline.speeds[column]!;
      }
    },
    step(mined, days) {
      const [ownBefore, timeBefore] = [own, time];
      own += mined;
      blocks += 1;
      time += days;
      let detected = -1;
      let margin = 0;
      for (let index = 0; index < ALL.length; index++) {
        const isShare = index < SHARES;
        const before = sums[index]!;
        const sum = before + mined * SIZE[index]! - (isShare ? 1 : days) * drifts[index]!;
        if (sum <= 0) {
          if (before !== 0) sums[index] = 0;
          continue;
        }
        if (before === 0) {
          owns[index] = ownBefore;
          starts[index] = isShare ? blocks - 1 : timeBefore;
        }
        sums[index] = sum;
        if (sum < bars[index]!) continue;
        const since = { own: own - owns[index]!, trials: (isShare ? blocks : time) - starts[index]! };
        const baseline = baselines[isShare ? 0 : 1]!;
        const conservative = logLikelihoodRatio(baseline, isShare ? index : index - SHARES, since);
        const over = Math.min(sum, conservative) - bars[index]!;
        if (over >= 0 && (detected === -1 || over > margin)) {
          detected = index;
          margin = over;
        }
      }
      if (detected === -1) return null;
      restart();
      return SIZE[detected]! > 0 ? 'up' : 'down';
    },
  };
}
