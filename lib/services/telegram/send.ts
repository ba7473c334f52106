import { InputFile } from 'grammy/web';
import * as z from 'zod/mini';
import type { Channel, Destination, SendResult } from '../../delivery/channel.ts';
import { fitsCaption } from '../../messages/render-telegram.ts';
import { parseInput } from '../../schema.ts';
import type { ServiceAccess } from '../access.ts';
import { resultOf, withoutAnswer } from '../faults.ts';
import { PICTURE_NAME, withinSize, withOrWithout, withoutItsPicture } from '../picture.ts';
import { connectTelegram, type TelegramOptions } from './client.ts';
import { faultOf } from './faults.ts';

/** A token of another shape would end in the path of the request and in errors about it. */
const Token = z.string().check(z.regex(/^\d+:[\w-]+$/));

/** How long a sender waits for an answer. */
const SEND_SECONDS = 20;

/** Telegram names about 30 a second over all chats, more where paid for, and about one a second in one chat. */
const PACE: Channel['pace'] = { start: 30, least: 15, most: 1000, apartMs: 1100 };

/** Sends as a Telegram bot, where there is one. */
export function openTelegram({ token, api }: Pick<ServiceAccess, 'token' | 'api'>): Channel | null {
  return token === null ? null : telegramChannel({ token, apiRoot: api });
}

/**
 * Sends messages through Telegram's Bot API: HTML, no link previews. Telegram cannot tell a repeat, so
 * sending again after `unknown` may show the message twice.
 *
 * @throws InputError when the token is not of the form Telegram gives out
 */
export function telegramChannel(options: TelegramOptions): Channel {
  const token = parseInput(Token, options.token, 'Telegram token');
  const api = connectTelegram({ timeoutSeconds: SEND_SECONDS, ...options });
  /** What came of one request. */
  const attempt = async (request: () => Promise<{ readonly message_id: number }>): Promise<SendResult> => {
    try {
      return { kind: 'sent', messageId: String((await request()).message_id) };
    } catch (error) {
      return resultOf(faultOf(error, token) ?? withoutAnswer(error, token));
    }
  };
  return {
    vendor: 'telegram',
    pace: PACE,
    deduplicates: () => false,
    async send({ telegram }, to, offered = null) {
      const chat = /^-?\d+$/.test(to.chat) ? Number(to.chat) : to.chat;
      const options = optionsOf(to);
      const picture = withinSize(offered);
      const photo = ({ png }: { readonly png: Uint8Array }) => new InputFile(png, PICTURE_NAME);
      const sendText = () =>
        attempt(() =>
          api.sendMessage(chat, telegram.html, {
            ...options,
            parse_mode: 'HTML',
            link_preview_options: { is_disabled: true },
          }),
        );
      if (fitsCaption(telegram)) {
        const caption = { ...options, parse_mode: 'HTML', caption: telegram.html } as const;
        return withOrWithout(picture, (shown) =>
          shown === null ? sendText() : attempt(() => api.sendPhoto(chat, photo(shown), caption)),
        );
      }
      // Too much to stand under a photo, which then follows: the text is what matters.
      const sent = await sendText();
      if (sent.kind !== 'sent' || picture === null) return sent;
      const reply = { ...options, disable_notification: true, ...replyOptions(sent.messageId) };
      const followed = await attempt(() => api.sendPhoto(chat, photo(picture), reply));
      return followed.kind === 'sent' ? sent : withoutItsPicture(sent, followed);
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
