import * as z from 'zod/mini';
import { type Vendor, vendorSchema as vendor } from '../chats/chat-key.ts';

/** A task of the delivery queues. It holds little: everything else is in the store. */
export const taskSchema = z.discriminatedUnion('kind', [
  /**
   * Look at the chats of a shard after an address (null: from the start). `again`: the news is over an hour old, so
   * anything that was due then and still is has waited too long.
   */
  z.object({
    kind: z.literal('shard'),
    vendor,
    shard: z.int(),
    after: z.nullable(z.string()),
    again: z.exactOptional(z.boolean()),
  }),
  /** Send these chats everything that is due. */
  z.object({ kind: z.literal('batch'), vendor, addresses: z.array(z.string()).check(z.maxLength(100)) }),
]);

export type Task = z.output<typeof taskSchema>;

/** A message that no retry will deliver: its recipient, and why. */
export type DeadLetter = {
  readonly vendor: Vendor;
  readonly address: string;
  readonly reason: string;
  /** What would have been sent; null if nothing was composed. */
  readonly payload: unknown;
};

/** Carries tasks to workers, each at least once. */
export type TaskQueue = {
  /** @param delaySeconds the task is not delivered earlier. */
  add(task: Task, delaySeconds?: number): Promise<void>;
  /** Keeps an undeliverable message for the operator. */
  deadLetter(what: DeadLetter): Promise<void>;
};
