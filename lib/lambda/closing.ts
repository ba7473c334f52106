import type { FunctionSettings } from '../config/function-environment.ts';
import { planOf } from '../config/functions.ts';
import { closeAndEvaluateDays } from '../daily/run-daily.ts';
import { seedLedger } from '../daily/seed-ledger.ts';
import { runAndFanOut } from '../delivery/run-and-fan-out.ts';
import { connectStore } from '../store/store.ts';
import { blocksOf } from './blocks.ts';
import { botsWithOwnChats } from './bots.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { wakeDependencies } from './tasks.ts';

/** Makes the job that closes days: it evaluates the rules, and sends the news out. */
export function dayCloser(settings: FunctionSettings<'fan-out'>) {
  const store = connectStore(settings.table, {});
  const days = { store, ...blocksOf(settings), ...evaluationSettings(settings) };
  const tasks = wakeDependencies(store.deliveries, settings.queues['fan-out']);
  const findBots = botsWithOwnChats(settings, store);
  const { timeoutSeconds } = planOf('close-days');
  return async () => {
    const bots = await findBots();
    await seedLedger(store.ledger);
    const run = (beforeCommit: () => Promise<void>) => closeAndEvaluateDays({ ...days, beforeCommit });
    const { evaluation } = await runAndFanOut(tasks, async () => bots, timeoutSeconds, run);
    return { bots, through: evaluation.progress.through, changedFrom: evaluation.changedFrom };
  };
}
