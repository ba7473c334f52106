import * as z from 'zod/mini';
import type { Parsed } from '../schema.ts';
import { buttonSchema } from './button.ts';
import { messageSchema } from './message.ts';

/** A text for Telegram's `parse_mode: HTML`. */
const telegramTextSchema = z.object({ html: z.string() });

export type TelegramText = Parsed<typeof telegramTextSchema>;

/** An embed in Discord's API; `color` is 0xRRGGBB. */
const discordEmbedSchema = z.object({
  title: z.string(),
  description: z.exactOptional(z.string()),
  color: z.int(),
  footer: z.exactOptional(z.object({ text: z.string() })),
});

const discordTextSchema = z.object({ embeds: z.array(discordEmbedSchema) });

export type DiscordText = Parsed<typeof discordTextSchema>;

/** A message rendered for each service, as stored, shown and delivered. */
export const renderedMessageSchema = z.object({
  id: z.string(),
  text: z.string(),
  telegram: telegramTextSchema,
  discord: discordTextSchema,
  /** Rows of buttons, shown if the service has buttons and a bot receives the presses. */
  buttons: z.exactOptional(z.array(z.array(buttonSchema))),
  /** The message it was rendered from, if it may have to be rendered again. */
  source: z.exactOptional(messageSchema),
});

export type RenderedMessage = Parsed<typeof renderedMessageSchema>;
