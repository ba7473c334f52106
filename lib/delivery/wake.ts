import { SHARDS, type Vendor } from '../chats/chat-key.ts';
import type { Due } from '../chats/due.ts';
import type { BeforeCommit } from '../daily/commit-day.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Task } from './task.ts';

/**
 * Chats are rechecked after this, in case something got lost: those with something still due have waited too long. A
 * due entry for all shards at a later time means that the news is younger than this.
 */
export const RECHECK_SECONDS = 3600;

type ShardTask = Task & { readonly kind: 'shard' };

export type WakeDeps = Pick<DeliveryDeps, 'deliveries' | 'queue' | 'now'>;

/**
 * Marks all shards due at a later time. A run does this before it commits news and fans it out: if it is killed between
 * the two, nothing else would show that chats must still be looked at.
 *
 * @param seconds from now; longer than the run may take.
 * @returns the entries, for `fanOut` to remove.
 */
async function markAllDue(
  { deliveries, now }: Pick<WakeDeps, 'deliveries' | 'now'>,
  vendors: readonly Vendor[],
  seconds: number,
): Promise<readonly Due[]> {
  const at = Math.ceil(now() / 1000) + seconds;
  const due = vendors.map((vendor) => ({ at, vendor, shard: null }));
  await deliveries.saveDue(due);
  return due;
}

/**
 * Queues a look at every chat of some services, now and once more in an hour.
 *
 * @param marked entries of `markAllDue` about the same news, which are removed afterwards.
 */
export async function fanOut(
  deps: WakeDeps,
  vendors: readonly Vendor[],
  marked: readonly Due[] = [],
): Promise<void> {
  const now = Math.floor(deps.now() / 1000);
  await deps.deliveries.saveDue(
    vendors.map((vendor) => ({ at: now + RECHECK_SECONDS, vendor, shard: null })),
  );
  for (const task of vendors.flatMap((vendor) => shardTasks(vendor, null, false))) await deps.queue.add(task);
  const past = await deps.deliveries.loadDue(now);
  await deps.deliveries.removeDue([...past.filter(({ vendor }) => vendors.includes(vendor)), ...marked]);
}

/**
 * Queues a look at the shards in which something is due: held digests and warnings, ended silences, deliveries that may
 * have got lost. Meant to run every ten minutes.
 *
 * @returns how many entries were due.
 */
export async function wake(deps: WakeDeps, vendors: readonly Vendor[]): Promise<number> {
  const now = Math.floor(deps.now() / 1000);
  const all = await deps.deliveries.loadDue(now + RECHECK_SECONDS);
  const due = all.filter(({ at, vendor }) => at <= now && vendors.includes(vendor));
  const hasNews = (vendor: Vendor) =>
    all.some((one) => one.vendor === vendor && one.shard === null && one.at > now);
  const tasks = new Map<string, ShardTask>();
  for (const { vendor, shard } of due) {
    // An entry for all shards may also be about news that no sender has processed yet.
    const again = shard !== null && !hasNews(vendor);
    for (const task of shardTasks(vendor, shard, again)) {
      const name = `${vendor} ${task.shard}`;
      if (again || !tasks.has(name)) tasks.set(name, task);
    }
  }
  for (const task of tasks.values()) await deps.queue.add(task);
  await deps.deliveries.removeDue(due);
  return due.length;
}

/**
 * Drops entries due within an hour for services other than those named, since no one can send them: otherwise their
 * shards would be rechecked hour after hour and their chats counted as waiting. Meant to run every hour.
 */
export async function dropDueOfOthers(
  { deliveries, now }: Pick<WakeDeps, 'deliveries' | 'now'>,
  vendors: readonly Vendor[],
): Promise<void> {
  const due = await deliveries.loadDue(Math.floor(now() / 1000) + RECHECK_SECONDS);
  await deliveries.removeDue(due.filter(({ vendor }) => !vendors.includes(vendor)));
}

/** The tasks for one shard of a service, or for all if `shard` is null. */
function shardTasks(vendor: Vendor, shard: Due['shard'], again: boolean): readonly ShardTask[] {
  const shards = shard === null ? Array.from({ length: SHARDS }, (_, index) => index) : [shard];
  return shards.map((one) => ({ kind: 'shard', vendor, shard: one, after: null, again }));
}

/**
 * Runs something that may commit news and, if it did, queues a look at every chat of some services. If a run is killed
 * right after its commit, its repeat finds nothing new; entries saved before the commit make the chats due then.
 *
 * @param seconds longer than the run may take.
 * @param run must call its argument before it commits.
 */
export async function runAndFanOut<T>(
  deps: WakeDeps,
  findVendors: () => Promise<readonly Vendor[]>,
  seconds: number,
  run: (beforeCommit: BeforeCommit) => Promise<T>,
): Promise<T> {
  let news: { readonly vendors: readonly Vendor[]; readonly marked: readonly Due[] } | undefined;
  const done = await run(async () => {
    const vendors = await findVendors();
    news = { vendors, marked: await markAllDue(deps, vendors, seconds) };
  });
  if (news !== undefined) await fanOut(deps, news.vendors, news.marked);
  return done;
}
