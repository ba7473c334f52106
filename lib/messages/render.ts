import type { Message } from './message.ts';
import { renderDiscord } from './render-discord.ts';
import { renderPlain } from './render-plain.ts';
import { renderTelegram } from './render-telegram.ts';
import type { RenderedMessage } from './rendered.ts';

/** Renders a message once for each service. @throws RenderError if it cannot be sent whatever is left out. */
export function renderMessage(message: Message): RenderedMessage {
  return {
    id: message.id,
    text: renderPlain(message),
    telegram: renderTelegram(message),
    discord: renderDiscord(message),
    ...(message.buttons === undefined ? {} : { buttons: message.buttons }),
  };
}
