import * as z from 'zod/mini';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { changeChat } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { type ChatKey, SERVICE_NAMES, type Vendor } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';
import { afterRefusal, usualDays } from './standing.ts';

const count = z.int().check(z.nonnegative());

/**
 * Counts of a service's chats on a day. `asked`: accepted a message or began to refuse; `refused`: began to refuse;
 * `paused`: paused after refusing on too many days.
 */
export const chatTallySchema = z.object({ asked: count, refused: count, paused: count });

export type ChatTally = z.output<typeof chatTallySchema>;

export type ChatTallies = {
  /** Undefined if nothing was counted on the day. */
  loadTally(vendor: Vendor, day: UtcDay): Promise<ChatTally | undefined>;
  /** Adds to a day's counts. @returns the new totals. */
  addTally(vendor: Vendor, day: UtcDay, more: ChatTally): Promise<ChatTally>;
};

/** If this many chats, and this fraction of those asked, begin to refuse on one day, the cause is not the chats. */
const UNUSUAL_CHATS = 5;
const UNUSUAL_FRACTION = 0.1;

/** Whether a day's refusals were caused by the service or by us, and so say nothing about a single chat. */
export function isUnusual({ asked, refused }: ChatTally): boolean {
  return refused >= UNUSUAL_CHATS && refused >= UNUSUAL_FRACTION * asked;
}

/** The effect of a refusal. `isFirst`: the chat had not been refusing. */
export type Refusal = { readonly chat: Chat; readonly isFirst: boolean; readonly isPaused: boolean };

/**
 * Records that a chat refused a message, and pauses it if it has refused on too many days.
 * @param now Unix seconds. @returns undefined if the chat is not stored.
 */
export async function recordRefusal(
  { chats, deliveries }: { readonly chats: ChatStore; readonly deliveries: ChatTallies },
  { vendor, address }: ChatKey,
  reason: string,
  now: number,
): Promise<Refusal | undefined> {
  const key = { vendor, address };
  const today = dayOf(now);
  const before = (await chats.loadChat(key))?.standing;
  if (before === undefined) return undefined;
  const unusual: UtcDay[] = [];
  // A first refusal never pauses a chat, so the tallies need not be loaded.
  for (const day of before.kind === 'refusing' ? new Set([...before.days, today]) : []) {
    const tally = await deliveries.loadTally(vendor, day);
    if (tally !== undefined && isUnusual(tally)) unusual.push(day);
  }
  const chat = await changeChat(chats, key, (stored) => {
    const standing = afterRefusal(stored.standing, reason, now, unusual, SERVICE_NAMES[vendor]);
    return standing === stored.standing ? stored : { ...stored, standing };
  });
  if (chat === undefined) return undefined;
  const hasRefused = before.kind === 'paused' || (before.kind === 'refusing' && before.days.includes(today));
  return {
    chat,
    isFirst: !hasRefused && usualDays(before, unusual).length === 0,
    isPaused: before.kind !== 'paused' && chat.standing.kind === 'paused',
  };
}
