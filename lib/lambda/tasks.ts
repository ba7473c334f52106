import type { WakeDeps } from '../app/wake.ts';
import { sqsTaskQueue } from '../channels/sqs-queue.ts';
import type { Store } from '../store/store.ts';
import { sendingClock } from '../world.ts';

/** What has chats looked at. `shards`: the address of the queue of who does. */
export function waking({ deliveries }: Pick<Store, 'deliveries'>, shards: string): WakeDeps {
  return { deliveries, queue: sqsTaskQueue({ shards }, {}), now: sendingClock.now };
}
