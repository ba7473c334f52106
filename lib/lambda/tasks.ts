import type { Vendor } from '../chats/chat-key.ts';
import type { FunctionSettings } from '../config/function-environment.ts';
import { PUBLISHER, planOf } from '../config/functions.ts';
import type { BeforeCommit } from '../daily/commit-day.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { runAndFanOut, type WakeDeps } from '../delivery/wake.ts';
import { sendingClock } from '../world.ts';
import { pageRequester, runAndPublish } from './page-queue.ts';
import { sqsTaskQueue } from './sqs-queue.ts';

/** The dependencies of a fan-out. `shards`: the URL of the queue for shards. */
export function wakeDependencies(deliveries: DeliveryStore, shards: string): WakeDeps {
  return { deliveries, queue: sqsTaskQueue({ shards }, {}), now: sendingClock.now };
}

/**
 * Creates a function that runs something which may commit days or signals and, if it did, fans out the news to the
 * services that `findVendors` finds, and requests the page.
 *
 * @param name the deployed function that runs it.
 */
export function committer(
  { queues }: FunctionSettings<'fan-out' | typeof PUBLISHER>,
  deliveries: DeliveryStore,
  name: string,
) {
  const tasks = wakeDependencies(deliveries, queues['fan-out']);
  const requestPage = pageRequester(queues[PUBLISHER]);
  const { timeoutSeconds } = planOf(name);
  return <T>(
    findVendors: () => Promise<readonly Vendor[]>,
    run: (beforeCommit: BeforeCommit) => Promise<T>,
  ): Promise<T> =>
    runAndFanOut(tasks, findVendors, timeoutSeconds, (beforeNews) =>
      runAndPublish(requestPage, timeoutSeconds, beforeNews, run),
    );
}
