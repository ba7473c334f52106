import * as z from 'zod/mini';

export const telegramPlaceSchema = z.object({
  vendor: z.literal('telegram'),
  chat: z.int(),
  topic: z.nullable(z.int()),
  message: z.int(),
  /** Whether the message already shows the text; if not, it shows an older picture, and both are replaced together. */
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
