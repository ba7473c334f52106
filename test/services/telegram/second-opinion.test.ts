import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { createCommandCore } from '../../../lib/bot/answer-command.ts';
import { telegramBot } from '../../../lib/services/telegram/bot.ts';
import { pollTelegram } from '../../../lib/services/telegram/polling.ts';
import { EXAMPLES } from '../../support/command-examples.ts';
import { reply } from '../../support/fixed-core.ts';
import { recordedFigures } from '../../support/recorded-figures.ts';
import { startTelegramTestApi } from '../../support/telegram-test-api.ts';
import { type RunningBot, startBot, TOKEN } from './running-bot.ts';

/** Somebody who looks for an answer every few milliseconds, and for as long as it takes. */
const PERSON = { chatId: 7, userId: 7, interval: 5, timeout: 300_000 };

let bot: RunningBot;
beforeEach(async () => {
  bot = await startBot();
  return () => bot.close();
});

it('a Telegram emulator other than our own peer has the same conversation: a command, its answer, a press', async () => {
  const server = await startTelegramTestApi();
  const stop = new AbortController();
  const polling = pollTelegram(telegramBot({ ...bot.deps, apiRoot: server.config.apiURL }), {
    ...bot.deps,
    signal: stop.signal,
  });
  try {
    const person = server.getClient(TOKEN, PERSON);
    bot.core.will(() => reply({ buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }));
    await person.sendCommand(person.makeCommand('/pools'));
    const { result } = await person.getUpdates();
    expect(result.map(({ message }) => message)).toEqual([
      {
        chat_id: 7,
        text: '<b>Pools &lt;7 days&gt;</b>\n\nFoundry &amp; AntPool',
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: '30 days', callback_data: '.pools 30' }]] },
      },
    ]);
    bot.core.will(() => reply({ isEdit: true }));
    const message = {
      message_id: result[0]!.messageId,
      date: 1_750_000_000,
      chat: { id: 7, type: 'private' },
    };
    await person.sendCallback(person.makeCallbackQuery('.pools 30', { message: message as never }));
    while (bot.core.asked.length < 2) await sleep(10);
    expect(bot.core.asked[1]).toMatchObject({ input: { kind: 'press', payload: '.pools 30' } });
  } finally {
    stop.abort();
    await polling;
    await server.stop();
  }
});

/** The answer our own peer is sent to the same command: the text below the call. */
function answerOf(name: string): string {
  const file = readFileSync(join(import.meta.dirname, `answers/${name}.html`), 'utf8');
  return file.slice(file.indexOf('\n\n') + 2, -1);
}

it('another Telegram emulator is sent the same answer to every command', async () => {
  const { figures, ledger } = recordedFigures();
  await bot.store.ledger.saveDays(ledger);
  await bot.store.figures.saveFigures(figures);
  bot.core.use(createCommandCore({ ...bot.store, knowledge: 'then' }));
  const server = await startTelegramTestApi();
  const stop = new AbortController();
  const polling = pollTelegram(telegramBot({ ...bot.deps, apiRoot: server.config.apiURL }), {
    ...bot.deps,
    signal: stop.signal,
  });
  try {
    const person = server.getClient(TOKEN, PERSON);
    for (const { name, text, at } of EXAMPLES) {
      await person.sendCommand(person.makeCommand(text, { date: at }));
      const { result } = await person.getUpdates();
      expect(
        result.map(({ message }) => (message as { readonly text: string }).text),
        name,
      ).toEqual([answerOf(name)]);
    }
  } finally {
    stop.abort();
    await polling;
    await server.stop();
  }
});
