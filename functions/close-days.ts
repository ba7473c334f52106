import { judgeDays } from '../lib/app/daily.ts';
import { fanOutNews } from '../lib/app/fan-out-news.ts';
import { ensureOperatorChats } from '../lib/app/operator-chats.ts';
import { seedLedger } from '../lib/app/seed-ledger.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { planOf } from '../lib/config/functions.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { botsAt, ownChats } from '../lib/lambda/bots.ts';
import { groundOf } from '../lib/lambda/ground.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { waking } from '../lib/lambda/tasks.ts';
import { connectStore } from '../lib/store/store.ts';

const settings = parseFunctionEnvironment(process.env, ['fan-out']);
const store = connectStore(settings.table, {});
const days = { store, ...blocksOf(settings), ...groundOf(settings) };
const [findBots, tasks] = [botsAt(settings.secrets), waking(store, settings.queues['fan-out'])];
export const handler = scheduled(async () => {
  const bots = await findBots();
  await ensureOperatorChats(store.chats, ownChats(settings, bots));
  await seedLedger(store.ledger);
  const { timeoutSeconds } = planOf('close-days');
  const run = await fanOutNews(tasks, bots, timeoutSeconds, (before) =>
    judgeDays({ ...days, beforeCommit: before }),
  );
  return { bots, through: run.check.progress.through, changedFrom: run.check.changedFrom };
});
