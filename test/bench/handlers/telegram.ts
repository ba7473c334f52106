/** What the Telegram Lambda builds at its start, for measuring; addresses come from the environment. */
import { createCommandCore } from '../../../lib/app/answer-command.ts';
import { followChats } from '../../../lib/app/follow-chats.ts';
import { telegramBot } from '../../../lib/chat/telegram/bot.ts';
import { telegramWebhook } from '../../../lib/chat/telegram/webhook.ts';
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
