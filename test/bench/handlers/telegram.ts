/** What the Telegram Lambda builds at its start, for measuring; addresses come from the environment. */
import { createCommandCore } from '../../../lib/bot/answer-command.ts';
import { followChats } from '../../../lib/chats/follow-chats.ts';
import { telegramBot } from '../../../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../../../lib/services/telegram/webhook.ts';
import { connectStore } from '../../../lib/store/store.ts';
import { answerOnce, clock, setting, storeConfig } from './process.ts';

const store = connectStore(setting('TABLE'), storeConfig());
const bot = telegramBot({
  token: setting('TOKEN'),
  apiRoot: setting('API'),
  core: createCommandCore({ ...store, knowledge: 'then' }),
  chats: followChats(store),
  pictures: null,
  receipts: store.receipts,
  clock,
  report: console.error,
});

await answerOnce(telegramWebhook(bot, setting('SECRET')));
await store.close();
