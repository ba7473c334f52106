import { createHash, timingSafeEqual } from 'node:crypto';
import type { Bot } from 'grammy/web';
import { BotError } from 'grammy/web';
import { bodyOf, headerOf, jsonOf, type WebhookAnswer, type WebhookRequest } from '../webhook.ts';
import { readUpdate } from './update.ts';

/**
 * Creates a handler of updates posted by Telegram. It refuses a body that is too large (413), not from Telegram (401)
 * or, with a report, not an update (400). 200: the update has taken effect, now or earlier.
 *
 * @param bot must know its username, so that a cold start makes no request.
 * @param secret the `secret_token` given to `setWebhook`.
 * @throws if a retry may succeed: Telegram retries an update for a day.
 */
export function telegramWebhook(
  bot: Bot,
  secret: string,
  report: (problem: string) => void,
): (request: WebhookRequest) => Promise<WebhookAnswer> {
  return async (request) => {
    const body = bodyOf(request);
    if (body === null) return { statusCode: 413 };
    if (!isSame(headerOf(request, 'x-telegram-bot-api-secret-token') ?? '', secret))
      return { statusCode: 401 };
    const update = readUpdate(jsonOf(body), report);
    if (update === null) return { statusCode: 400 };
    try {
      await bot.handleUpdate(update);
    } catch (error) {
      throw error instanceof BotError ? error.error : error;
    }
    return { statusCode: 200 };
  };
}

/** Compares digests, so that timing reveals neither the secret nor its length. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
