import * as z from 'zod/mini';
import { type Vendor, vendorSchema as vendor } from '../chats/chat-key.ts';

/** What a queue of deliveries carries; small, since all else is in the store. */
export const taskSchema = z.discriminatedUnion('kind', [
  /**
   * Chats of a shard after an address (null: from the start) are to be looked at. `again`: the news were there an
   * hour ago already, so what was to be sent then and still is has waited too long.
   */
  z.object({
    kind: z.literal('shard'),
    vendor,
    shard: z.int(),
    after: z.nullable(z.string()),
    again: z.exactOptional(z.boolean()),
  }),
  /** These chats are to be told what there is to tell. */
  z.object({ kind: z.literal('batch'), vendor, addresses: z.array(z.string()).check(z.maxLength(100)) }),
]);

export type Task = z.output<typeof taskSchema>;

/** Something that no repeat will get through: who it was for, and why. */
export type DeadLetter = {
  readonly vendor: Vendor;
  readonly address: string;
  readonly reason: string;
  /** What was to be sent; null where it did not come to that. */
  readonly payload: unknown;
};

/** Carries tasks to whoever does them; each may come more than once. */
export type TaskQueue = {
  /** @param delaySeconds nobody gets it before. */
  add(task: Task, delaySeconds?: number): Promise<void>;
  /** Keeps for the operator what cannot be delivered. */
  deadLetter(what: DeadLetter): Promise<void>;
};
