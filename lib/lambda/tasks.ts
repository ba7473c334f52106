import type { WakeDeps } from '../delivery/wake.ts';
import type { Store } from '../store/store.ts';
import { sendingClock } from '../world.ts';
import { sqsTaskQueue } from './sqs-queue.ts';

/** What has chats looked at. `shards`: the address of the queue of who does. */
export function wakeDependencies({ deliveries }: Pick<Store, 'deliveries'>, shards: string): WakeDeps {
  return { deliveries, queue: sqsTaskQueue({ shards }, {}), now: sendingClock.now };
}
