import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { checkHealth } from '../lib/daily/check-health.ts';
import { beat } from '../lib/lambda/heartbeat.ts';
import { alarm, HEALTH_METRICS, scheduled } from '../lib/lambda/operations.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { connectStore } from '../lib/store/store.ts';
import { now } from '../lib/world.ts';

const { table, secrets } = parseFunctionEnvironment(process.env);
const store = connectStore(table, {});
const openHeartbeat = fromSecrets(secrets, ['heartbeat-url'], (stored) => stored['heartbeat-url']);

export const handler = scheduled(async () => {
  const [heartbeat, faults] = [await openHeartbeat(), await checkHealth(store, now())];
  for (const { kind } of faults) alarm(HEALTH_METRICS[kind]);
  if (faults.length > 0 || heartbeat === null) return { faults, heartbeat: 'not sent' };
  return { faults, heartbeat: await beat(heartbeat) };
});
