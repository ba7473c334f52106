import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { telegramBot } from '../../../lib/services/telegram/bot.ts';
import { connectTelegram } from '../../../lib/services/telegram/client.ts';
import { pollTelegram } from '../../../lib/services/telegram/polling.ts';
import { StoreError } from '../../../lib/store/store-error.ts';
import { reply } from '../../support/fixed-core.ts';
import { ADMIN, GROUP, PERSON, type RunningBot, startBot, TOKEN } from './running-bot.ts';

let bot: RunningBot;
let stop: AbortController;
let polling: Promise<void>;

beforeEach(async () => {
  bot = await startBot();
  stop = new AbortController();
  polling = pollTelegram(telegramBot(bot.deps), { ...bot.deps, signal: stop.signal });
  await until(
    async () => (await connectTelegram({ token: TOKEN, apiRoot: bot.peer.url }).getWebhookInfo()).url === '',
  );
  return async () => {
    stop.abort();
    await polling;
    await bot.close();
  };
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

describe('long polling', () => {
  it('removes the webhook and answers messages', async () => {
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 1);
    expect(bot.core.asked).toMatchObject([{ input: { kind: 'text', text: '/today' } }]);
  });

  it('finishes the update in progress when stopped', async () => {
    let go = () => {};
    bot.core.will(async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return reply();
    });
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.core.asked.length === 1);
    stop.abort();
    go();
    await polling;
    expect(bot.peer.sent).toHaveLength(1);
  });

  it('answers chats concurrently: 26 commands in one group do not hold up a private chat', async () => {
    const go = Promise.withResolvers<void>();
    bot.core.will(async ({ kind }) => {
      if (kind === 'group') await go.promise;
      return reply();
    });
    for (let number = 1; number <= 26; number++)
      await bot.peer.say({ chat: GROUP, from: ADMIN, text: `/pool ${number}` });
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 1);
    expect(bot.peer.sent).toMatchObject([{ chat: PERSON }]);
    go.resolve();
    await until(() => bot.core.asked.length === 27);
    const texts = bot.core.asked.flatMap((asked) =>
      'input' in asked && asked.input.kind === 'text' && asked.kind === 'group' ? [asked.input.text] : [],
    );
    expect(texts).toEqual(Array.from({ length: 26 }, (_, index) => `/pool ${index + 1}`));
  });

  it('resumes updates in progress at a crash, even if later ones were answered', async () => {
    const never = Promise.withResolvers<null>();
    bot.core.will(({ kind }) => (kind === 'group' ? never.promise : reply()));
    await bot.peer.say({ chat: GROUP, from: ADMIN, text: '/pools' });
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 1);
    // The next process receives both.
    const api = connectTelegram({ token: TOKEN, apiRoot: bot.peer.url });
    const waiting = async () => (await api.getUpdates()).map(({ update_id: id }) => id);
    await until(async () => (await waiting().catch(() => [])).length > 0);
    expect(await waiting()).toEqual([1, 2]);
    never.resolve(null);
    await until(async () => (await waiting().catch(() => [0])).length === 0);
  });

  it('handles updates fetched but not confirmed before a restart, once', async () => {
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 1);
    stop.abort();
    await polling;
    await bot.peer.repeatUpdate(1);
    stop = new AbortController();
    polling = pollTelegram(telegramBot(bot.deps), { ...bot.deps, signal: stop.signal });
    await bot.peer.say({ chat: PERSON, text: '/pools' });
    await until(() => bot.peer.sent.length === 2);
    expect(bot.core.asked).toHaveLength(2);
  });

  it('retries a failed update, then continues', async () => {
    let fails = 2;
    bot.core.will(() => {
      if (fails-- > 0) throw new StoreError('DynamoDB: timeout', { retryable: true });
      return reply();
    });
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 1);
    expect(bot.reports).toEqual([]);
  });

  it.each([
    ['is no object', 5],
    ['has a text that is an object', { text: { text: '/today' } }],
    ['has a chat that is nobody', { text: '/today', chat: null }],
  ])('reports a message that %s, once, and answers the next', async (_, content) => {
    await bot.peer.publish('message', content);
    await bot.peer.say({ chat: PERSON, text: '/pools' });
    await until(() => bot.peer.sent.length === 1);
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await until(() => bot.peer.sent.length === 2);
    expect(bot.reports).toEqual([expect.stringMatching(/^Telegram: update: message/)]);
    expect(bot.core.asked).toHaveLength(2);
  });

  it('reports an update that keeps failing, and answers the next', async () => {
    bot.core.will(({ input }) => {
      if (input.kind === 'text' && input.text === '/today')
        throw new StoreError('DynamoDB: timeout', { retryable: true });
      return reply();
    });
    await bot.peer.say({ chat: PERSON, text: '/today' });
    await bot.peer.say({ chat: PERSON, text: '/pools' });
    await until(() => bot.peer.sent.length === 1);
    expect(bot.reports).toEqual(['Telegram, update 1: DynamoDB: timeout']);
  });
});

it('long polling with an unknown token ends with the reason, without the token', async () => {
  const { botName: _, ...deps } = bot.deps;
  const lost = telegramBot({ ...deps, token: '4242:other_secret' });
  const outcome = pollTelegram(lost, { ...bot.deps, signal: new AbortController().signal });
  await expect(outcome).rejects.toThrow(/^Call to 'getMe' failed! \(401: Unauthorized\)$/);
});
