import { GrammyError, HttpError } from 'grammy/web';
import { redact } from '../failure.ts';

/**
 * What a failed call of the Bot API means.
 * - `gone`: the chat does not let us in.
 * - `moved`: the group lives on under another id.
 * - `unchanged`: the message shows already what it was to show.
 * - `not-there`: what was to be edited or answered is too old, or deleted.
 * - `refused`: the same call fails again.
 * - `retry`: it may succeed later.
 */
export type CallFault =
  | { readonly kind: 'gone' | 'unchanged' | 'not-there' | 'refused' | 'retry'; readonly reason: string }
  | { readonly kind: 'moved'; readonly to: number };

/** Telegram has no codes of its own for these; all of them are 400. */
const CHAT_GONE =
  /chat not found|chat_write_forbidden|not enough rights|have no rights|topic_closed|thread not found/i;
const UNCHANGED = /message is not modified/i;
const NOT_THERE = /message to edit not found|message can't be edited|query is too old|query id is invalid/i;

/** Undefined where the error does not come from a call of the Bot API. */
export function callFault(error: unknown, token: string): CallFault | undefined {
  if (error instanceof HttpError) {
    const cause = error.error instanceof Error ? error.error.message : String(error.error);
    return { kind: 'retry', reason: redact(`${error.message} (${cause})`, token) };
  }
  if (!(error instanceof GrammyError)) return undefined;
  const { error_code, description, parameters } = error;
  const reason = redact(`${error.method}: ${error_code} ${description}`, token);
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', to: parameters.migrate_to_chat_id };
  if (error_code === 429 || error_code >= 500) return { kind: 'retry', reason };
  if (error_code === 403 || CHAT_GONE.test(description)) return { kind: 'gone', reason };
  if (UNCHANGED.test(description)) return { kind: 'unchanged', reason };
  if (NOT_THERE.test(description)) return { kind: 'not-there', reason };
  return { kind: 'refused', reason };
}

/** A call that failed and may succeed later. Never holds the token, which is in the address of every call. */
export class TelegramCallError extends Error {
  readonly retryable = true;
  override readonly name = 'TelegramCallError';
}
