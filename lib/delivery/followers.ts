import type { Chat } from '../chats/chat.ts';
import { SECONDS_PER_DAY } from '../core/ledger/utc-day.ts';
import { type DeliveryRecord, isSettled, waitEnd } from './delivery-record.ts';

/** Messages sent longer ago are no news to followers. */
const NEWS_SECONDS = 2 * SECONDS_PER_DAY;

const FOLLOWERS = 'followers-';

/** The key of the record that a message was published to the chat's followers. */
export function followersKey(key: string): string {
  return `${FOLLOWERS}${key}`;
}

/** A sent message to publish to followers: its key and the service's id. */
export type Crosspost = { readonly key: string; readonly sentId: string };

/**
 * Returns the next message to publish to followers, or the Unix seconds until which there is none, or null if none is
 * left. This never delays the chat's own messages.
 */
export function nextCrosspost(
  { announcement }: Pick<Chat, 'announcement'>,
  records: ReadonlyMap<string, DeliveryRecord>,
  now: number,
): Crosspost | number | null {
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
