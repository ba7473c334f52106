import type { Chat } from '../chats/chat.ts';
import { type DeliveryRecord, isSettled, waitEnd } from './delivery-record.ts';

/** What was sent longer ago would be no news to followers. */
const NEWS_SECONDS = 2 * 86_400;

const FOLLOWERS = 'followers-';

/** The key of the record that a message was handed on to the channels that follow the chat. */
export function followersKey(key: string): string {
  return `${FOLLOWERS}${key}`;
}

/** A message that was sent and is to be handed on to followers: its key, and the service's id of it. */
export type HandOn = { readonly key: string; readonly sentId: string };

/**
 * What to hand on next. It never holds up the chat's own messages.
 *
 * @returns until when there is nothing to do, in Unix seconds; null where there is nothing left to hand on.
 */
export function nextHandOn(
  { announcement }: Pick<Chat, 'announcement'>,
  records: ReadonlyMap<string, DeliveryRecord>,
  now: number,
): HandOn | number | null {
  if (announcement === false) return null;
  let until: number | null = null;
  for (const { key, status, sentId, attemptedAt } of records.values()) {
    const followers = records.get(followersKey(key));
    if (key.startsWith(FOLLOWERS) || status !== 'sent' || sentId === null || attemptedAt < now - NEWS_SECONDS)
      continue;
    if (followers !== undefined && isSettled(followers)) continue;
    const wait = waitEnd(followers, now);
    if (wait === null) return { key, sentId };
    until = Math.min(until ?? wait, wait);
  }
  return until;
}
