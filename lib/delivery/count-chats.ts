import type { Vendor } from '../chats/chat-key.ts';
import { isUnusual, type Refusal } from '../chats/refusals.ts';
import { dayOf } from '../core/ledger/utc-day.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** Chats come and go; when at least this part of those asked on a day is paused, something else is wrong. */
const MANY = 0.02;

/**
 * Adds what the chats of a batch did to the day's counts, and tells the operator when too many refuse or were paused.
 * @param took how many chats accepted a message.
 */
export async function countChats(
  { deliveries, now, ...deps }: DeliveryDeps,
  vendor: Vendor,
  took: number,
  refusals: readonly Refusal[],
): Promise<void> {
  const [refused, paused] = [refusals.filter((one) => one.isFirst), refusals.filter((one) => one.isPaused)];
  const more = { asked: took + refused.length, refused: refused.length, paused: paused.length };
  if (more.asked + more.paused === 0) return;
  const all = await deliveries.addTally(vendor, dayOf(Math.floor(now() / 1000)), more);
  if (more.refused > 0 && isUnusual(all)) deps.onRefusedAtLarge?.(vendor, more.refused);
  if (more.paused > 0 && all.paused >= MANY * all.asked) deps.onChatsOff?.(more.paused);
}
