import type { FunctionSettings } from '../config/function-environment.ts';
import { PUBLISHER, planOf } from '../config/functions.ts';
import { markMinersReported } from '../daily/new-miners.ts';
import { closeAndEvaluateDays } from '../daily/run-daily.ts';
import { seedLedger } from '../daily/seed-ledger.ts';
import { runAndFanOut } from '../delivery/wake.ts';
import { connectStore } from '../store/store.ts';
import { alarm } from './alarm.ts';
import { blockDependencies } from './blocks.ts';
import { botsWithOperatorChats } from './bots.ts';
import { evaluationSettings } from './evaluation-settings.ts';
import { pageRequester, runAndPublish } from './page-queue.ts';
import { wakeDependencies } from './tasks.ts';

/** Creates the job that closes days, evaluates the rules, fans out the news and requests the page. */
export function dayCloser(settings: FunctionSettings<'fan-out' | typeof PUBLISHER>) {
  const store = connectStore(settings.table, {});
  const days = { store, ...blockDependencies(settings), ...evaluationSettings(settings) };
  const tasks = wakeDependencies(store.deliveries, settings.queues['fan-out']);
  const requestPage = pageRequester(settings.queues[PUBLISHER]);
  const findBots = botsWithOperatorChats(settings, store);
  const { timeoutSeconds } = planOf('close-days');
  return async () => {
    const bots = await findBots();
    await seedLedger(store.ledger);
    const { evaluation, newMiners } = await runAndFanOut(
      tasks,
      async () => bots,
      timeoutSeconds,
      (beforeNews) =>
        runAndPublish(requestPage, timeoutSeconds, beforeNews, (beforeCommit) =>
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
