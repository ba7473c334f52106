import * as z from 'zod/mini';
import { type ChartRequest, chartRequestSchema } from '../messages/charts/chart-request.ts';
import { parseJsonInput } from '../schema.ts';

/** A message on Telegram that a picture joins. */
const telegramPlaceSchema = z.object({
  vendor: z.literal('telegram'),
  chat: z.int(),
  topic: z.nullable(z.int()),
  message: z.int(),
  /** Whether the message shows the text already; else it shows an older picture and takes both at once. */
  isTextShown: z.boolean(),
  html: z.string(),
  keyboard: z.array(
    z.array(
      z.union([
        z.object({ text: z.string(), callback_data: z.string() }),
        z.object({ text: z.string(), url: z.string() }),
      ]),
    ),
  ),
});

/** A deferred answer on Discord: an interaction that waits for its message until `until`, in Unix seconds. */
const discordPlaceSchema = z.object({
  vendor: z.literal('discord'),
  application: z.string().check(z.regex(/^\d{1,20}$/)),
  /** Lets its holder write in the interaction's place; ends by itself after 15 minutes. */
  token: z.string().check(z.regex(/^[\w.-]+$/)),
  until: z.number(),
  embeds: z.array(
    z.object({
      title: z.string(),
      description: z.exactOptional(z.string()),
      color: z.int(),
      footer: z.exactOptional(z.object({ text: z.string() })),
    }),
  ),
  components: z.array(
    z.object({
      type: z.literal(1),
      components: z.array(
        z.union([
          z.object({ type: z.literal(2), style: z.literal(2), label: z.string(), custom_id: z.string() }),
          z.object({ type: z.literal(2), style: z.literal(5), label: z.string(), url: z.string() }),
        ]),
      ),
    }),
  ),
});

/** A reply that waits for its picture; what passes through the work queue. */
export const pictureWorkSchema = z.object({
  /** The same for every attempt at it. */
  id: z.string(),
  picture: chartRequestSchema,
  place: z.discriminatedUnion('vendor', [telegramPlaceSchema, discordPlaceSchema]),
});

export type PictureWork = z.output<typeof pictureWorkSchema>;

/** Reads work out of a message's body. @throws InputError with every fault: no repeat makes it any. */
export function parsePictureWork(body: string): PictureWork {
  return parseJsonInput(pictureWorkSchema, body, 'picture work');
}

export type TelegramPlace = z.output<typeof telegramPlaceSchema>;
export type DiscordPlace = z.output<typeof discordPlaceSchema>;

/** Hands pictures to be drawn to whoever draws them, at least once each. */
export type PictureQueue = { enqueue(work: PictureWork): Promise<void> };

/** A picture as PNG, with what those who cannot see it are told. */
export type DrawnPicture = { readonly png: Uint8Array; readonly description: string };

/** Draws a picture. */
export type DrawPicture = (picture: ChartRequest) => Promise<DrawnPicture>;
