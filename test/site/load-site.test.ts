import { expect, it } from 'vitest';
import { defaultRules } from '../../lib/config/default-rules.ts';
import { midnight } from '../../lib/core/ledger/utc-day.ts';
import type { PoolId } from '../../lib/core/pools/pool-id.ts';
import { composeReport } from '../../lib/daily/report.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { loadSite } from '../../lib/site/source.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { seedStore } from '../support/seeded-store.ts';

it("a site's digests name the blocks that lost, as those that chats get do", async () => {
  using seeded = await seedStore();
  const store = await openEmbeddedStore(seeded.path);
  const deps = { store, rules: defaultRules(), knowledge: 'then', reportUrl: null } as const;
  const { day } = (await loadSite(deps))!;
  const pool = 'viabtc' as PoolId;
  const lost = { height: 950_000, time: midnight(day) + 60, id: '0'.repeat(64), pool, winner: null };
  await store.ledger.saveLostBlocks([lost]);
  const { input } = (await loadSite(deps))!;
  expect(renderPlain(composeReport(input, day).digest)).toContain('A block of ViaBTC at 950,000 lost');
  await store.close();
});
