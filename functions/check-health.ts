import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { checkHealth } from '../lib/daily/check-health.ts';
import { alarm, HEALTH_METRICS } from '../lib/lambda/alarm.ts';
import { sendHeartbeat } from '../lib/lambda/heartbeat.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { dynamoFiguresStore } from '../lib/store/dynamo-figures-store.ts';
import { dynamoLedgerStore } from '../lib/store/dynamo-ledger-store.ts';
import { connectTable } from '../lib/store/table.ts';
import { now } from '../lib/world.ts';

const settings = parseFunctionEnvironment(process.env);
const table = connectTable(settings.table, {});
const store = { ledger: dynamoLedgerStore(table), figures: dynamoFiguresStore(table) };
const openHeartbeat = fromSecrets(settings.secrets, ['heartbeat-url'], (stored) => stored['heartbeat-url']);

export const handler = scheduled(async () => {
  const [heartbeat, faults] = [await openHeartbeat(), await checkHealth(store, now())];
  for (const { kind } of faults) alarm(HEALTH_METRICS[kind]);
  if (faults.length > 0 || heartbeat === null) return { faults, heartbeat: 'not sent' };
  return { faults, heartbeat: await sendHeartbeat(heartbeat) };
});
