import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { collectBlocks } from '../lib/daily/collect-blocks.ts';
import { alarm } from '../lib/lambda/alarm.ts';
import { blocksOf } from '../lib/lambda/blocks.ts';
import { logger, scheduled } from '../lib/lambda/operations.ts';
import { dynamoLedgerStore } from '../lib/store/dynamo-ledger-store.ts';
import { connectTable } from '../lib/store/table.ts';

const settings = parseFunctionEnvironment(process.env);
const store = dynamoLedgerStore(connectTable(settings.table, {}));
const blocks = blocksOf(settings);

export const handler = scheduled(async () => {
  const collected = await collectBlocks({ store, ...blocks });
  if (collected.kind === 'not-reached') alarm('SourceOut');
  if (collected.kind === 'refused') alarm('SourceDisputed');
  if (collected.kind !== 'live') logger.warn('the source gave no blocks', { collected });
  return { collected };
});
