import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runGateway } from '../../lib/services/discord/gateway.ts';
import { telegramBot } from '../../lib/services/telegram/bot.ts';
import { connectTelegram } from '../../lib/services/telegram/client.ts';
import { pollTelegram } from '../../lib/services/telegram/polling.ts';
import { startGatewayPeer } from '../support/discord-gateway-peer.ts';
import { mangled } from '../support/mangled.ts';
import { CHANNEL, TOKEN as DISCORD_TOKEN, MANAGES, startEndpoint } from './discord/running-endpoint.ts';
import { PERSON, SECRET, startBot, TOKEN as TELEGRAM_TOKEN } from './telegram/running-bot.ts';

const RUNS = 300;

const somebody = { id: PERSON, is_bot: false, first_name: 'Somebody' };
const message = {
  message_id: 1,
  date: 1_750_000_000,
  chat: { id: PERSON, type: 'private' },
  from: somebody,
  text: '/today',
};

/** One update of each kind the bot reads. */
const UPDATES = [
  { update_id: 1, message },
  { update_id: 2, callback_query: { id: '1', from: somebody, message, chat_instance: '1', data: '.today' } },
  { update_id: 3, inline_query: { id: '1', from: somebody, query: 'ant', offset: '' } },
  {
    update_id: 4,
    my_chat_member: {
      chat: message.chat,
      from: somebody,
      date: message.date,
      old_chat_member: { user: somebody, status: 'member' },
      new_chat_member: { user: somebody, status: 'kicked', until_date: 0 },
    },
  },
];

const interaction = {
  id: '1399999999999999999',
  application_id: '1300000000000000001',
  token: 'generated',
  type: 2,
  channel_id: CHANNEL,
  context: 0,
  member: { permissions: MANAGES },
  data: { id: '1', name: 'pools', type: 1, options: [{ name: 'days', type: 3, value: '7' }] },
};

const INTERACTIONS = [
  interaction,
  {
    ...interaction,
    type: 4,
    data: {
      ...interaction.data,
      name: 'pool',
      options: [{ name: 'name', type: 3, value: 'a', focused: true }],
    },
  },
  {
    ...interaction,
    type: 3,
    message: { id: '1', flags: 0 },
    data: { component_type: 2, custom_id: '.today' },
  },
];

const anyOf = (wholes: readonly unknown[]) => fc.oneof(...wholes.map(mangled));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

it('an update with any part of it wrong is answered or refused by the webhook, and the next is answered', async () => {
  const bot = await startBot();
  const post = async (body: unknown) => {
    const headers = { 'X-Telegram-Bot-Api-Secret-Token': SECRET };
    const sent = { method: 'POST', headers, body: JSON.stringify(body) ?? '' };
    return (await fetch(bot.server.url, sent)).status;
  };
  try {
    await fc.assert(
      fc.asyncProperty(anyOf(UPDATES), async (update) => {
        expect(await post(update)).toBeOneOf([200, 400]);
      }),
      { numRuns: RUNS },
    );
    const before = bot.core.asked.length;
    expect(await post({ update_id: 1_000_000_007, message })).toBe(200);
    expect(bot.core.asked).toHaveLength(before + 1);
    expect(bot.server.thrown).toEqual([]);
  } finally {
    await bot.close();
  }
});

it('an interaction with any part of it wrong is answered or refused by the endpoint, and the next is answered', async () => {
  const bot = await startEndpoint();
  try {
    await fc.assert(
      fc.asyncProperty(anyOf(INTERACTIONS), async (mangledOne) => {
        const body = JSON.stringify(mangledOne) ?? '';
        const { status } = await bot.interact({ what: { kind: 'raw', body } });
        expect(status).toBeOneOf([200, 400]);
      }),
      { numRuns: RUNS },
    );
    const next = { what: { kind: 'command', name: 'today' }, permissions: MANAGES } as const;
    expect(await bot.interact(next)).toMatchObject({ status: 200 });
    expect(bot.server.thrown).toEqual([]);
  } finally {
    await bot.close();
  }
});

it('interactions with any part of them wrong do not end the gateway, and the next is answered', async () => {
  const bot = await startEndpoint();
  const gateway = await startGatewayPeer(bot.peer.url, DISCORD_TOKEN);
  const stop = new AbortController();
  const connected = gateway.connected();
  const running = runGateway(bot.deps, { token: DISCORD_TOKEN, api: gateway.api, signal: stop.signal });
  await connected;
  try {
    await fc.assert(
      fc.asyncProperty(anyOf(INTERACTIONS), async (mangledOne) => {
        const body = JSON.stringify(mangledOne) ?? 'null';
        expect((await fetch(gateway.inbox, { method: 'POST', body })).ok).toBe(true);
      }),
      { numRuns: RUNS },
    );
    const next = { what: { kind: 'command', name: 'status' }, permissions: MANAGES } as const;
    await bot.peer.interact(gateway.inbox, next);
    await until(() => bot.core.asked.some((asked) => JSON.stringify(asked).includes('"command":"status"')));
  } finally {
    stop.abort();
    await running;
    await gateway.close();
    await bot.close();
  }
});

it('messages with any part of them wrong do not end long polling, and the next is answered', async () => {
  const bot = await startBot();
  const stop = new AbortController();
  const polling = pollTelegram(telegramBot(bot.deps), { ...bot.deps, signal: stop.signal });
  const telegram = connectTelegram({ token: TELEGRAM_TOKEN, apiRoot: bot.peer.url });
  await until(async () => (await telegram.getWebhookInfo()).url === '');
  try {
    await fc.assert(
      fc.asyncProperty(
        mangled(message),
        async (content) => void (await bot.peer.publish('message', content)),
      ),
      { numRuns: RUNS },
    );
    await bot.peer.say({ chat: PERSON, text: '/status' });
    await until(() => bot.core.asked.some((asked) => JSON.stringify(asked).includes('"/status"')));
  } finally {
    stop.abort();
    await polling;
    await bot.close();
  }
});
