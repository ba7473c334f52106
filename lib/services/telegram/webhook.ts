import { createHash, timingSafeEqual } from 'node:crypto';
import type { Bot } from 'grammy/web';
import { BotError } from 'grammy/web';
import { bodyOf, headerOf, jsonOf, type WebhookAnswer, type WebhookRequest } from '../webhook.ts';
import { readUpdate } from './update.ts';

/**
 * Takes updates as Telegram posts them. Refuses a body that is too large (413), one that does not come from Telegram
 * (401), and, with a report, one that is not an update (400). 200: the update has taken effect, now or before.
 * @param bot knows its username, so that a start asks nobody.
 * @param secret what `setWebhook` was given as `secret_token`.
 * @throws what went wrong where a repeat may succeed: Telegram repeats an update for a day.
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

/** Compares digests, so that neither time nor length reveals anything of the secret. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
