import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';
import { vendorSchema } from './chat-key.ts';

/** A shard of a service (null: every shard) that is to be looked at, and when, in Unix seconds. */
export const dueSchema = z.object({ at: z.int(), vendor: vendorSchema, shard: z.nullable(z.int()) });

export type Due = Parsed<typeof dueSchema>;

/** Notes when to look at chats again. */
export type DueNotes = {
  /** Notes shards to look at again. */
  saveDue(due: readonly Due[]): Promise<void>;
};
