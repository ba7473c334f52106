import type { SendResult, TimeLeft } from '../delivery/channel.ts';

/**
 * Why a call to a service failed, whether it sent a message or answered one: any failure of sending, or
 * - `unchanged`: the message already shows this.
 * - `no-picture`: the chat accepts no pictures; text alone would have been accepted.
 * - `no-topic`: the chat's topic is closed or gone; the chat itself is not.
 * - `archived`: the thread is archived and can perhaps be reopened.
 * - `no-history`: the bot cannot reply there, since it may not read earlier messages.
 * - `not-there`: the message to edit or answer is too old, deleted, or not there yet.
 */
export type Fault =
  | Exclude<SendResult, { readonly kind: 'sent' }>
  | {
      readonly kind: 'unchanged' | 'no-picture' | 'no-topic' | 'archived' | 'no-history' | 'not-there';
      readonly reason: string;
    };

/** The outcome of a call that sends a message. */
export type Outcome = SendResult | Fault;

/** Converts an outcome to the result for the message. */
export function resultOf(outcome: Outcome): SendResult {
  switch (outcome.kind) {
    // Nothing was edited, so the request itself is at fault.
    case 'unchanged':
    case 'not-there':
    case 'no-picture':
    case 'no-history':
      return { kind: 'refused', reason: outcome.reason };
    // If no topic was requested, the default one is closed, for every message.
    case 'no-topic':
    // A thread that cannot be reopened.
    case 'archived':
      return { kind: 'gone', reason: outcome.reason };
    default:
      return outcome;
  }
}

/** Errors that occur before a request is written. A reset connection is not one: it may happen later. */
const BEFORE_WRITING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** With less time left, no further request starts: most answers take less. */
const MIN_MS = 5000;

/** Too little time was left for a further request, so none was made. */
class NoTimeLeftError extends Error {
  override readonly name = 'NoTimeLeftError';
}

/**
 * Returns a signal that aborts a request after its timeout, or when its delivery's time is up. @throws NoTimeLeftError
 */
export function requestSignal(
  timeoutSeconds: number,
  timeLeft: TimeLeft = () => Number.POSITIVE_INFINITY,
): AbortSignal {
  const left = Math.floor(timeLeft());
  if (left < MIN_MS) throw new NoTimeLeftError('no time is left for a further request');
  return AbortSignal.timeout(Math.min(1000 * timeoutSeconds, left));
}

/**
 * Classifies a failure without an answer: `retry` if the request was certainly not written, else `unknown`. @param
 * token null if the error cannot contain one.
 */
export function faultWithoutAnswer(error: unknown, token: string | null): Fault {
  const code = codeOf(error);
  const what = error instanceof Error ? error.message : String(error);
  const reason = redact(code === undefined || what.includes(code) ? what : `${what} (${code})`, token);
  const isUnwritten = error instanceof NoTimeLeftError || (code !== undefined && BEFORE_WRITING.has(code));
  return { kind: isUnwritten ? 'retry' : 'unknown', reason };
}

/** The code of an error or of its cause: the error of Node's fetch has none itself. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : codeOf(error.cause);
}

/** Removes the token from a text: Telegram's URLs contain it, and errors quote URLs. */
export function redact(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '<token>');
}

/** The reason of an outcome, for notes. */
export function reasonOf(result: Outcome): string {
  return 'reason' in result ? result.reason : result.kind;
}
