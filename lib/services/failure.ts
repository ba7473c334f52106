import type { SendResult } from '../delivery/channel.ts';

/** Failures that come before a request is written. A reset connection is not among them: it may come later. */
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

/**
 * What a failure without an answer of the service means: `retry` where the request was surely not written,
 * else `unknown`.
 */
export function withoutAnswer(error: unknown, token: string): SendResult {
  const code = codeOf(error);
  const what = error instanceof Error ? error.message : String(error);
  const reason = redact(code === undefined || what.includes(code) ? what : `${what} (${code})`, token);
  return { kind: code !== undefined && BEFORE_WRITING.has(code) ? 'retry' : 'unknown', reason };
}

/** The code of a failure, or of what caused it: Node's fetch says only that it failed. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : codeOf(error.cause);
}

/** The text without the token: addresses of Telegram's methods hold it, and errors quote addresses. */
export function redact(text: string, token: string): string {
  return text.replaceAll(token, '<token>');
}

/** Why a message was not sent, for a note on another. */
export function reasonOf(result: SendResult): string {
  return 'reason' in result ? result.reason : result.kind;
}

/** The result with what went wrong besides, where the message was sent. */
export function withNote(result: SendResult, note: string): SendResult {
  return result.kind === 'sent' ? { ...result, note } : result;
}
