import * as z from 'zod/mini';
import { isAwaited } from '../chats/clocks.ts';
import { SECONDS_PER_DAY } from '../core/ledger/utc-day.ts';
import { SEND_SECONDS } from './channel.ts';

const unixSeconds = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());

export const deliveryRecordSchema = z.object({
  /** Unique within the chat: `digest-<day>`, `warning-<day>`, `catch-up-<day>`, `retraction-<day>`,
   * `signal-<id>`.
   */
  key: z.string(),
  revision: count,
  /** The rendered message. */
  messageId: z.string(),
  /**
   * `pending`: not accepted yet; `unknown`: perhaps accepted; `gone`: the chat refused us; `gave-up`: the service will
   * not accept it. A withheld message was never tried and has no record.
   */
  status: z.enum(['pending', 'sent', 'unknown', 'gone', 'gave-up']),
  reason: z.nullable(z.string()),
  /** The service's id of the message. */
  sentId: z.nullable(z.string()),
  attempts: count,
  /** Attempts that hit the chat's own rate limit; they do not count towards the limit on other failures. */
  limited: z.exactOptional(count),
  attemptedAt: unixSeconds,
  /** Until then the writer is sending; after that, the attempt counts as interrupted. */
  claimedUntil: z.nullable(unixSeconds),
  /** The service accepts nothing for this chat before then. */
  notBefore: z.exactOptional(unixSeconds),
  /** When the first attempt with an unknown outcome was made; null if every outcome is known. */
  inDoubtSince: z.nullable(unixSeconds),
  /** Attempts that may have shown the message again. */
  possibleDuplicates: count,
});

export type DeliveryRecord = z.output<typeof deliveryRecordSchema>;

/**
 * Until when a record is kept, in Unix seconds. One of a digest, or of what followers got, soon has no use; a warning's
 * matters until its episode ends.
 */
export function keptUntil(key: string, now: number): number {
  return now + (/^(digest|followers)-/.test(key) ? 35 : 400) * SECONDS_PER_DAY;
}

/** The time limit of a delivery plus time for the writes around it. */
const CLAIM_SECONDS = SEND_SECONDS + 10;

/** Longer pauses asked for by a service are cut to this. */
export const LONGEST_PAUSE_SECONDS = SECONDS_PER_DAY;

/**
 * Until when a message must not be tried, because another sender is working on it or the chat is rate limited; Unix
 * seconds, null if it may be tried.
 */
export function waitEnd(record: DeliveryRecord | undefined, now: number): number | null {
  const { claimedUntil, notBefore = 0 } = record ?? {};
  if (isAwaited(claimedUntil ?? 0, CLAIM_SECONDS, now)) return claimedUntil ?? null;
  return isAwaited(notBefore, LONGEST_PAUSE_SECONDS, now) ? notBefore : null;
}

/** Discord forgets nonces after "a few minutes"; within this time a repeat is certain to be recognised. */
const NONCE_SECONDS = 100;

/**
 * Attempts at a message that the service does not accept or may have accepted; rate-limited ones have as many again.
 */
export const MAX_ATTEMPTS = 5;

/** Attempts not counting those that hit the chat's own limit; includes the current one. */
export function failuresOf({ attempts, limited = 0 }: DeliveryRecord): number {
  return attempts - limited;
}

/** Since when a message may have been shown without a record of it; null if it cannot have been. */
function doubtfulSince({ status, claimedUntil, attemptedAt, inDoubtSince }: DeliveryRecord): number | null {
  const isDoubtful = status === 'unknown' || (status === 'pending' && claimedUntil !== null);
  return inDoubtSince ?? (isDoubtful ? attemptedAt : null);
}

/**
 * Returns the record of an attempt about to be made.
 *
 * @param before the record so far; undefined before the first attempt.
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
  const inDoubtSince = before === undefined ? null : doubtfulSince(before);
  const mayDuplicate =
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
    possibleDuplicates: possibleDuplicates + (mayDuplicate ? 1 : 0),
  };
}

/** Whether a delivery is final, unless an operator reopens it. */
export function isSettled(record: DeliveryRecord): boolean {
  const { status } = record;
  return (
    status === 'sent' || status === 'gave-up' || (status === 'unknown' && failuresOf(record) >= MAX_ATTEMPTS)
  );
}
