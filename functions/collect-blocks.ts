import { collectBlocks } from '../lib/app/collect-blocks.ts';
import { createMempoolSpaceSource } from '../lib/chain/mempool-space.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { alarm, logger, scheduled } from '../lib/lambda/operations.ts';
import { createAttributor } from '../lib/pools/attribute.ts';
import { registry } from '../lib/pools/registry.ts';
import { connectStore } from '../lib/store/store.ts';
import { sourceWorld } from '../lib/world.ts';

const { table, mempool, mempoolPaceMs } = parseFunctionEnvironment(process.env);
const store = connectStore(table, {}).ledger;
const source = createMempoolSpaceSource(mempool, sourceWorld, { paceMs: mempoolPaceMs });
const attribute = createAttributor(registry.pools);

export const handler = scheduled(async () => {
  const collected = await collectBlocks({ store, source, attribute });
  if (collected.kind === 'not-reached') alarm('SourceOut');
  if (collected.kind === 'refused') alarm('SourceDisputed');
  if (collected.kind !== 'live') logger.warn('the source gave no blocks', { collected });
  return { collected };
});
