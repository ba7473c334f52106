import type { FunctionSettings } from '../config/function-environment.ts';
import { PUBLISHER, planOf } from '../config/functions.ts';
import { markMinersReported } from '../daily/new-miners.ts';
import { closeAndEvaluateDays } from '../daily/run-daily.ts';
import { seedLedger } from '../daily/seed-ledger.ts';
import { runAndFanOut } from '../delivery/wake.ts';
import { connectStore } from '../store/store.ts';
import { alarm } from './alarm.ts';
import { blocksOf } from './blocks.ts';
import { botsWithOwnChats } from './bots.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { pageAsker, runAndPublish } from './page-queue.ts';
import { wakeDependencies } from './tasks.ts';

/** Makes the job that closes days: it evaluates the rules, sends the news out, and has the page published. */
export function dayCloser(settings: FunctionSettings<'fan-out' | typeof PUBLISHER>) {
  const store = connectStore(settings.table, {});
  const days = { store, ...blocksOf(settings), ...evaluationSettings(settings) };
  const tasks = wakeDependencies(store.deliveries, settings.queues['fan-out']);
  const ask = pageAsker(settings.queues[PUBLISHER]);
  const findBots = botsWithOwnChats(settings, store);
  const { timeoutSeconds } = planOf('close-days');
  return async () => {
    const bots = await findBots();
    await seedLedger(store.ledger);
    const { evaluation, newMiners } = await runAndFanOut(
      tasks,
      async () => bots,
      timeoutSeconds,
      (beforeNews) =>
        runAndPublish(ask, timeoutSeconds, beforeNews, (beforeCommit) =>
          closeAndEvaluateDays({ ...days, beforeCommit }),
        ),
    );
    if (newMiners.miners.length > 0) alarm('UnknownShareHigh');
    await markMinersReported(store.ledger, newMiners);
    return {
      bots,
      newMiners: newMiners.miners,
      through: evaluation.progress.through,
      changedFrom: evaluation.changedFrom,
    };
  };
}
