import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';
import { vendorSchema } from './chat-key.ts';

/** When to process a shard of a service (null: every shard), in Unix seconds. */
export const dueSchema = z.object({ at: z.int(), vendor: vendorSchema, shard: z.nullable(z.int()) });

export type Due = Parsed<typeof dueSchema>;

export type DueSchedule = {
  saveDue(due: readonly Due[]): Promise<void>;
};
