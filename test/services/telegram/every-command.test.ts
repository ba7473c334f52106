import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommandCore } from '../../../lib/bot/answer-command.ts';
import { EXAMPLES } from '../../support/command-examples.ts';
import { recordedFigures } from '../../support/recorded-figures.ts';
import { PERSON, type RunningBot, SECRET, startBot } from './running-bot.ts';

let bot: RunningBot;
beforeAll(async () => {
  // No one asks that fast.
  bot = await startBot({ limits: { chat: null } });
  const { figures, ledger } = recordedFigures();
  await bot.store.ledger.saveDays(ledger);
  await bot.store.figures.saveFigures(figures);
  bot.core.use(createCommandCore({ ...bot.store, knowledge: 'then' }));
});
afterAll(() => bot.close());

/** The exact body of an update with a message to the bot. */
function updateOf(text: string, at: number): string {
  return JSON.stringify({
    update_id: at,
    message: {
      message_id: 1,
      from: { id: PERSON, is_bot: false, first_name: 'Somebody', language_code: 'en' },
      chat: { id: PERSON, first_name: 'Somebody', type: 'private' },
      date: at,
      text,
      entities: [{ offset: 0, length: text.split(' ')[0]!.length, type: 'bot_command' }],
    },
  });
}

describe('in a private chat on Telegram', () => {
  it.each(EXAMPLES)('$text is answered to the letter', async ({ name, text, at }) => {
    bot.recorder.clear();
    const response = await fetch(bot.server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
      body: updateOf(text, at),
    });
    expect(response.status).toBe(200);
    const calls = bot.recorder.calls.filter(({ call }) => call !== 'getMe');
    expect(calls).toHaveLength(1);
    const { call, body } = calls[0]!;
    const { text: html, ...parameters } = body as { readonly text: string };
    await expect(`${call} ${JSON.stringify(parameters)}\n\n${html}\n`).toMatchFileSnapshot(
      `answers/${name}.html`,
    );
  });
});
