import { renderTelegram, telegramLength } from '../../messages/render-telegram.ts';
import type { TelegramPlace } from '../picture-work.ts';
import type { Button, Reply } from '../reply.ts';

/** Characters of a caption after entity parsing: Bot API, sendPhoto. */
const CAPTION = 1024;

/** A reply as Telegram takes it. */
export type RenderedReply = Pick<TelegramPlace, 'html' | 'keyboard'>;

/** @throws RenderError when the reply cannot be sent whatever is left out. */
export function renderReply({ message, buttons }: Reply): RenderedReply {
  return { html: renderTelegram(message).html, keyboard: buttons.map((row) => row.map(toButton)) };
}

/** Whether a text can stand under a picture, in one message with it. */
export function fitsCaption(html: string): boolean {
  return telegramLength(html) <= CAPTION;
}

function toButton(button: Button): TelegramPlace['keyboard'][number][number] {
  return button.kind === 'press'
    ? { text: button.label, callback_data: button.payload }
    : { text: button.label, url: button.url };
}
