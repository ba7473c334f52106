import type { Api } from 'grammy/web';
import type { Reply } from '../../bot/reply.ts';
import { fitsCaption } from '../../messages/render-telegram.ts';
import { replyTo } from './client.ts';
import { faultOf } from './faults.ts';
import type { TelegramPlace } from './place.ts';
import { type RenderedReply, renderReply } from './rendered-reply.ts';

/** Where a reply goes: a chat, optionally a topic, optionally in reply to a message. */
export type Where = Pick<TelegramPlace, 'chat' | 'topic'> & { readonly answerTo: number | null };

/** The message whose button was pressed; `isPhoto`: it is a picture, with a caption instead of a text. */
export type Pressed = { readonly message: number; readonly isPhoto: boolean };

type Placed = Pick<TelegramPlace, 'message' | 'isTextShown'>;

/** Sends a reply as a new message; returns the place for its picture. */
export async function sendReply(api: Api, where: Where, reply: Reply, token: string): Promise<TelegramPlace> {
  const rendered = renderReply(reply);
  const { message, topic } = await sendText(api, where, rendered, token);
  return placeOf({ ...where, topic }, { message, isTextShown: true }, rendered);
}

/**
 * Replaces the message whose button was pressed. A picture cannot be removed from a message, so if the old message has
 * one and the reply does not, the reply is sent as a new message; likewise if the old one can no longer be edited.
 */
export async function editReply(
  api: Api,
  where: Where,
  pressed: Pressed,
  reply: Reply,
  token: string,
): Promise<TelegramPlace> {
  const rendered = renderReply(reply);
  if (pressed.isPhoto) {
    // Text and picture change together, once the picture is drawn.
    const isDeferred = reply.picture !== null && fitsCaption(rendered);
    return isDeferred
      ? placeOf(where, { message: pressed.message, isTextShown: false }, rendered)
      : sendReply(api, where, reply, token);
  }
  try {
    await api.editMessageText(where.chat, pressed.message, rendered.html, {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: rendered.keyboard },
    });
  } catch (error) {
    const fault = faultOf(error, token)?.kind;
    if (fault === 'not-there') return sendReply(api, where, reply, token);
    if (fault !== 'unchanged') throw error;
  }
  return placeOf(where, { message: pressed.message, isTextShown: true }, rendered);
}

/** Sends a text with its buttons; outside the topic if that is closed or gone. @returns where it went. */
export async function sendText(
  api: Api,
  where: Where,
  { html, keyboard }: RenderedReply,
  token: string,
): Promise<Pick<TelegramPlace, 'message' | 'topic'>> {
  const send = async ({ chat, topic, answerTo }: Where) => {
    const { message_id: message } = await api.sendMessage(chat, html, {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(topic !== null && { message_thread_id: topic }),
      ...(answerTo !== null && replyTo(answerTo)),
      ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
    });
    return { message, topic };
  };
  try {
    return await send(where);
  } catch (error) {
    if (where.topic === null || faultOf(error, token)?.kind !== 'no-topic') throw error;
    // The message it replies to is in the topic, too.
    return send({ ...where, topic: null, answerTo: null });
  }
}

function placeOf({ chat, topic }: Where, placed: Placed, { html, keyboard }: RenderedReply): TelegramPlace {
  return { vendor: 'telegram', chat, topic, ...placed, html, keyboard };
}
