import { type Reply, TITLE_CHARACTERS } from '../../lib/bot/reply.ts';
import { PAYLOAD_BYTES } from '../../lib/messages/button.ts';
import type { Message } from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { parseDiscordMarkdown } from './discord-markdown.ts';
import { parseTelegramHtml } from './telegram-peer/html.ts';

/** Discord API, button label: characters. */
const LABEL_CHARACTERS = 80;

/** The faults of a reply on either service. @throws Error for unintended markup. */
export function replyFaults({ message, buttons }: Reply): readonly string[] {
  return [
    ...messageFaults(message),
    ...fault(message.title.length > TITLE_CHARACTERS, `title of ${message.title.length}`),
    ...fault(
      buttons.length > 5 || buttons.some((row) => row.length > 5 || row.length === 0),
      'rows of buttons',
    ),
    ...buttons
      .flat()
      .flatMap((button) => [
        ...fault(button.label === '' || button.label.length > LABEL_CHARACTERS, `label ${button.label}`),
        ...fault(
          button.kind === 'press' && Buffer.byteLength(button.payload) > PAYLOAD_BYTES,
          `payload of ${button.label}`,
        ),
      ]),
  ];
}

/** The faults of a message on either service. */
export function messageFaults(message: Message): readonly string[] {
  const { telegram, discord } = renderMessage(message);
  const shown = parseTelegramHtml(telegram.html).text.length;
  const embed = discord.embeds[0]!;
  const { title, description = '', footer } = embed;
  parseDiscordMarkdown(title);
  parseDiscordMarkdown(description);
  const total = title.length + description.length + (footer?.text.length ?? 0);
  return [
    ...fault(shown > 4096, `${shown} characters on Telegram`),
    ...fault(title.length > 256, `title of ${title.length} on Discord`),
    ...fault(description.length > 4096 || total > 6000, `${total} characters on Discord`),
  ];
}

function fault(isWrong: boolean, what: string): readonly string[] {
  return isWrong ? [what] : [];
}
