import { GrammyError, HttpError } from 'grammy/web';
import { type Fault, faultWithoutAnswer, redact } from '../faults.ts';
import { WebPageError } from './client.ts';

/** The meaning of Telegram's refusals; the first match counts. Telegram has no codes for them, only descriptions. */
const REFUSALS: readonly {
  readonly codes: readonly number[];
  readonly says: RegExp;
  readonly kind: 'gone' | 'unchanged' | 'not-there' | 'no-picture' | 'no-topic';
}[] = [
  // Only the picture is refused, not the bot.
  {
    codes: [400, 403],
    says: /not enough rights to send (?!text messages)|chat_send_(photos|media)_forbidden/i,
    kind: 'no-picture',
  },
  { codes: [403], says: /./, kind: 'gone' },
  {
    codes: [400],
    says: /chat not found|peer_id_invalid|group (chat )?(is|was) deactivated|channel_private|chat_restricted/i,
    kind: 'gone',
  },
  {
    codes: [400],
    says: /not enough rights|have no rights|need administrator rights|chat_admin_required/i,
    kind: 'gone',
  },
  { codes: [400], says: /chat_(write|send_plain)_forbidden|user_banned_in_channel/i, kind: 'gone' },
  // Only the topic is closed, deleted or unknown, not the group.
  { codes: [400], says: /topic_closed|topic_deleted|thread not found/i, kind: 'no-topic' },
  { codes: [400], says: /message is not modified/i, kind: 'unchanged' },
  {
    codes: [400],
    says: /message to edit not found|message can't be edited|query is too old|query id is invalid/i,
    kind: 'not-there',
  },
];

/** Statuses of an unknown and a malformed token. A chat that is not found is a 400. */
const WRONG_TOKEN: readonly number[] = [401, 404];

/** Classifies a failed call of the Bot API; undefined if the error is not from one. */
export function faultOf(error: unknown, token: string): Fault | undefined {
  if (error instanceof HttpError && error.error instanceof WebPageError)
    return { kind: 'barred', reason: error.error.message };
  if (error instanceof HttpError) return faultWithoutAnswer(error.error, token);
  if (!(error instanceof GrammyError)) return undefined;
  const { error_code: code, description, parameters } = error;
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', chat: String(parameters.migrate_to_chat_id) };
  // Telegram does not say whether the limit is the chat's or global.
  if (parameters.retry_after !== undefined)
    return { kind: 'wait', seconds: parameters.retry_after, isGlobal: false };
  const reason = redact(`${code} ${description}`, token);
  if (code === 429 || code >= 500) return { kind: 'retry', reason };
  if (WRONG_TOKEN.includes(code)) return { kind: 'barred', reason };
  const known = REFUSALS.find((refusal) => refusal.codes.includes(code) && refusal.says.test(description));
  return { kind: known?.kind ?? 'refused', reason };
}

/** The Bot API method of a failed call. */
export function methodOf(error: unknown): string {
  if (error instanceof GrammyError) return error.method;
  return (error instanceof HttpError && /'(\w+)'/.exec(error.message)?.[1]) || 'a call';
}
