import * as z from 'zod/mini';
import { type Vendor, vendorSchema as vendor } from '../chats/chat-key.ts';

/** What a queue of deliveries carries: little, since everything else is in the store. */
export const taskSchema = z.discriminatedUnion('kind', [
  /**
   * Look at the chats of a shard after an address (null: from the start). `again`: the news is more than an hour old,
   * so what was due then and still is has waited too long.
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

/** Something that no retry will deliver: who it was for, and why. */
export type DeadLetter = {
  readonly vendor: Vendor;
  readonly address: string;
  readonly reason: string;
  /** What would have been sent; null where nothing was composed. */
  readonly payload: unknown;
};

/** Carries tasks to workers; each may come more than once. */
export type TaskQueue = {
  /** @param delaySeconds it is not handed out before. */
  add(task: Task, delaySeconds?: number): Promise<void>;
  /** Keeps for the operator what cannot be delivered. */
  deadLetter(what: DeadLetter): Promise<void>;
};
