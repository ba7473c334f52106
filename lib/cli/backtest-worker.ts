import { parentPort } from 'node:worker_threads';
import { type BacktestTask, runBacktestTask } from '../core/signals/backtest/tasks.ts';

parentPort!.on('message', (task: BacktestTask) => {
  parentPort!.postMessage(runBacktestTask(task));
});
