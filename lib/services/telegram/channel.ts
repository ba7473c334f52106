import { Api, GrammyError, HttpError, InputFile } from 'grammy';
import * as z from 'zod/mini';
import type { Channel, Destination, SendResult } from '../../delivery/channel.ts';
import { LARGEST_PICTURE_BYTES, PICTURE_NAME } from '../../delivery/picture.ts';
import { fitsCaption } from '../../messages/render-telegram.ts';
import { parseInput } from '../../schema.ts';
import { reasonOf, redact, withNote, withoutAnswer } from '../failure.ts';

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
  /** What came of one request. */
  const attempt = async (request: () => Promise<{ readonly message_id: number }>): Promise<SendResult> => {
    try {
      return { kind: 'sent', messageId: String((await request()).message_id) };
    } catch (error) {
      if (error instanceof GrammyError) return answered(error, token);
      return withoutAnswer(error instanceof HttpError ? error.error : error, token);
    }
  };
  return {
    vendor: 'telegram',
    deduplicates: () => false,
    async send({ telegram }, to, picture = null) {
      const chat = /^-?\d+$/.test(to.chat) ? Number(to.chat) : to.chat;
      const options = optionsOf(to);
      const sendText = () =>
        attempt(() =>
          api.sendMessage(chat, telegram.html, {
            ...options,
            parse_mode: 'HTML',
            link_preview_options: { is_disabled: true },
          }),
        );
      if (picture === null || picture.png.length > LARGEST_PICTURE_BYTES) return sendText();
      const photo = () => new InputFile(picture.png, PICTURE_NAME);
      if (fitsCaption(telegram)) {
        const sent = await attempt(() =>
          api.sendPhoto(chat, photo(), { ...options, parse_mode: 'HTML', caption: telegram.html }),
        );
        return sent.kind === 'refused'
          ? withNote(await sendText(), `without its picture: ${sent.reason}`)
          : sent;
      }
      // Too much to stand under a photo, which then follows: the text is what matters.
      const sent = await sendText();
      if (sent.kind !== 'sent') return sent;
      const reply = { ...options, disable_notification: true, ...replyOptions(sent.messageId) };
      const followed = await attempt(() => api.sendPhoto(chat, photo(), reply));
      return followed.kind === 'sent' ? sent : withNote(sent, `without its picture: ${reasonOf(followed)}`);
    },
  };
}

function optionsOf({ topic, silent, replyTo }: Destination) {
  return {
    ...(silent === true && { disable_notification: true }),
    ...(typeof topic === 'number' && { message_thread_id: topic }),
    ...(typeof replyTo === 'string' && replyOptions(replyTo)),
  };
}

function replyOptions(messageId: string) {
  return { reply_parameters: { message_id: Number(messageId), allow_sending_without_reply: true } };
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
