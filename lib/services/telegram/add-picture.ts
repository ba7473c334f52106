import { type Api, InputFile, InputMediaBuilder } from 'grammy/web';
import type { DrawnPicture, TelegramPlace } from '../../bot/picture-work.ts';
import { fitsCaption } from '../../messages/render-telegram.ts';
import { sendText } from './place-reply.ts';
import { type SettleDeps, settle } from './settle.ts';

/**
 * Puts a picture into the message that waits for it, with the message's text as caption; below it, where the
 * text is too long for one. Where drawing failed, the text comes alone.
 *
 * @throws TelegramCallError where a repeat may succeed.
 */
export function addTelegramPicture(
  deps: SettleDeps & { readonly api: Api },
  place: TelegramPlace,
  picture: DrawnPicture | null,
): Promise<void> {
  return settle(deps, 'Telegram, picture', place.chat, () => show(deps.api, place, picture));
}

async function show(api: Api, place: TelegramPlace, picture: DrawnPicture | null): Promise<void> {
  const { chat, topic, message, isTextShown, html, keyboard } = place;
  if (picture === null) {
    if (!isTextShown) await sendText(api, { chat, topic, answerTo: message }, { html, keyboard });
    return;
  }
  const file = new InputFile(picture.png, 'hashtilt.png');
  if (fitsCaption(place)) {
    const media = InputMediaBuilder.photo(file, { caption: html, parse_mode: 'HTML' });
    await api.editMessageMedia(chat, message, media, { reply_markup: { inline_keyboard: keyboard } });
    return;
  }
  await api.sendPhoto(chat, file, {
    reply_parameters: { message_id: message, allow_sending_without_reply: true },
    disable_notification: true,
    ...(topic !== null && { message_thread_id: topic }),
  });
}
