import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * The messaging services. Everything that differs between them is keyed by `Vendor`, so that the compiler finds every
 * place a new service must fill in.
 */
export const VENDORS = ['telegram', 'discord'] as const;

export const vendorSchema = z.enum(VENDORS);

export type Vendor = z.output<typeof vendorSchema>;

export const SERVICE_NAMES: Readonly<Record<Vendor, string>> = { telegram: 'Telegram', discord: 'Discord' };

const ADDRESSES: Readonly<Record<Vendor, RegExp>> = {
  /** A chat id, or the @name of a public channel. */
  telegram: /^(-?\d{1,20}|@\w{1,64})$/,
  /** A channel id, or `webhook/<id>`; a webhook's token stays in the operator's settings. */
  discord: /^(\d{1,20}|webhook\/\d{1,20})$/,
};

export const chatKeySchema = z.object({
  vendor: vendorSchema,
  address: z.string().check(z.refine(isAddress, { error: 'expected a chat id, @name or webhook/id' })),
});

export type ChatKey = z.output<typeof chatKeySchema>;

function isAddress(address: string): boolean {
  return Object.values(ADDRESSES).some((form) => form.test(address));
}

/** Shards per service. Must never change: every chat would move to another shard. */
export const SHARDS = 64;

/** The shard of a chat, 0 to `SHARDS` - 1. */
export function shardOf({ vendor, address }: ChatKey): number {
  return createHash('sha256').update(`${vendor} ${address}`).digest().readUInt32BE(0) % SHARDS;
}
