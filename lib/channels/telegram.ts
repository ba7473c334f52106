import { Api, GrammyError, HttpError } from 'grammy';
import * as z from 'zod/mini';
import { parseInput } from '../schema.ts';
import type { Channel, SendResult } from './channel.ts';
import { redact, withoutAnswer } from './failure.ts';

/** A token of another shape would end in the path of the request and in errors about it. */
const Token = z.string().check(z.regex(/^\d+:[\w-]+$/));

/** Telegram has no code of its own for these; all of them are 400. */
const CHAT_GONE =
  /chat not found|chat_write_forbidden|not enough rights|have no rights|topic_closed|thread not found/i;

export type TelegramOptions = {
  readonly token: string;
  /** Another Bot API server than api.telegram.org, without a slash at its end. */
  readonly apiRoot?: string;
  /** How long to wait for an answer; 20 where nothing is said. */
  readonly timeoutSeconds?: number;
};

/**
 * Sends messages through Telegram's Bot API: HTML, no link previews. Telegram cannot tell a repeat, so
 * sending again after `unknown` may show the message twice.
 *
 * @throws InputError when the token is not of the form Telegram gives out
 */
export function telegramChannel(options: TelegramOptions): Channel {
  const token = parseInput(Token, options.token, 'Telegram token');
  const api = new Api(token, {
    timeoutSeconds: options.timeoutSeconds ?? 20,
    ...(options.apiRoot !== undefined && { apiRoot: options.apiRoot }),
  });
  return {
    vendor: 'telegram',
    tellsRepeats: () => false,
    async send({ telegram }, { chat, topic, silent, replyTo }) {
      try {
        const sent = await api.sendMessage(/^-?\d+$/.test(chat) ? Number(chat) : chat, telegram.html, {
          parse_mode: 'HTML',
          link_preview_options: { is_disabled: true },
          ...(silent === true && { disable_notification: true }),
          ...(topic !== undefined && topic !== null && { message_thread_id: topic }),
          ...(replyTo !== undefined &&
            replyTo !== null && {
              reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
            }),
        });
        return { kind: 'sent', messageId: String(sent.message_id) };
      } catch (error) {
        if (error instanceof GrammyError) return answered(error, token);
        return withoutAnswer(error instanceof HttpError ? error.error : error, token);
      }
    },
  };
}

function answered({ error_code, description, parameters }: GrammyError, token: string): SendResult {
  const reason = redact(`${error_code} ${description}`, token);
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: 'moved', chat: String(parameters.migrate_to_chat_id) };
  }
  if (parameters.retry_after !== undefined) {
    // Telegram does not say whose limit it was; where many chats are told at once it is mostly everybody's.
    return { kind: 'wait', seconds: parameters.retry_after, everybody: true };
  }
  if (error_code === 403) return { kind: 'gone', reason };
  if (error_code === 400 && CHAT_GONE.test(description)) return { kind: 'gone', reason };
  if (error_code === 429 || error_code >= 500) return { kind: 'retry', reason };
  return { kind: 'refused', reason };
}
