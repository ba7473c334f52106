import * as z from 'zod/mini';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { changeChat } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { type ChatKey, SERVICE_NAMES, type Vendor } from './chat-key.ts';
import type { ChatStore } from './chat-store.ts';
import { afterRefusal, usualDays } from './standing.ts';

const count = z.int().check(z.nonnegative());

/**
 * What a service's chats did on a day. `asked`: accepted a message or began to refuse; `refused`: began to refuse;
 * `paused`: refused on so many days that they are left alone.
 */
export const chatTallySchema = z.object({ asked: count, refused: count, paused: count });

export type ChatTally = z.output<typeof chatTallySchema>;

export type ChatTallies = {
  /** Undefined where nothing was counted on the day. */
  loadTally(vendor: Vendor, day: UtcDay): Promise<ChatTally | undefined>;
  /** Adds to what was counted on a day. @returns all of it. */
  addTally(vendor: Vendor, day: UtcDay, more: ChatTally): Promise<ChatTally>;
};

/** When this many chats, and this part of those asked, begin to refuse on one day, that is not their doing. */
const UNUSUAL_CHATS = 5;
const UNUSUAL_PART = 0.1;

/** Whether a day's refusals come from the service, or from us, and say nothing about any one chat. */
export function isUnusual({ asked, refused }: ChatTally): boolean {
  return refused >= UNUSUAL_CHATS && refused >= UNUSUAL_PART * asked;
}

/** What a refusal did to a chat. `isFirst`: it had not been refusing. */
export type Refusal = { readonly chat: Chat; readonly isFirst: boolean; readonly isPaused: boolean };

/**
 * Notes that a chat refused a message, and pauses it where it has done so on too many days.
 * @param now Unix seconds. @returns undefined where the chat is not known.
 */
export async function noteRefusal(
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
  // A chat that has not refused before is not paused, whatever kind of day this is.
  for (const day of before.kind === 'refusing' ? new Set([...before.days, today]) : [])
    if (isUnusual((await deliveries.loadTally(vendor, day)) ?? NOTHING)) unusual.push(day);
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

const NOTHING: ChatTally = { asked: 0, refused: 0, paused: 0 };
