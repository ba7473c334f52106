import { type Api, InputFile } from 'grammy/web';
import * as z from 'zod/mini';
import { type Channel, type Destination, SEND_SECONDS, type TimeLeft } from '../../delivery/channel.ts';
import type { Picture } from '../../messages/picture.ts';
import { fitsCaption, withLine } from '../../messages/render-telegram.ts';
import type { RenderedMessage } from '../../messages/rendered.ts';
import { parseInput } from '../../schema.ts';
import type { ServiceAccess } from '../access.ts';
import { faultWithoutAnswer, type Outcome, requestSignal, resultOf } from '../faults.ts';
import { notedWithoutPicture, PICTURE_NAME, tryWithPicture, withinSize } from '../picture.ts';
import { connectTelegram, replyTo as replyToMessage, type TelegramOptions } from './client.ts';
import { faultOf } from './faults.ts';
import { keyboardOf } from './rendered-reply.ts';

/** A malformed token would corrupt the request's path and appear in errors about it. */
const Token = z.string().check(z.regex(/^\d+:[\w-]+$/));

/** Sent once, with the first message outside the topic. */
const TOPIC_LOST = 'The topic for these messages is closed or gone. From now on they come here.';

/** Telegram allows about 30 messages a second over all chats, more if paid for, and about one a second in one chat. */
const PACE: Channel['pace'] = { start: 30, least: 15, most: 1000, chatIntervalMs: 1100 };

type RequestSignal = Parameters<Api['sendMessage']>[3];

/** Opens the channel of the Telegram bot; null without a token. */
export function openTelegram({ token, api }: Pick<ServiceAccess, 'token' | 'api'>): Channel | null {
  return token === null ? null : telegramChannel({ token, apiRoot: api });
}

/**
 * Creates a channel that sends through Telegram's Bot API, as HTML without link previews. Telegram does not recognise
 * repeats, so resending after `unknown` may show a message twice. @throws InputError if the token is malformed.
 */
export function telegramChannel(options: TelegramOptions): Channel {
  const token = parseInput(Token, options.token, 'Telegram token');
  const { timeoutSeconds = SEND_SECONDS } = options;
  const api = connectTelegram({ ...options, timeoutSeconds });
  const attempt = async (
    timeLeft: TimeLeft | undefined,
    request: (signal: RequestSignal) => Promise<{ readonly message_id: number }>,
  ): Promise<Outcome> => {
    try {
      const signal = requestSignal(timeoutSeconds, timeLeft) as unknown as RequestSignal;
      const { message_id: id } = await request(signal);
      return { kind: 'sent', messageId: String(id) };
    } catch (error) {
      return faultOf(error, token) ?? faultWithoutAnswer(error, token);
    }
  };
  const deliver = async (
    { telegram: text, buttons }: RenderedMessage,
    to: Destination,
    picture: Picture | null,
    timeLeft?: TimeLeft,
  ): Promise<Outcome> => {
    const chat = /^-?\d+$/.test(to.chat) ? Number(to.chat) : to.chat;
    const options = optionsOf(to);
    const keyboard = buttons === undefined ? {} : { reply_markup: { inline_keyboard: keyboardOf(buttons) } };
    const photo = ({ png }: Picture) => new InputFile(png, PICTURE_NAME);
    const sendText = () =>
      attempt(timeLeft, (signal) =>
        api.sendMessage(
          chat,
          text.html,
          { ...options, ...keyboard, parse_mode: 'HTML', link_preview_options: { is_disabled: true } },
          signal,
        ),
      );
    if (fitsCaption(text)) {
      const caption = { ...options, ...keyboard, parse_mode: 'HTML', caption: text.html } as const;
      return tryWithPicture(picture, (shown) =>
        shown === null
          ? sendText()
          : attempt(timeLeft, (signal) => api.sendPhoto(chat, photo(shown), caption, signal)),
      );
    }
    // Too long for a caption: the text goes first, since it matters most, and the photo follows.
    const sent = await sendText();
    if (sent.kind !== 'sent' || picture === null) return sent;
    const reply = { ...options, disable_notification: true, ...replyToMessage(Number(sent.messageId)) };
    const followed = await attempt(timeLeft, (signal) => api.sendPhoto(chat, photo(picture), reply, signal));
    return followed.kind === 'sent' ? sent : notedWithoutPicture(sent, followed);
  };
  return {
    vendor: 'telegram',
    pace: PACE,
    deduplicates: () => false,
    async send(message, to, offered = null, timeLeft) {
      const picture = withinSize(offered);
      const outcome = await deliver(message, to, picture, timeLeft);
      if (outcome.kind !== 'no-topic' || typeof to.topic !== 'number') return resultOf(outcome);
      // The message it would reply to is in the topic, too.
      const outside = { ...to, topic: null, replyTo: null };
      const noted = { ...message, telegram: withLine(message.telegram, TOPIC_LOST) };
      const again = resultOf(await deliver(noted, outside, picture, timeLeft));
      return again.kind === 'sent' ? { ...again, lostTopic: true } : again;
    },
  };
}

function optionsOf({ topic, silent, replyTo }: Destination) {
  return {
    ...(silent === true && { disable_notification: true }),
    ...(typeof topic === 'number' && { message_thread_id: topic }),
    ...(typeof replyTo === 'string' && replyToMessage(Number(replyTo))),
  };
}
