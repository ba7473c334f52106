import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { planOf } from '../lib/config/functions.ts';
import { closeAndEvaluateDays } from '../lib/daily/run-daily.ts';
import { seedLedger } from '../lib/daily/seed-ledger.ts';
import { runAndFanOut } from '../lib/delivery/run-and-fan-out.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { botsWithOwnChats } from '../lib/lambda/bots.ts';
import { evaluationSettings } from '../lib/lambda/evaluation-settings.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { wakeDependencies } from '../lib/lambda/tasks.ts';
import { connectStore } from '../lib/store/store.ts';

const settings = parseFunctionEnvironment(process.env, ['fan-out']);
const store = connectStore(settings.table, {});
const days = { store, ...blocksOf(settings), ...evaluationSettings(settings) };
const tasks = wakeDependencies(store.deliveries, settings.queues['fan-out']);
const findBots = botsWithOwnChats(settings, store);

export const handler = scheduled(async () => {
  const bots = await findBots();
  await seedLedger(store.ledger);
  const run = (beforeCommit: () => Promise<void>) => closeAndEvaluateDays({ ...days, beforeCommit });
  const { evaluation } = await runAndFanOut(
    tasks,
    async () => bots,
    planOf('close-days').timeoutSeconds,
    run,
  );
  return { bots, through: evaluation.progress.through, changedFrom: evaluation.changedFrom };
});
