import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { delayRows, falseFiringRows, falseSignalsTogether } from '../core/signals/backtest/rows.ts';
import type { Past } from '../core/signals/backtest/simulation.ts';
import { type BacktestResult, type BacktestTask, backtestTasks } from '../core/signals/backtest/tasks.ts';
import { printStatus } from './output.ts';

/** Simulates how often rules and the detector fire falsely, and how long they take. */
export async function backtestWarnings(years: number, jumps: number, past: Past) {
  const tasks = backtestTasks(years, jumps, past);
  const results = await runBacktest(tasks, (done) => {
    if (done % 10 === 0) printStatus(`${done} of ${tasks.length} simulations done`);
  });
  const steady = results.filter((result) => result.kind === 'steady');
  const jumped = results.filter((result) => result.kind === 'jumps');
  return {
    past,
    falseFirings: falseFiringRows(steady),
    delays: delayRows(steady, jumped),
    together: falseSignalsTogether(steady),
  };
}

export function backtestWarningsText(document: Awaited<ReturnType<typeof backtestWarnings>>): string {
  const { falseFirings, delays, together } = document;
  return [
    'Firings a year while the true share stays where it is (simulated, with the standard error)',
    ...aligned([
      ['bound', 'true share', 'detector', 'a year', 'error'],
      ...falseFirings.map(({ threshold, share, detector, perYear, perYearError }) => [
        percentText(threshold),
        percentText(share),
        detector,
        perYear.toFixed(3),
        perYearError.toFixed(3),
      ]),
    ]),
    '',
    `All ${together.subjects} subjects watched in 2024 to 2026: ${together.perYear.toFixed(3)} false signals a year (error ${together.perYearError.toFixed(3)})`,
    '',
    'Days until a jump is reported; optimum: the CUSUM that knows both shares, at the same rate of false alarms',
    ...aligned([
      ['bound', 'from', 'to', 'detector', 'median', '90%', 'mean', 'error', 'optimum'],
      ...delays.map((row) => [
        percentText(row.threshold),
        percentText(row.from),
        percentText(row.to),
        row.detector,
        ...[row.medianDays, row.p90Days, row.meanDays, row.meanError, row.optimalDays].map((days) =>
          days.toFixed(2),
        ),
      ]),
    ]),
    '',
    'today: rules that clear at even odds; calm: rules that clear when surely below; fast: every signal of the',
    'block-by-block detector; both: calm and fast. A jump takes hash rate from others; the total stays the same.',
  ].join('\n');
}

function percentText(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** Renders a table with right-aligned columns, one string per row. */
export function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
}

/** Runs the tasks of a backtest in parallel, one worker per processor; results are in the order of the tasks. */
async function runBacktest(
  tasks: readonly BacktestTask[],
  progress: (done: number) => void,
): Promise<readonly BacktestResult[]> {
  const results: BacktestResult[] = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
      const worker = new Worker(join(import.meta.dirname, 'backtest-worker.ts'));
      try {
        while (next < tasks.length) {
          const index = next++;
          results[index] = await run(worker, tasks[index]!);
          progress(++done);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return results;
}

function run(worker: Worker, task: BacktestTask): Promise<BacktestResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result: BacktestResult) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(task);
  });
}
