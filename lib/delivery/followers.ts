import type { Chat } from '../chats/chat.ts';
import { type DeliveryRecord, isSettled, waitEnd } from './delivery-record.ts';

/** What was sent longer ago would be no news to those who follow. */
const NEWS_SECONDS = 2 * 86_400;

const FOLLOWERS = 'followers-';

/** The key of the record that a message was handed on to the channels that follow the chat. */
export function followersKey(key: string): string {
  return `${FOLLOWERS}${key}`;
}

/** A message that was sent and is to be handed on to those who follow: its key, and the service's id of it. */
export type HandOn = { readonly key: string; readonly sentId: string };

/**
 * What is to be handed on next. It never holds up what the chat itself is to be told.
 *
 * @returns until when nothing is, in Unix seconds; null where nothing will be.
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
