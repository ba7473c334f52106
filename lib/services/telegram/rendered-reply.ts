import type { Reply } from '../../bot/reply.ts';
import type { Button } from '../../messages/button.ts';
import { renderTelegram } from '../../messages/render-telegram.ts';
import type { TelegramPlace } from './place.ts';

export type RenderedReply = Pick<TelegramPlace, 'html' | 'keyboard'>;

/** @throws RenderError if the reply does not fit, however much is left out. */
export function renderReply({ message, buttons }: Reply): RenderedReply {
  return { html: renderTelegram(message).html, keyboard: keyboardOf(buttons) };
}

/** Converts rows of buttons to an inline keyboard. */
export function keyboardOf(buttons: readonly (readonly Button[])[]): TelegramPlace['keyboard'] {
  return buttons.map((row) => row.map(toButton));
}

function toButton(button: Button): TelegramPlace['keyboard'][number][number] {
  return button.kind === 'press'
    ? { text: button.label, callback_data: button.payload }
    : { text: button.label, url: button.url };
}
