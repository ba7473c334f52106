import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CALL_SECONDS, LEASE_SECONDS } from '../../../lib/bot/receipt-store.ts';
import { planOf } from '../../../lib/config/functions.ts';
import { telegramBot } from '../../../lib/services/telegram/bot.ts';
import { telegramWebhook } from '../../../lib/services/telegram/webhook.ts';
import { StoreError } from '../../../lib/store/store-error.ts';
import { reply } from '../../support/fixed-core.ts';
import { ADMIN, GROUP, PERSON, type RunningBot, SECRET, startBot } from './running-bot.ts';

let bot: RunningBot;
beforeEach(async () => {
  bot = await startBot();
  return () => bot.close();
});

const update = (id = 1) =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: 1,
      date: 1_750_000_000,
      chat: { id: PERSON, type: 'private' },
      from: { id: PERSON, is_bot: false, first_name: 'Somebody' },
      text: '/today',
    },
  });

async function post(body: string, secret: string | null = SECRET): Promise<number> {
  const headers = secret === null ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secret };
  return (await fetch(bot.server.url, { method: 'POST', headers, body })).status;
}

describe('a request to the webhook', () => {
  it.each([
    ['without the secret', update(), null, 401],
    ['with another secret', update(), 'secret_of-the_webhooc', 401],
    ['with the beginning of the secret', update(), SECRET.slice(0, -1), 401],
    ['forged and broken', '{', '', 401],
    ['larger than any update', update().replace('/today', 'x'.repeat(262_144)), SECRET, 413],
  ])('%s is refused, nothing is done and nothing kept', async (_, body, secret, status) => {
    expect(await post(body, secret)).toBe(status);
    expect(bot.core.asked).toEqual([]);
    expect(bot.recorder.calls).toEqual([]);
    expect(await bot.store.receipts.takeReceipt('telegram 1', bot.clock.now())).toMatchObject({
      kind: 'taken',
    });
    expect([bot.reports, bot.server.thrown]).toEqual([[], []]);
  });

  it.each([
    ['cut off', update().slice(0, -20)],
    ['empty', ''],
    ['as JSON that is no update', '[]'],
    ['as nothing', 'null'],
    ['without a number', '{"message":{}}'],
    ['with a message that is none', '{"update_id":1,"message":{"text":"/today"}}'],
    ['with a text that is an object', update().replace('"/today"', '{"text":"/today"}')],
    ['with a chat that is nobody', update().replace(/"chat":\{[^}]*\}/, '"chat":null')],
    ['with a press of an object', '{"update_id":1,"callback_query":{"id":"1","from":{},"data":{}}}'],
    ['with words of nobody', '{"update_id":1,"inline_query":{"id":"1","from":null,"query":"us"}}'],
    ['with a member that is none', '{"update_id":1,"my_chat_member":{"new_chat_member":[]}}'],
  ])('%s is refused and reported without effect, and the next is answered', async (_, body) => {
    expect(await post(body)).toBe(400);
    expect(bot.core.asked).toEqual([]);
    expect(bot.recorder.calls).toEqual([]);
    expect(bot.reports).toEqual([expect.stringMatching(/^Telegram: update: /)]);
    expect(await post(update())).toBe(200);
    expect(bot.core.asked).toHaveLength(1);
    expect(bot.server.thrown).toEqual([]);
  });

  it('of a kind the bot does not know is accepted and ignored', async () => {
    expect(await post('{"update_id":5,"poll":{"id":"1"}}')).toBe(200);
    expect(await post('{"update_id":6,"chat_boost":{},"message_reaction":null}')).toBe(200);
    expect(bot.core.asked).toEqual([]);
  });

  it('in base64, as API Gateway may pass it, is decoded', async () => {
    const encoded = await startBot({ isBase64Encoded: true });
    const { statuses } = await encoded.peer.say({ chat: PERSON, text: '/pool größe' });
    await encoded.close();
    expect(statuses).toEqual([200]);
    expect(encoded.core.asked).toMatchObject([{ input: { text: '/pool größe' } }]);
  });
});

