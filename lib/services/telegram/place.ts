import * as z from 'zod/mini';

/** A message on Telegram that a picture joins. */
export const telegramPlaceSchema = z.object({
  vendor: z.literal('telegram'),
  chat: z.int(),
  topic: z.nullable(z.int()),
  message: z.int(),
  /** Whether the message already shows the text; else it shows an older picture, and both are replaced at once. */
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

export type TelegramPlace = z.output<typeof telegramPlaceSchema>;
