import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { planOf } from '../lib/config/functions.ts';
import { catchUp } from '../lib/daily/catch-up.ts';
import { collectBlocks } from '../lib/daily/collect-blocks.ts';
import { alarmSources } from '../lib/lambda/alarm.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { logger, scheduled } from '../lib/lambda/operations.ts';
import { dynamoLedgerStore } from '../lib/store/dynamo-ledger-store.ts';
import { connectTable } from '../lib/store/table.ts';
import { timeFor } from '../lib/world.ts';

const settings = parseFunctionEnvironment(process.env);
const deps = { store: dynamoLedgerStore(connectTable(settings.table, {})), ...blocksOf(settings) };

export const handler = scheduled(async () => {
  const hasTime = timeFor(0.7 * planOf('collect-blocks').timeoutSeconds);
  const collected = await collectBlocks(deps);
  alarmSources(collected);
  if (collected.kind !== 'live') logger.warn('no source gave blocks', { collected });
  return { collected, ...(await catchUp(deps, hasTime)) };
});
