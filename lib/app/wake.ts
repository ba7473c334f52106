import { SHARDS, type Vendor } from '../chat/chat.ts';
import type { Due } from '../chat/delivery-store.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

const LOOK_AGAIN_SECONDS = 3600;

type WakeDeps = Pick<DeliveryDeps, 'deliveries' | 'queue' | 'now'>;

/** Has every chat of some services looked at, now and once more in an hour. */
export async function fanOut(deps: WakeDeps, vendors: readonly Vendor[]): Promise<void> {
  const now = Math.floor(deps.now() / 1000);
  await deps.deliveries.saveDue(
    vendors.map((vendor) => ({ at: now + LOOK_AGAIN_SECONDS, vendor, shard: null })),
  );
  for (const vendor of vendors) await addShards(deps, { at: now, vendor, shard: null });
  const past = await deps.deliveries.loadDue(now);
  await deps.deliveries.removeDue(past.filter(({ vendor }) => vendors.includes(vendor)));
}

/**
 * Has the shards looked at of which something is due: held digests and warnings, ended silences, deliveries
 * that may have got lost. Meant to run every ten minutes.
 */
export async function wake(deps: WakeDeps, vendors: readonly Vendor[]): Promise<void> {
  const all = await deps.deliveries.loadDue(Math.floor(deps.now() / 1000));
  const due = all.filter(({ vendor }) => vendors.includes(vendor));
  const shards = new Map(due.map((one) => [`${one.vendor} ${one.shard}`, one]));
  for (const one of shards.values()) await addShards(deps, one);
  await deps.deliveries.removeDue(due);
}

async function addShards({ queue }: WakeDeps, { vendor, shard }: Due): Promise<void> {
  const shards = shard === null ? Array.from({ length: SHARDS }, (_, index) => index) : [shard];
  for (const one of shards) await queue.add({ kind: 'shard', vendor, shard: one, after: null });
}
