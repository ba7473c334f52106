import * as z from 'zod/mini';
import { isAwaited } from '../chats/clocks.ts';
import { SEND_SECONDS } from './channel.ts';

const unixSeconds = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());

/** What became of one message for one chat. */
export const deliveryRecordSchema = z.object({
  /**
   * What it is about, unique within the chat: `digest-<day>`, `warning-<day>`, `catch-up-<day>`, `retraction-<day>`,
   * `signal-<id>`.
   */
  key: z.string(),
  revision: count,
  /** The message as it was rendered. */
  messageId: z.string(),
  /**
   * `pending`: not accepted yet; `unknown`: perhaps accepted; `gone`: the chat did not let us in; `gave-up`: the
   * service will not accept it. A message that is withheld was never tried and has no record.
   */
  status: z.enum(['pending', 'sent', 'unknown', 'gone', 'gave-up']),
  reason: z.nullable(z.string()),
  /** The service's id of the message. */
  sentId: z.nullable(z.string()),
  attempts: count,
  /** How many of the attempts met the chat's own limit; they use up no attempt that other failures have. */
  limited: z.exactOptional(count),
  attemptedAt: unixSeconds,
  /** Until then whoever wrote this is sending; after that the attempt was interrupted. */
  claimedUntil: z.nullable(unixSeconds),
  /** The service accepts nothing more for this chat before then. */
  notBefore: z.exactOptional(unixSeconds),
  /** When the first attempt with an unknown outcome was made; null where every outcome is known. */
  inDoubtSince: z.nullable(unixSeconds),
  /** How many of the attempts may have shown the message again. */
  possibleDuplicates: count,
});

export type DeliveryRecord = z.output<typeof deliveryRecordSchema>;

/** What a delivery may take, with room for the writes before and after it. */
const CLAIM_SECONDS = SEND_SECONDS + 10;

/** Longer pauses that a service asks for are cut to this. */
export const LONGEST_PAUSE_SECONDS = 86_400;

/**
 * Until when a message must not be tried, since another sender is working on it or the chat is at its limit; null where
 * it may be.
 */
export function waitEnd(record: DeliveryRecord | undefined, now: number): number | null {
  const { claimedUntil, notBefore = 0 } = record ?? {};
  if (isAwaited(claimedUntil ?? 0, CLAIM_SECONDS, now)) return claimedUntil ?? null;
  return isAwaited(notBefore, LONGEST_PAUSE_SECONDS, now) ? notBefore : null;
}

/** Discord forgets nonces after "a few minutes"; a repeat within this is surely recognised. */
const NONCE_SECONDS = 100;

/** How often a message is tried that a service does not accept, or may have accepted; and how often at a chat's limit. */
export const MAX_ATTEMPTS = 5;

/** How many attempts failed for another reason than the chat's own limit, the one under way included. */
export function failuresOf({ attempts, limited = 0 }: DeliveryRecord): number {
  return attempts - limited;
}

/** Since when a message may have been shown without a record of it; null where it cannot have been. */
function doubtOf({ status, claimedUntil, attemptedAt, inDoubtSince }: DeliveryRecord): number | null {
  const isDoubtful = status === 'unknown' || (status === 'pending' && claimedUntil !== null);
  return inDoubtSince ?? (isDoubtful ? attemptedAt : null);
}

/**
 * The record of an attempt that is about to be made. @param before the record so far; undefined before the first.
 * @param deduplicates whether the service recognises a repeat by its nonce.
 */
export function claim(
  key: string,
  messageId: string,
  before: DeliveryRecord | undefined,
  now: number,
  deduplicates: boolean,
): DeliveryRecord {
  const { revision = 0, attempts = 0, possibleDuplicates = 0 } = before ?? {};
  const inDoubtSince = before === undefined ? null : doubtOf(before);
  const mayDouble =
    inDoubtSince !== null && !(deduplicates && isAwaited(inDoubtSince + NONCE_SECONDS, NONCE_SECONDS, now));
  return {
    key,
    revision,
    messageId,
    status: 'pending',
    reason: 'sending',
    sentId: null,
    attempts: attempts + 1,
    ...(before?.limited === undefined ? {} : { limited: before.limited }),
    attemptedAt: now,
    claimedUntil: now + CLAIM_SECONDS,
    inDoubtSince,
    possibleDuplicates: possibleDuplicates + (mayDouble ? 1 : 0),
  };
}

/** Whether a message is done with, unless an operator asks for it again. */
export function isSettled(record: DeliveryRecord): boolean {
  const { status } = record;
  return (
    status === 'sent' || status === 'gave-up' || (status === 'unknown' && failuresOf(record) >= MAX_ATTEMPTS)
  );
}
