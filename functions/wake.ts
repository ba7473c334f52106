import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { wake } from '../lib/delivery/wake.ts';
import { botsAt } from '../lib/lambda/bots.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { wakeDependencies } from '../lib/lambda/tasks.ts';
import { connectStore } from '../lib/store/store.ts';

const { table, secrets, queues } = parseFunctionEnvironment(process.env, ['fan-out']);
const tasks = wakeDependencies(connectStore(table, {}), queues['fan-out']);
const findBots = botsAt(secrets);

export const handler = scheduled(async () => {
  const bots = await findBots();
  return { bots, due: await wake(tasks, bots) };
});
