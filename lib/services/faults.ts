import type { SendResult, TimeLeft } from '../delivery/channel.ts';

/**
 * What a failed call of a service means, whether it sent a message or answered one: any failure of sending, or
 * - `unchanged`: the message already shows this.
 * - `no-picture`: the chat accepts no pictures; a text would have come through.
 * - `no-topic`: the topic of the chat is closed or gone; the chat itself is not.
 * - `archived`: the thread is archived; it may be reopened.
 * - `no-history`: a message may not reply to another there, since the bot may not read earlier ones.
 * - `not-there`: what was to be edited or answered is too old, deleted, or not there yet.
 */
export type Fault =
  | Exclude<SendResult, { readonly kind: 'sent' }>
  | {
      readonly kind: 'unchanged' | 'no-picture' | 'no-topic' | 'archived' | 'no-history' | 'not-there';
      readonly reason: string;
    };

/** The outcome of a call that sends a message. */
export type Outcome = SendResult | Fault;

/** What an outcome means for the message. */
export function resultOf(outcome: Outcome): SendResult {
  switch (outcome.kind) {
    // Nothing was being edited, so the request itself is at fault.
    case 'unchanged':
    case 'not-there':
    case 'no-picture':
    case 'no-history':
      return { kind: 'refused', reason: outcome.reason };
    // Where no topic was named, it is the one that every message goes to.
    case 'no-topic':
    // A thread that cannot be reopened.
    case 'archived':
      return { kind: 'gone', reason: outcome.reason };
    default:
      return outcome;
  }
}

/** Failures before a request is written. A reset connection is not among them: that may happen later. */
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

/** With less time left no further request begins: most services answer within this. */
const LEAST_MS = 5000;

/** There was too little time for a further request, so none was made. */
class NoTimeLeftError extends Error {
  override readonly name = 'NoTimeLeftError';
}

/** Ends a request after its timeout, or when the time for its delivery is over. @throws NoTimeLeftError */
export function endOfRequest(
  timeoutSeconds: number,
  timeLeft: TimeLeft = () => Number.POSITIVE_INFINITY,
): AbortSignal {
  const left = Math.floor(timeLeft());
  if (left < LEAST_MS) throw new NoTimeLeftError('no time is left for a further request');
  return AbortSignal.timeout(Math.min(1000 * timeoutSeconds, left));
}

/**
 * What a failure without an answer of the service means: `retry` where the request was surely not written, else
 * `unknown`. @param token null where none can be in the error.
 */
export function withoutAnswer(error: unknown, token: string | null): Fault {
  const code = codeOf(error);
  const what = error instanceof Error ? error.message : String(error);
  const reason = redact(code === undefined || what.includes(code) ? what : `${what} (${code})`, token);
  const isUnwritten = error instanceof NoTimeLeftError || (code !== undefined && BEFORE_WRITING.has(code));
  return { kind: isUnwritten ? 'retry' : 'unknown', reason };
}

/** The code of an error or of its cause: Node's fetch itself says only that it failed. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : codeOf(error.cause);
}

/** Removes the token from a text: the addresses of Telegram's methods contain it, and errors quote addresses. */
export function redact(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '<token>');
}

/** Why something was not done, for a note. */
export function reasonOf(result: Outcome): string {
  return 'reason' in result ? result.reason : result.kind;
}
