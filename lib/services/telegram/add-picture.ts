import { type Api, InputFile, InputMediaBuilder } from 'grammy/web';
import type { PictureWork, PlacePicture } from '../../bot/picture-work.ts';
import type { Picture } from '../../messages/picture.ts';
import { fitsCaption } from '../../messages/render-telegram.ts';
import { parseInput } from '../../schema.ts';
import type { ServiceAccess } from '../access.ts';
import { PICTURE_NAME, type PictureDeps } from '../picture.ts';
import { connectTelegram, replyTo, waitBriefly } from './client.ts';
import { faultOf } from './faults.ts';
import { type TelegramPlace, telegramPlaceSchema } from './place.ts';
import { sendText } from './place-reply.ts';
import { type SettleDeps, settle } from './settle.ts';

type ShowDeps = SettleDeps & { readonly api: Api };

/**
 * Adds a picture to the message that waits for it, with the text as its caption, or as a reply if the text is too long
 * for one. If drawing failed, the text is sent alone. @throws TelegramCallError if a retry may succeed.
 */
export async function addTelegramPicture(
  deps: ShowDeps,
  where: PictureWork['place'],
  picture: Picture | null,
): Promise<void> {
  const place = parseInput(telegramPlaceSchema, where, 'place of a picture on Telegram');
  await settle(deps, 'Telegram, picture', place.chat, () => showWithFallback(deps, place, picture));
}

/** Creates the function that adds pictures to a Telegram bot's messages. */
export function telegramPictures({ token, api }: ServiceAccess, deps: PictureDeps): PlacePicture {
  if (token === null) return async () => deps.report('a picture for Telegram, which has no bot');
  const connected = connectTelegram({ token, apiRoot: api });
  waitBriefly(connected, deps.clock);
  return (place, picture) => addTelegramPicture({ ...deps, token, api: connected }, place, picture);
}

/** If the picture is refused, the text is sent alone: it says everything the picture shows. */
async function showWithFallback(
  deps: ShowDeps,
  place: TelegramPlace,
  picture: Picture | null,
): Promise<void> {
  try {
    await show(deps, place, picture);
  } catch (error) {
    const kind = faultOf(error, deps.token)?.kind;
    if (picture !== null && (kind === 'no-picture' || kind === 'refused')) await show(deps, place, null);
    throw error;
  }
}

async function show({ api, token }: ShowDeps, place: TelegramPlace, picture: Picture | null): Promise<void> {
  const { chat, topic, message, isTextShown, html, keyboard } = place;
  if (picture === null) {
    if (!isTextShown) await sendText(api, { chat, topic, answerTo: message }, { html, keyboard }, token);
    return;
  }
  const file = new InputFile(picture.png, PICTURE_NAME);
  if (fitsCaption(place)) {
    const media = InputMediaBuilder.photo(file, { caption: html, parse_mode: 'HTML' });
    await api.editMessageMedia(chat, message, media, { reply_markup: { inline_keyboard: keyboard } });
    return;
  }
  await api.sendPhoto(chat, file, {
    ...replyTo(message),
    disable_notification: true,
    ...(topic !== null && { message_thread_id: topic }),
  });
}
