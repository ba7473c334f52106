import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** Services that carry messages. */
export const VENDORS = ['telegram', 'discord'] as const;

export const vendorSchema = z.enum(VENDORS);

export type Vendor = z.output<typeof vendorSchema>;

/** Names one chat: the service, and its id there. */
export const chatKeySchema = z.object({
  vendor: vendorSchema,
  /**
   * Telegram: chat id, or the @name of a public channel. Discord: channel id, or `webhook/<id>` for a webhook,
   * whose token stays in the settings.
   */
  address: z
    .string()
    .check(z.regex(/^(-?\d{1,20}|@\w{1,64}|webhook\/\d{1,20})$/, 'expected a chat id, @name or webhook/id')),
});

export type ChatKey = z.output<typeof chatKeySchema>;

/** Chats are spread over so many shards of each service. Changing it moves every chat: never. */
export const SHARDS = 64;

/** The shard of a chat, 0 to `SHARDS` - 1. */
export function shardOf({ vendor, address }: ChatKey): number {
  return createHash('sha256').update(`${vendor} ${address}`).digest().readUInt32BE(0) % SHARDS;
}
