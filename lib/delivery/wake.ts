import { SHARDS, type Vendor } from '../chats/chat-key.ts';
import type { Due } from '../chats/due.ts';
import type { BeforeCommit } from '../daily/commit-day.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Task } from './task.ts';

/**
 * Chats are looked at again after this, in case something got lost: those still to be sent something then have waited
 * too long. A note on all shards for a later time says that the news is younger than that.
 */
export const LOOK_AGAIN_SECONDS = 3600;

type ShardTask = Task & { readonly kind: 'shard' };

export type WakeDeps = Pick<DeliveryDeps, 'deliveries' | 'queue' | 'now'>;

/**
 * Notes that there may be news by a time. A run that is about to commit news and fan it out notes this first: if it is
 * ended between the two, nothing else would say that the chats must still be looked at.
 *
 * @param seconds from now; longer than it may take.
 * @returns the note, for `fanOut` to remove.
 */
async function noteNews(
  { deliveries, now }: Pick<WakeDeps, 'deliveries' | 'now'>,
  vendors: readonly Vendor[],
  seconds: number,
): Promise<readonly Due[]> {
  const at = Math.ceil(now() / 1000) + seconds;
  const noted = vendors.map((vendor) => ({ at, vendor, shard: null }));
  await deliveries.saveDue(noted);
  return noted;
}

/**
 * Has every chat of some services looked at, now and once more in an hour.
 *
 * @param noted notes on the same news, which are removed afterwards.
 */
export async function fanOut(
  deps: WakeDeps,
  vendors: readonly Vendor[],
  noted: readonly Due[] = [],
): Promise<void> {
  const now = Math.floor(deps.now() / 1000);
  await deps.deliveries.saveDue(
    vendors.map((vendor) => ({ at: now + LOOK_AGAIN_SECONDS, vendor, shard: null })),
  );
  for (const task of vendors.flatMap((vendor) => shardTasks(vendor, null, false))) await deps.queue.add(task);
  const past = await deps.deliveries.loadDue(now);
  await deps.deliveries.removeDue([...past.filter(({ vendor }) => vendors.includes(vendor)), ...noted]);
}

/**
 * Has the shards looked at in which something is due: held digests and warnings, ended silences, deliveries that may
 * have got lost. Meant to run every ten minutes.
 *
 * @returns how many entries were due.
 */
export async function wake(deps: WakeDeps, vendors: readonly Vendor[]): Promise<number> {
  const now = Math.floor(deps.now() / 1000);
  const all = await deps.deliveries.loadDue(now + LOOK_AGAIN_SECONDS);
  const due = all.filter(({ at, vendor }) => at <= now && vendors.includes(vendor));
  const hasNews = (vendor: Vendor) =>
    all.some((one) => one.vendor === vendor && one.shard === null && one.at > now);
  const tasks = new Map<string, ShardTask>();
  for (const { vendor, shard } of due) {
    // A note on all shards may also be about news that no sender has looked at yet.
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
 * Drops what is due within an hour for services other than those named, since nobody can send it: otherwise their
 * shards would be looked at hour after hour, and their chats counted as waiting. Meant to run every hour.
 */
export async function dropDueOfOthers(
  { deliveries, now }: Pick<WakeDeps, 'deliveries' | 'now'>,
  vendors: readonly Vendor[],
): Promise<void> {
  const due = await deliveries.loadDue(Math.floor(now() / 1000) + LOOK_AGAIN_SECONDS);
  await deliveries.removeDue(due.filter(({ vendor }) => !vendors.includes(vendor)));
}

/** Tasks to look at one shard of a service, or at all of them. */
function shardTasks(vendor: Vendor, shard: Due['shard'], again: boolean): readonly ShardTask[] {
  const shards = shard === null ? Array.from({ length: SHARDS }, (_, index) => index) : [shard];
  return shards.map((one) => ({ kind: 'shard', vendor, shard: one, after: null, again }));
}

/**
 * Runs something that may commit news and, where it did, has every chat of some services looked at. A repeat of a run
 * that was ended right after its commit finds nothing new; a note made before the commit has the chats looked at then.
 * @param seconds longer than the run may take. @param run calls what it is given before it commits.
 */
export async function runAndFanOut<T>(
  deps: WakeDeps,
  findVendors: () => Promise<readonly Vendor[]>,
  seconds: number,
  run: (beforeCommit: BeforeCommit) => Promise<T>,
): Promise<T> {
  let news: { readonly vendors: readonly Vendor[]; readonly noted: readonly Due[] } | undefined;
  const done = await run(async () => {
    const vendors = await findVendors();
    news = { vendors, noted: await noteNews(deps, vendors, seconds) };
  });
  if (news !== undefined) await fanOut(deps, news.vendors, news.noted);
  return done;
}
