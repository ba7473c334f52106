import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { WakeDeps } from '../delivery/wake.ts';
import { sendingClock } from '../world.ts';
import { sqsTaskQueue } from './sqs-queue.ts';

/** What has chats looked at. `shards`: the address of the queue of who does. */
export function wakeDependencies(deliveries: DeliveryStore, shards: string): WakeDeps {
  return { deliveries, queue: sqsTaskQueue({ shards }, {}), now: sendingClock.now };
}
