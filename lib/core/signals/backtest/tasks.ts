import { FROM, JUMPS, STEADY_SHARES } from './scenarios.ts';
import { type Jumps, type Past, type Steady, simulateJumps, simulateSteady } from './simulation.ts';

/** First seed of the backtest, far from those of the critical values. */
const SEED = 1_500_000_000;

export type BacktestTask = { readonly seed: number; readonly past: Past } & (
  | { readonly kind: 'steady'; readonly share: number; readonly years: number }
  | { readonly kind: 'jumps'; readonly from: number; readonly to: number; readonly jumps: number }
);

export type BacktestResult = { readonly past: Past } & (
  | ({ readonly kind: 'steady' } & Steady)
  | ({ readonly kind: 'jumps' } & Jumps)
);

/** All tasks, with this many years at each true share and jumps of each kind; a known past only where jumps start. */
export function backtestTasks(years: number, jumps: number, past: Past = 'counted'): readonly BacktestTask[] {
  const shares = past === 'known' ? FROM : STEADY_SHARES;
  return [
    ...shares.map((share, index) => ({ kind: 'steady', share, years, seed: SEED + index, past }) as const),
    ...JUMPS.map(
      ({ from, to }, index) =>
        ({ kind: 'jumps', from, to, jumps, seed: SEED + (index + 1) * 1_000_000, past }) as const,
    ),
  ];
}

export function runBacktestTask(task: BacktestTask): BacktestResult {
  const { kind, past } = task;
  switch (kind) {
    case 'steady':
      return { kind, past, ...simulateSteady(task.share, task.years, task.seed, past) };
    case 'jumps':
      return { kind, past, ...simulateJumps(task.from, task.to, task.jumps, task.seed, past) };
  }
}
