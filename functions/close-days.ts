import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { planOf } from '../lib/config/functions.ts';
import { judgeDays } from '../lib/daily/run-daily.ts';
import { seedLedger } from '../lib/daily/seed-ledger.ts';
import { fanOutNews } from '../lib/delivery/fan-out-news.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { botsWithOwnChats } from '../lib/lambda/bots.ts';
import { groundOf } from '../lib/lambda/ground.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { waking } from '../lib/lambda/tasks.ts';
import { connectStore } from '../lib/store/store.ts';

const settings = parseFunctionEnvironment(process.env, ['fan-out']);
const store = connectStore(settings.table, {});
const days = { store, ...blocksOf(settings), ...groundOf(settings) };
const tasks = waking(store, settings.queues['fan-out']);
const findBots = botsWithOwnChats(settings, store.chats);

export const handler = scheduled(async () => {
  const bots = await findBots();
  await seedLedger(store.ledger);
  const run = (beforeCommit: () => Promise<void>) => judgeDays({ ...days, beforeCommit });
  const { check } = await fanOutNews(tasks, bots, planOf('close-days').timeoutSeconds, run);
  return { bots, through: check.progress.through, changedFrom: check.changedFrom };
});
