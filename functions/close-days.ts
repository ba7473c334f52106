import { judgeDays } from '../lib/app/daily.ts';
import { seedLedger } from '../lib/app/seed-ledger.ts';
import { createMempoolSpaceSource } from '../lib/chain/mempool-space.ts';
import { defaultRules } from '../lib/config/default-rules.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { shippedBlockSource } from '../lib/ledger/shipped-ledger.ts';
import { createAttributor } from '../lib/pools/attribute.ts';
import { registry } from '../lib/pools/registry.ts';
import { connectStore } from '../lib/store/store.ts';
import { sourceWorld } from '../lib/world.ts';

const { table, mempool, mempoolPaceMs, reportUrl } = parseFunctionEnvironment(process.env);
const store = connectStore(table, {});
const source = createMempoolSpaceSource(mempool, sourceWorld, { paceMs: mempoolPaceMs });
const attribute = createAttributor(registry.pools);
const { labelledBy } = shippedBlockSource();
const ground = { rules: defaultRules(), knowledge: 'then', labelledBy, reportUrl } as const;

export const handler = scheduled(async () => {
  await seedLedger(store.ledger);
  const { check } = await judgeDays({ store, source, attribute, ...ground });
  return { through: check.progress.through, changedFrom: check.changedFrom };
});
