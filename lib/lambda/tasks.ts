import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { WakeDeps } from '../delivery/wake.ts';
import { sendingClock } from '../world.ts';
import { sqsTaskQueue } from './sqs-queue.ts';

/** The dependencies of a fan-out. `shards`: the URL of the queue for shards. */
export function wakeDependencies(deliveries: DeliveryStore, shards: string): WakeDeps {
  return { deliveries, queue: sqsTaskQueue({ shards }, {}), now: sendingClock.now };
}
