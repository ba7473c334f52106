import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { botDependencies } from '../lib/lambda/bot-dependencies.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { webhook } from '../lib/lambda/webhook.ts';
import { telegramBot } from '../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../lib/services/telegram/webhook.ts';

const { table, secrets, queues, siteUrl, bots } = parseFunctionEnvironment(process.env, ['chat-work']);
const chat = botDependencies(table, queues['chat-work'], siteUrl);

const SECRETS = ['telegram-bot-token', 'telegram-webhook-secret', 'telegram-bot-name'] as const;

export const handler = webhook(
  fromSecrets(secrets, SECRETS, (stored) => {
    const [token, secret, botName] = [
      stored['telegram-bot-token'],
      stored['telegram-webhook-secret'],
      stored['telegram-bot-name'],
    ];
    if (!token || !secret || !botName) return null;
    const bot = telegramBot({ ...chat, token, botName, apiRoot: bots.telegram.api });
    return telegramWebhook(bot, secret, chat.report);
  }),
);
