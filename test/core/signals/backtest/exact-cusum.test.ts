import mt19937 from '@stdlib/random-base-mt19937';
import { expect, it } from 'vitest';
import { optimalDelay } from '../../../../lib/core/signals/backtest/exact-cusum.ts';
import { BLOCKS_PER_YEAR } from '../../../../lib/core/signals/runs.ts';

const draw = mt19937.factory({ seed: 4_711 });

/** Blocks until a CUSUM of two known shares exceeds a bar. */
function runLength(from: number, to: number, share: number, bar: number): number {
  const [hit, miss] = [Math.log(to / from), Math.log((1 - to) / (1 - from))];
  for (let blocks = 1, sum = 0; ; blocks++) {
    sum = Math.max(0, sum + (draw() / 2 ** 32 < share ? hit : miss));
    if (sum >= bar) return blocks;
  }
}

function mean(runs: number, draw: () => number): number {
  return Array.from({ length: runs }, draw).reduce((sum, one) => sum + one, 0) / runs;
}

it.each([
  [0.3, 0.51, 4],
  [0.4, 0.55, 4],
  [0.28, 0.36, 3],
])(
  'the fastest detector of %f to %f takes as long as simulated, at the simulated rate of false alarms',
  (from, to, bar) => {
    const falseRun = mean(1_500, () => runLength(from, to, from, bar));
    const delay = mean(6_000, () => runLength(from, to, to, bar));
    expect(optimalDelay(from, to, BLOCKS_PER_YEAR / falseRun) / delay).toBeGreaterThan(0.95);
    expect(optimalDelay(from, to, BLOCKS_PER_YEAR / falseRun) / delay).toBeLessThan(1.05);
  },
);

it('the fastest detector is slower the fewer false alarms it may give', () => {
  const delays = [30, 1, 0.1, 0.01, 0.001].map((rate) => optimalDelay(0.3, 0.4, rate));
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
});
