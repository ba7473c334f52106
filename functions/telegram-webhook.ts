import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { chatting } from '../lib/lambda/chatting.ts';
import { fromSecrets } from '../lib/lambda/secrets.ts';
import { webhook } from '../lib/lambda/webhook.ts';
import { telegramBot } from '../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../lib/services/telegram/webhook.ts';

const { table, secrets, queues, bots } = parseFunctionEnvironment(process.env, ['chat-work']);
const chat = chatting(table, queues['chat-work']);

export const handler = webhook(
  fromSecrets(secrets, ['telegram-bot-token', 'telegram-webhook-secret'], (stored) => {
    const { 'telegram-bot-token': token, 'telegram-webhook-secret': secret } = stored;
    if (token === null || secret === null) return null;
    return telegramWebhook(telegramBot({ ...chat, token, apiRoot: bots.telegram.api }), secret);
  }),
);
