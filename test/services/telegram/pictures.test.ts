import { beforeEach, describe, expect, it } from 'vitest';
import { pictureWorkSchema } from '../../../lib/bot/picture-work.ts';
import { type ShowPictureDeps, showPicture } from '../../../lib/bot/picture-worker.ts';
import { newChat } from '../../../lib/chats/chat.ts';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { ChartRequest } from '../../../lib/messages/charts/chart-request.ts';
import { addTelegramPicture } from '../../../lib/services/telegram/add-picture.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { telegramChat } from '../../../lib/services/telegram/request.ts';
import { message, reply } from '../../support/fixed-core.ts';
import { greyPicture } from '../../support/pictures.ts';
import { PERSON, type RunningBot, startBot, TOKEN } from './running-bot.ts';

const picture: ChartRequest = { kind: 'ranking', lens: 'pool', window: 7, day: parseDay('2025-01-08') };
const LONG = 'Foundry '.repeat(130);

let bot: RunningBot;
let deps: ShowPictureDeps;
let drawn: ChartRequest[];
beforeEach(async () => {
  bot = await startBot();
  drawn = [];
  const api = connectTelegram({ token: TOKEN, apiRoot: bot.recorder.url });
  deps = {
    receipts: bot.store.receipts,
    clock: bot.clock,
    draw: async (request) => {
      drawn.push(request);
      return greyPicture(640, 480, 'Foundry USA leads');
    },
    show: {
      telegram: (place, done) => addTelegramPicture({ ...bot.deps, api }, place, done),
      discord: () => Promise.reject(new Error('not on Discord')),
    },
    report: (problem) => void bot.reports.push(problem),
  };
  return () => bot.close();
});

/** Processes the queued work as a queue delivers it: as text. */
async function drawAll(): Promise<void> {
  for (const work of bot.pictures.splice(0))
    await showPicture(deps, pictureWorkSchema.parse(JSON.parse(JSON.stringify(work))));
}

const ask = () => bot.peer.say({ chat: PERSON, text: '/pools' });
const kinds = () =>
  bot.peer.sent.map(({ method, text, photo }) => [method, text.slice(0, 14), photo !== undefined]);

describe('a picture', () => {
  it('is added to the message with the text and buttons', async () => {
    bot.core.will(() =>
      reply({ picture, buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }),
    );
    await ask();
    expect(kinds()).toEqual([['sendMessage', 'Pools <7 days>', false]]);
    await drawAll();
    expect(drawn).toEqual([picture]);
    expect(kinds()[1]).toEqual(['editMessageMedia', 'Pools <7 days>', true]);
    expect(bot.peer.sent[1]).toMatchObject({
      messageId: bot.peer.sent[0]!.messageId,
      text: 'Pools <7 days>\n\nFoundry & AntPool',
      payload: { reply_markup: { inline_keyboard: [[{ text: '30 days', callback_data: '.pools 30' }]] } },
    });
  });

  it('follows a text that is too long for a caption, silently', async () => {
    bot.core.will(() => reply({ picture, message: message('Pools', LONG) }));
    await ask();
    await drawAll();
    expect(bot.peer.sent[1]).toMatchObject({
      method: 'sendPhoto',
      payload: {
        disable_notification: true,
        reply_parameters: { message_id: bot.peer.sent[0]!.messageId, allow_sending_without_reply: true },
      },
    });
  });

  it('replaces an older one together with its text', async () => {
    bot.core.will(() =>
      reply({ picture, buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }),
    );
    await ask();
    await drawAll();
    bot.core.will(() => reply({ picture, message: message('Pools, 30 days'), isEdit: true }));
    const { messageId } = bot.peer.sent[0]!;
    await bot.peer.press({ chat: PERSON, messageId, data: '.pools 30' });
    expect(bot.peer.sent).toHaveLength(2);
    await drawAll();
    expect(bot.peer.sent[2]).toMatchObject({ method: 'editMessageMedia', messageId });
    expect(bot.peer.sent[2]!.text).toMatch(/^Pools, 30 days/);
  });

  it('cannot be removed from a message, so a reply without one is a new message', async () => {
    bot.core.will(() =>
      reply({ picture, buttons: [[{ kind: 'press', label: 'Farms', payload: '.farms' }]] }),
    );
    await ask();
    await drawAll();
    bot.core.will(() => reply({ isEdit: true }));
    await bot.peer.press({ chat: PERSON, messageId: bot.peer.sent[0]!.messageId, data: '.farms' });
    expect(bot.peer.sent.at(-1)).toMatchObject({ method: 'sendMessage' });
  });

  it('that cannot be drawn leaves the text, and is reported', async () => {
    bot.core.will(() => reply({ picture }));
    await ask();
    deps = { ...deps, draw: () => Promise.reject(new Error('no glyph for U+1F3F4')) };
    await drawAll();
    expect(bot.peer.sent).toHaveLength(1);
    expect(bot.reports).toEqual(['picture telegram 1: no glyph for U+1F3F4']);
  });

  it('that should replace an older one but cannot be drawn leaves its text as a message', async () => {
    bot.core.will(() =>
      reply({ picture, buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }),
    );
    await ask();
    await drawAll();
    bot.core.will(() => reply({ picture, message: message('Pools, 30 days'), isEdit: true }));
    await bot.peer.press({ chat: PERSON, messageId: bot.peer.sent[0]!.messageId, data: '.pools 30' });
    deps = { ...deps, draw: () => Promise.reject(new Error('no glyph for U+1F3F4')) };
    await drawAll();
    expect(bot.peer.sent.at(-1)).toMatchObject({ method: 'sendMessage' });
    expect(bot.peer.sent.at(-1)!.text).toMatch(/^Pools, 30 days/);
  });

  it.each([
    'Bad Request: not enough rights to send photos to the chat',
    'Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN',
  ])('that the chat does not take (%s) leaves the text, and the chat as it is', async (description) => {
    await bot.store.chats.saveChat(newChat(telegramChat(PERSON), 'private', 1_750_000_000));
    bot.core.will(() =>
      reply({ picture, buttons: [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] }),
    );
    await ask();
    await drawAll();
    bot.core.will(() => reply({ picture, message: message('Pools, 30 days'), isEdit: true }));
    await bot.peer.press({ chat: PERSON, messageId: bot.peer.sent[0]!.messageId, data: '.pools 30' });
    bot.peer.next({ kind: 'refused', code: 400, description }, 'editMessageMedia');
    await drawAll();
    expect(bot.peer.sent.at(-1)!.text).toMatch(/^Pools, 30 days/);
    expect(bot.reports).toEqual([`Telegram, picture: editMessageMedia: 400 ${description}`]);
    expect((await bot.store.chats.loadChat(telegramChat(PERSON)))?.standing).toEqual({ kind: 'on' });
  });

  it('delivered twice by the queue is shown once', async () => {
    bot.core.will(() => reply({ picture, message: message('Pools', LONG) }));
    await ask();
    bot.pictures.push(bot.pictures[0]!);
    await drawAll();
    expect(bot.peer.sent).toHaveLength(2);
  });

  it('that Telegram fails to accept fails, and is shown by the retry', async () => {
    bot.core.will(() => reply({ picture }));
    await ask();
    const [work] = bot.pictures;
    bot.peer.next({ kind: 'broken' });
    await expect(showPicture(deps, work!)).rejects.toMatchObject({ retryable: true });
    await showPicture(deps, work!);
    expect(bot.peer.sent.at(-1)).toMatchObject({ method: 'editMessageMedia' });
  });
});
