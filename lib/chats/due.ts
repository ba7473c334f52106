import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';
import { vendorSchema } from './chat-key.ts';

/** A shard (null: every shard) of a service that is to be gone through at a time, in Unix seconds. */
export const dueSchema = z.object({ at: z.int(), vendor: vendorSchema, shard: z.nullable(z.int()) });

export type Due = Parsed<typeof dueSchema>;

/** Notes when chats are to be looked at again. */
export type DueNotes = {
  /** Notes shards to be gone through again. */
  saveDue(due: readonly Due[]): Promise<void>;
};
