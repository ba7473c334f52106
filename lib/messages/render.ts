import type { Message } from './message.ts';
import { type DiscordText, renderDiscord } from './render-discord.ts';
import { renderPlain } from './render-plain.ts';
import { renderTelegram, type TelegramText } from './render-telegram.ts';

/** A message as each service gets it: what is stored, shown and delivered. */
export type RenderedMessage = {
  readonly id: string;
  readonly text: string;
  readonly telegram: TelegramText;
  readonly discord: DiscordText;
};

/**
 * Writes a message once for each service.
 *
 * @throws RenderError when it cannot be sent whatever is left out
 */
export function renderMessage(message: Message): RenderedMessage {
  return {
    id: message.id,
    text: renderPlain(message),
    telegram: renderTelegram(message),
    discord: renderDiscord(message),
  };
}