it('a cold start makes no request: without Telegram it still handles what needs no answer', async () => {
  let asked = 0;
  const silent = createServer(() => {
    asked += 1;
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const started = telegramBot({ ...bot.deps, apiRoot: `http://127.0.0.1:${port}` });
  const say = (text: string, id: number) =>
    telegramWebhook(
      started,
      SECRET,
      bot.deps.report,
    )({
      headers: { 'x-telegram-bot-api-secret-token': SECRET },
      body: JSON.stringify({
        update_id: id,
        message: { ...JSON.parse(update()).message, chat: { id: GROUP, type: 'supergroup' }, text },
      }),
      isBase64Encoded: false,
    });
  try {
    // It knows its name: this is for another bot.
    expect(await say('/today@another_bot', 1)).toEqual({ statusCode: 200 });
    expect(asked).toBe(0);
    const handled = say('/today@hashtilt_peer_bot', 2).catch(() => {});
    await vi.waitFor(() => expect(asked).toBe(1), { timeout: 120_000 });
    silent.closeAllConnections();
    await handled;
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});

describe('a repeated update', () => {
  it('takes effect once', async () => {
    const { updateId } = await bot.peer.say({ chat: PERSON, text: '/today' });
    expect((await bot.peer.repeatUpdate(updateId)).statuses).toEqual([200]);
    expect(bot.core.asked).toHaveLength(1);
    expect(bot.peer.sent).toHaveLength(1);
  });

  it('takes effect once even if both arrive at the same time', async () => {
    bot.core.will(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return reply();
    });
    expect(await Promise.all([post(update()), post(update())])).toEqual([200, 200]);
    expect(bot.core.asked).toHaveLength(1);
    expect(bot.peer.sent).toHaveLength(1);
  });

  it('after a crash half way is handled once the lease of the first has ended, and answered 200', async () => {
    // Its handler died and never finishes. Telegram retries.
    const before = bot.clock.now();
    await bot.store.receipts.takeReceipt('telegram 1', before);
    expect(await post(update())).toBe(500);
    // A deployed function returns by itself, before it can be killed.
    expect(bot.clock.now() - before + CALL_SECONDS).toBeLessThan(planOf('telegram-webhook').timeoutSeconds);
    expect(await post(update())).toBe(200);
    expect(bot.core.asked).toHaveLength(1);
    expect(await post(update())).toBe(200);
    expect(bot.peer.sent).toHaveLength(1);
  });

  it('is not handled before that lease has ended', async () => {
    const before = bot.clock.now();
    await bot.store.receipts.takeReceipt('telegram 1', before);
    bot.core.will(() => {
      expect(bot.clock.now()).toBeGreaterThanOrEqual(before + LEASE_SECONDS);
      return reply();
    });
    expect([await post(update()), await post(update())]).toEqual([500, 200]);
    expect(bot.core.asked).toHaveLength(1);
  });

  it('after a storage failure is handled at once', async () => {
    let fails = 1;
    bot.core.will(() => {
      if (fails-- > 0) throw new StoreError('DynamoDB: timeout', { retryable: true });
      return reply();
    });
    const before = bot.clock.now();
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([500, 200]);
    expect(bot.clock.now()).toBeLessThan(before + LEASE_SECONDS);
    expect(bot.server.thrown.map(({ message }) => message)).toEqual(['DynamoDB: timeout']);
    expect(bot.peer.sent).toHaveLength(1);
  });
});

describe('an answer that Telegram', () => {
  it('rate limits is sent after the pause it asks for, if that is short', async () => {
    bot.peer.next({ kind: 'too-many', retryAfter: 3 });
    const before = bot.clock.now();
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([200]);
    expect(bot.clock.now() - before).toBeGreaterThanOrEqual(3);
    expect(bot.peer.sent).toHaveLength(1);
  });

  it('rate limits in a group for longer is dropped, and Telegram does not retry the update', async () => {
    bot.peer.next({ kind: 'too-many', retryAfter: 34 });
    const before = bot.clock.now();
    const { updateId, statuses } = await bot.peer.say({ chat: GROUP, from: ADMIN, text: '/today' });
    expect(statuses).toEqual([200]);
    expect((await bot.peer.repeatUpdate(updateId)).statuses).toEqual([200]);
    expect(bot.clock.now() - before).toBeLessThan(34);
    expect(bot.recorder.calls.map(({ call }) => call)).toEqual(['getChatMember', 'sendMessage']);
    expect(bot.peer.sent).toEqual([]);
    expect(bot.reports).toEqual([
      'Telegram, update 1: not answered, since Telegram asks to wait 34 s (sendMessage)',
    ]);
  });

  it('would show to a person over the rate limit is not sent', async () => {
    bot.core.will(() => null);
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([200]);
    expect([bot.peer.sent, bot.reports]).toEqual([[], []]);
  });

  it('refuses for good is reported and not retried for a day', async () => {
    bot.peer.next({ kind: 'refused', code: 400, description: 'Bad Request: message is too long' });
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([200]);
    expect(bot.reports).toEqual(['Telegram, update 1: sendMessage: 400 Bad Request: message is too long']);
  });

  it.each(['too-many', 'broken', 'reset', 'not-json'] as const)(
    'fails with %s leaves neither token nor secret in any error or report',
    async (kind) => {
      for (let attempt = 0; attempt < 3; attempt++)
        bot.peer.next(kind === 'too-many' ? { kind, retryAfter: 7 } : { kind });
      await bot.peer.say({ chat: PERSON, text: '/today' });
      const errors = inspect([bot.server.thrown, bot.reports], { depth: null, showHidden: true });
      expect(errors).toContain('sendMessage');
      expect(errors).not.toMatch(/secret_of/);
    },
  );
});
