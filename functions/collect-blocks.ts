import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { planOf } from '../lib/config/functions.ts';
import { catchUp } from '../lib/daily/catch-up.ts';
import { collectBlocks } from '../lib/daily/collect-blocks.ts';
import { detectSignals } from '../lib/daily/detect-signals.ts';
import { runAndFanOut } from '../lib/delivery/run-and-fan-out.ts';
import { alarmSources } from '../lib/lambda/alarm.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { botsAt } from '../lib/lambda/bots.ts';
import { evaluationSettings } from '../lib/lambda/evaluation-settings.ts';
import { logger, scheduled } from '../lib/lambda/operations.ts';
import { wakeDependencies } from '../lib/lambda/tasks.ts';
import { dynamoDeliveryStore } from '../lib/store/dynamo-delivery-store.ts';
import { dynamoLedgerStore } from '../lib/store/dynamo-ledger-store.ts';
import { dynamoWarningStore } from '../lib/store/dynamo-warning-store.ts';
import { connectTable } from '../lib/store/table.ts';
import { timeFor } from '../lib/world.ts';

const settings = parseFunctionEnvironment(process.env, ['fan-out']);
const table = connectTable(settings.table, {});
const store = { ledger: dynamoLedgerStore(table), warnings: dynamoWarningStore(table) };
const blocks = { store: store.ledger, ...blocksOf(settings) };
const signals = { store, ...evaluationSettings(settings) };
const tasks = wakeDependencies(dynamoDeliveryStore(table), settings.queues['fan-out']);
const { timeoutSeconds } = planOf('collect-blocks');

export const handler = scheduled(async () => {
  const hasTime = timeFor(0.7 * timeoutSeconds);
  const collected = await collectBlocks(blocks);
  alarmSources(collected);
  if (collected.kind !== 'live') logger.warn('no source gave blocks', { collected });
  await runAndFanOut(tasks, botsAt(settings.secrets), timeoutSeconds, (beforeNews) =>
    detectSignals(signals, beforeNews),
  );
  return { collected, ...(await catchUp(blocks, hasTime)) };
});
