import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BacktestResult, BacktestTask } from '../core/signals/backtest/tasks.ts';

/** Runs pieces of a backtest side by side, one for each processor; results come in the order of the tasks. */
export async function runBacktest(
  tasks: readonly BacktestTask[],
  tell: (done: number) => void,
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
          tell(++done);
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
