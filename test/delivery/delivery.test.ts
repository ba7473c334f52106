import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { type ChatKey, shardOf } from '../../lib/chats/chat-key.ts';
import { ensureOperatorChats } from '../../lib/chats/operator-chats.ts';
import { addDays, midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { Channel } from '../../lib/delivery/channel.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { listDeliveries } from '../../lib/delivery/list-deliveries.ts';
import { createLocalQueue } from '../../lib/delivery/local-queue.ts';
import type { News } from '../../lib/delivery/news.ts';
import type { Content } from '../../lib/delivery/next-step.ts';
import { createPacer } from '../../lib/delivery/pacer.ts';
import { type Reopened, reopenDeliveries } from '../../lib/delivery/reopen-deliveries.ts';
import { runTask } from '../../lib/delivery/run-task.ts';
import type { DeadLetter, Task } from '../../lib/delivery/task.ts';
import { fanOut, wake } from '../../lib/delivery/wake.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { itemForm } from '../../lib/store/item-form.ts';
import { connectStore, type Store } from '../../lib/store/store.ts';
import { connectTable } from '../../lib/store/table.ts';
import { transition } from '../contract/stored.ts';
import { type DiscordPeer, startDiscordPeer } from '../support/discord-peer.ts';
import { greyPicture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';
import { knownShards } from './sending.ts';

const DAY = parseDay('2026-05-27');
const CHANNEL = '140000000000000001';
const NEWS: News = { day: DAY, from: DAY, transitions: [], signals: [], retracted: [] };
const UNLIMITED = { all: null, chat: null, group: null };

const folder = temporaryFolder();
let dynamo: Awaited<ReturnType<typeof startEmbedded>>;
let tables = 0;
let store: Store;
let isEmpty: (task: Task) => boolean;
let telegram: TelegramPeer;
let discord: DiscordPeer;
let now: number;
let aside: DeadLetter[];

beforeAll(async () => {
  dynamo = await startEmbedded(folder.path);
});
afterAll(async () => {
  await dynamo.close();
  folder[Symbol.dispose]();
});
beforeEach(async () => {
  tables += 1;
  await ensureTable(`delivery-${tables}`, dynamo.config);
  const connected = connectStore(`delivery-${tables}`, dynamo.config);
  const known = knownShards(connected.chats);
  store = { ...connected, chats: known.chats };
  isEmpty = known.isEmpty;
  const ranges = [
    { from: 700_000_000, count: 1000 },
    { from: -900_000_000, count: 10 },
  ];
  telegram = await startTelegramPeer({ token: '1:a', chats: [], ranges, limits: UNLIMITED });
  discord = await startDiscordPeer({ token: 'bot', channels: [CHANNEL], limits: { global: null } });
  now = 1000 * (midnight(addDays(DAY, 1)) + 3 * 3600);
  aside = [];
});
afterEach(async () => {
  await Promise.all([telegram.close(), discord.close(), store.close()]);
});

const compose = async (content: Content) => {
  const title = `${content.kind} of ${content.day}`;
  return renderMessage({ id: title, title, severity: 'info', sections: [] });
};

/** Runs the program with a clock that starts at `now`. */
function program(news: News = NEWS, timeoutSeconds = 20) {
  const started = performance.now();
  const clock = () => now + (performance.now() - started);
  const serviceOf = (channel: Channel) => {
    const limits = { ...channel.pace, start: 500, most: 500 };
    return { channel, pacer: createPacer(channel.vendor, { store: store.paces, limits, now: clock, sleep }) };
  };
  const queue = createLocalQueue({
    work: async (task) => {
      if (!isEmpty(task)) await runTask(deps, task);
    },
    deadLetter: (what) => aside.push(what),
    longestDelaySeconds: 5,
  });
  const deps: DeliveryDeps = {
    news,
    own: () => [],
    compose,
    chats: store.chats,
    deliveries: store.deliveries,
    queue,
    services: {
      telegram: serviceOf(telegramChannel({ token: '1:a', apiRoot: telegram.url, timeoutSeconds })),
      discord: serviceOf(discordChannel({ token: 'bot', api: discord.url, timeoutSeconds })),
    },
    now: clock,
    sleep,
  };
  return { deps, queue };
}

async function send(news?: News, timeoutSeconds?: number): Promise<void> {
  const { deps, queue } = program(news, timeoutSeconds);
  await fanOut(deps, ['telegram', 'discord']);
  await queue.done();
}

async function join(key: ChatKey, change: Partial<Chat> = {}): Promise<Chat> {
  return store.chats.saveChat({ ...newChat(key, 'group', 0), ...change });
}

const person = (number: number): ChatKey => ({ vendor: 'telegram', address: String(700_000_000 + number) });
const group: ChatKey = { vendor: 'telegram', address: '-899999999' };
const channel: ChatKey = { vendor: 'discord', address: CHANNEL };

async function rows(news: News = NEWS) {
  const found = [];
  const { own } = program().deps;
  for await (const row of listDeliveries(store, { news, own, compose }, DAY)) found.push(row);
  return found;
}

/** Another message of the bot to a chat, which counts towards its limit. */
async function writeTo(address: string): Promise<void> {
  const body = JSON.stringify({ chat_id: Number(address), text: 'an answer' });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${telegram.url}/bot1:a/sendMessage`, { method: 'POST', headers, body });
}

/** The chats the digest reached, in order. */
function receivedBy({ sent }: TelegramPeer): readonly string[] {
  return sent.filter(({ text }) => text.startsWith('digest')).map(({ chat }) => String(chat));
}

describe('many chats', () => {
  it('that are not reached by the end of a run go back to the queue in time', async () => {
    const people = Array.from({ length: 30 }, (_, number) => person(number));
    for (const one of people) await join(one);
    const { deps } = program();
    // Only waiting takes time, however slow the machine is.
    let time = now;
    const clock = {
      now: () => time,
      sleep: async (ms: number) => {
        time += ms;
      },
    };
    const limits = { start: 20, least: 20, most: 20 };
    const pacer = createPacer('telegram', { store: store.paces, limits, ...clock });
    const { channel: telegramChannel } = deps.services.telegram!;
    const added: [Task, number][] = [];
    const deadline = now + 1000;
    await runTask(
      {
        ...deps,
        ...clock,
        deadline,
        services: { telegram: { channel: telegramChannel, pacer } },
        queue: { ...deps.queue, add: async (task, seconds = 0) => void added.push([task, seconds]) },
      },
      { kind: 'batch', vendor: 'telegram', addresses: people.map(({ address }) => address) },
    );
    expect(time).toBeLessThanOrEqual(deadline);
    const sent = telegram.sent.map(({ chat }) => String(chat));
    // One every 50 ms, from the first moment to the last.
    expect(sent).toHaveLength(21);
    const left = people.map(({ address }) => address).filter((address) => !sent.includes(address));
    expect(added).toEqual([
      [{ kind: 'batch', vendor: 'telegram', addresses: expect.any(Array) }, expect.any(Number)],
    ]);
    const [[task, seconds]] = added as [[Task & { kind: 'batch' }, number]];
    expect([...task.addresses].sort()).toEqual(left.sort());
    expect(seconds).toBeLessThanOrEqual(2);
  });

  it('of which one needs a further request after its time is up: it goes back to the queue', async () => {
    const id = Number(group.address);
    telegram.changeChat({ id, topics: [12], closedTopics: [12], refuses: 'no-photos' });
    await join(group, { topic: 12 });
    const { deps } = program();
    const added: [Task, number][] = [];
    const requests = () => Object.values(telegram.account().requests).reduce((sum, one) => sum + one, 0);
    const task: Task = { kind: 'batch', vendor: 'telegram', addresses: [group.address] };
    await runTask(
      {
        ...deps,
        draw: async () => greyPicture(60, 40, 'Shares of pools'),
        // Each answer takes eight seconds: two use up 16 of the 20.
        now: () => now + 8000 * requests(),
        queue: { ...deps.queue, add: async (one, seconds = 0) => void added.push([one, seconds]) },
      },
      task,
    );
    expect(requests()).toBe(2);
    expect(added).toEqual([[task, 2]]);
    expect(await rows()).toMatchObject([
      { status: 'pending', reason: 'no time is left for a further request', attempts: 1 },
    ]);
    now += 60_000;
    await send();
    expect(await rows()).toMatchObject([{ status: 'sent', attempts: 2 }]);
    expect(telegram.sent).toHaveLength(1);
  });

  it('are each sent the news once, however often it is queued', async () => {
    for (let number = 0; number < 250; number++) await join(person(number));
    await join(channel);
    await send();
    await send();
    expect(new Set(telegram.sent.map(({ chat }) => chat)).size).toBe(250);
    expect(telegram.sent).toHaveLength(250);
    expect(discord.sent).toHaveLength(1);
    expect((await rows()).map(({ status }) => status)).toEqual(Array(251).fill('sent'));
  });

  it('still get their messages when one of them is damaged, which the operator is told', async () => {
    const others = Array.from({ length: 300 }, (_, number) => person(number));
    const beside = others.find((other) => shardOf(other) === shardOf(person(999)))!;
    await join(beside);
    await store.chats.saveChat({ ...newChat(person(999), 'group', 0), settings: null as never });
    await send();
    expect(telegram.sent.map(({ chat }) => String(chat))).toEqual([beside.address]);
    expect(aside).toMatchObject([
      { address: person(999).address, reason: expect.stringContaining('settings') },
    ]);
  });

  it('still get their messages when one of them has a damaged record, which the operator is told', async () => {
    await join(person(1));
    const beside = Array.from({ length: 900 }, (_, number) => person(2 + number)).find(
      (other) => shardOf(other) === shardOf(person(1)),
    )!;
    await join(beside);
    const table = connectTable(`delivery-${tables}`, dynamo.config);
    const key = { pk: `CHAT#telegram#${person(1).address}`, sk: `digest-${DAY}` };
    await table.put(itemForm(z.object({ status: z.string() })), key, { status: 'perhaps' });
    table.close();
    await send();
    expect(telegram.sent.map(({ chat }) => String(chat))).toEqual([beside.address]);
    expect(aside).toMatchObject([{ address: person(1).address, reason: expect.stringContaining('status') }]);
  });

  it('of which one refuses: it is not retried at once, unless it accepts us again', async () => {
    await join(person(1));
    telegram.next({ kind: 'blocked' });
    await send();
    expect((await store.chats.loadChat(person(1)))?.standing).toMatchObject({ kind: 'refusing' });
    expect(await rows()).toMatchObject([
      { status: 'gone', reason: '403 Forbidden: bot was blocked by the user' },
    ]);
    await send();
    expect(telegram.sent).toHaveLength(0);
    await ensureOperatorChats(store.chats, [{ ...person(1), topic: null }]);
    await send();
    expect(telegram.sent).toHaveLength(1);
  });
});

describe('a chat in the settings', () => {
  it('gets its messages in the topic set there, and in another one once that is changed', async () => {
    const forum = { vendor: 'telegram', address: '-1001234567890' } as const;
    for (const [named, topic] of [
      [45, 45],
      [46, 46],
      [null, 46],
    ] as const) {
      await ensureOperatorChats(store.chats, [{ ...forum, topic: named }]);
      expect(await store.chats.loadChat(forum)).toMatchObject({ topic });
    }
  });
});

describe('a group at its own rate limit', () => {
  const groups = Array.from(
    { length: 5 },
    (_, index): ChatKey => ({ vendor: 'telegram', address: String(-900_000_000 + index) }),
  );
  const batch = (chats: readonly ChatKey[]): Task => ({
    kind: 'batch',
    vendor: 'telegram',
    addresses: chats.map(({ address }) => address),
  });

  /** Runs a task and returns what it puts back into the queue. */
  async function work(task: Task) {
    const added: Task[] = [];
    const { deps } = program();
    await runTask({ ...deps, queue: { ...deps.queue, add: async (one) => void added.push(one) } }, task);
    return added;
  }

  it('delays only itself: five such groups slow down no one else, and get their messages later', async () => {
    telegram.setLimits({ group: { perSecond: 1 / 30, burst: 1 } });
    for (const { address } of groups) await writeTo(address);
    const people = Array.from({ length: 40 }, (_, number) => person(number));
    for (const one of [...groups, ...people]) await join(one);
    const added = await work(batch([...groups, ...people]));
    expect(new Set(receivedBy(telegram))).toEqual(new Set(people.map(({ address }) => address)));
    expect(await store.paces.loadPace('telegram')).toMatchObject({ rate: 500, blockedUntil: 0 });
    expect(added).toMatchObject([{ kind: 'batch' }]);
    const waiting = (await rows()).filter(({ status }) => status === 'pending');
    expect(waiting.map(({ chat }) => chat).sort()).toEqual(groups.map(({ address }) => address).sort());
    // A sender that comes too early leaves them alone and makes no request.
    const asked = telegram.account().requests.sendMessage;
    await work(batch(groups));
    expect(telegram.account().requests.sendMessage).toBe(asked);
    now += 31_000;
    telegram.advance(31);
    await work(batch(groups));
    expect(receivedBy(telegram).slice(-5).sort()).toEqual(groups.map(({ address }) => address).sort());
  });

  it('that keeps limiting a message is eventually given up, without a dead letter', async () => {
    const [one] = groups;
    await join(one!);
    for (let attempt = 1; attempt <= 5; attempt++) {
      telegram.next({ kind: 'too-many', retryAfter: 3 });
      await work(batch([one!]));
      now += 300_000;
    }
    expect(await rows()).toMatchObject([{ status: 'gave-up', reason: 'asked to wait 3 s', attempts: 5 }]);
    await work(batch([one!]));
    expect([telegram.sent, aside]).toEqual([[], []]);
  });

  it('uses up no attempts of a message that fails for another reason', async () => {
    const [one] = groups;
    await join(one!);
    for (const kind of ['too-many', 'reset', 'too-many', 'reset', 'too-many', 'reset'] as const) {
      telegram.next(kind === 'reset' ? { kind } : { kind, retryAfter: 3 });
      await work(batch([one!]));
      now += 300_000;
    }
    await work(batch([one!]));
    expect(await rows()).toMatchObject([{ status: 'sent', attempts: 7 }]);
  });

  it('is not assumed if many chats are limited at once: then everyone waits, and no attempt counts', async () => {
    telegram.setLimits({ all: { perSecond: 1, burst: 1 } });
    const people = Array.from({ length: 20 }, (_, number) => person(number));
    for (const one of people) await join(one);
    await work(batch(people));
    const pace = await store.paces.loadPace('telegram');
    expect(pace?.rate).toBe(15);
    expect(pace?.blockedUntil).toBeGreaterThan(now);
    const refused = (await rows()).filter(({ status }) => status === 'pending');
    expect(refused.filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(0);
  });
});

describe('a group that became a supergroup', () => {
  it('gets messages under its new id, with its settings, and nothing is left of the old', async () => {
    await join(group, { topic: null, silence: { from: 0, until: 1 } });
    telegram.changeChat({ id: -1_000_899_999_999 });
    telegram.changeChat({ id: -899_999_999, movedTo: -1_000_899_999_999 });
    await send();
    expect(telegram.sent.map(({ chat }) => chat)).toEqual([-1_000_899_999_999]);
    expect(await store.chats.loadChat(group)).toBeUndefined();
    const moved = await store.chats.loadChat({ vendor: 'telegram', address: '-1000899999999' });
    expect(moved?.silence).toEqual({ from: 0, until: 1 });
  });

  it('keeps what was sent to it before', async () => {
    await join(group);
    await send();
    telegram.changeChat({ id: -1_000_899_999_999 });
    telegram.changeChat({ id: -899_999_999, movedTo: -1_000_899_999_999 });
    const warned = { ...NEWS, transitions: [transition(DAY, 'dcg')] };
    await send(warned);
    expect(telegram.sent.map(({ text }) => text)).toEqual([`digest of ${DAY}`, `warning of ${DAY}`]);
  });
});

describe('a message whose answer was lost', () => {
  it('is resent to Telegram and counted as a possible duplicate', async () => {
    await join(person(1));
    telegram.next({ kind: 'reset' });
    await send();
    expect(telegram.sent).toHaveLength(2);
    expect(await rows()).toMatchObject([{ status: 'sent', attempts: 2, possibleDuplicates: 1 }]);
  });

  it('is resent to Discord, which recognises the repeat', async () => {
    await join(channel);
    discord.next({ kind: 'reset' });
    await send();
    expect(discord.sent).toHaveLength(1);
    expect(await rows()).toMatchObject([{ status: 'sent', attempts: 2, possibleDuplicates: 0 }]);
  });

  it('long ago may be duplicated in Discord too, and is counted so', async () => {
    await join(channel);
    discord.next({ kind: 'silence' });
    const { deps, queue } = program(NEWS, 0.3);
    await runTask(
      { ...deps, queue: { ...queue, add: async () => {} } },
      { kind: 'batch', vendor: 'discord', addresses: [CHANNEL] },
    );
    expect(await rows()).toMatchObject([{ status: 'unknown' }]);
    discord.advance(150);
    now += 150_000;
    await send();
    expect(discord.sent).toHaveLength(2);
    expect(await rows()).toMatchObject([{ status: 'sent', possibleDuplicates: 1 }]);
  });
});

describe('a message the service refuses', () => {
  it('is given up, becomes a dead letter, and is sent by redeliver once the cause is fixed', async () => {
    await join(channel);
    discord.next({ kind: 'refused', status: 400, code: 50035, message: 'Invalid Form Body' });
    await send();
    expect(await rows()).toMatchObject([{ status: 'gave-up', reason: '400 Invalid Form Body' }]);
    expect(aside).toMatchObject([{ address: CHANNEL, payload: { id: `digest of ${DAY}` } }]);
    await send();
    expect(discord.sent).toHaveLength(0);
    expect((await redeliver()).map(({ kind }) => kind)).toEqual(['reopened']);
    await send();
    expect(discord.sent).toHaveLength(1);
  });

  it('with an unknown outcome, in Discord, is searched for first and not resent if found', async () => {
    await join(channel);
    discord.next({ kind: 'reset' });
    const { deps, queue } = program();
    await runTask(
      { ...deps, queue: { ...queue, add: async () => {} } },
      { kind: 'batch', vendor: 'discord', addresses: [CHANNEL] },
    );
    expect(await redeliver()).toMatchObject([
      { kind: 'found', record: { status: 'sent', sentId: discord.sent[0]!.id } },
    ]);
    await send();
    expect(discord.sent).toHaveLength(1);
  });
});

async function redeliver(): Promise<readonly Reopened[]> {
  const reopened: Reopened[] = [];
  const messages = { loadMessage: () => compose({ kind: 'digest', day: DAY, form: 'short' }) };
  for await (const one of reopenDeliveries({ ...program().deps, messages }, DAY)) reopened.push(one);
  return reopened;
}

describe('wake', () => {
  const early = { quiet: { from: 22, to: 7 } };

  it('releases what quiet hours held back, when they end', async () => {
    const chat = newChat(person(1), 'private', 0);
    await store.chats.saveChat({ ...chat, settings: { ...chat.settings, ...early } });
    await send();
    expect(telegram.sent).toHaveLength(0);
    const wakeAt = async (hours: number) => {
      now = 1000 * (midnight(addDays(DAY, 1)) + hours * 3600);
      const { deps, queue } = program();
      await wake(deps, ['telegram', 'discord']);
      await queue.done();
    };
    await wakeAt(6.9);
    expect(telegram.sent).toHaveLength(0);
    await wakeAt(7);
    expect(telegram.sent).toHaveLength(1);
    await wakeAt(7.2);
    expect(telegram.sent).toHaveLength(1);
  });

  it('finds what was lost with a queue an hour later', async () => {
    await join(person(1));
    const { deps, queue } = program();
    const losing = { ...deps, queue: { ...queue, add: async () => {} } };
    await fanOut(losing, ['telegram', 'discord']);
    expect(telegram.sent).toHaveLength(0);
    now += 3_601_000;
    const later = program();
    await wake(later.deps, ['telegram', 'discord']);
    await later.queue.done();
    expect(telegram.sent).toHaveLength(1);
  });
});

it('a warning, its end and its retraction form one reply thread', async () => {
  await join(channel);
  const rise = transition(DAY, 'dcg');
  await send({ ...NEWS, transitions: [rise] });
  const next = addDays(DAY, 1);
  const end = { ...rise, id: 'end', kind: 'resolved', day: next } as const;
  now += 86_400_000;
  await send({ ...NEWS, day: next, from: DAY, transitions: [rise, end], retracted: [rise] });
  const [warning] = discord.sent;
  const sent = discord.sent.map(({ payload }) => {
    const { embeds, message_reference: reference } = payload as {
      embeds: { title: string }[];
      message_reference?: object;
    };
    return [embeds[0]!.title, reference];
  });
  const follows = { message_id: warning!.id, fail_if_not_exists: false };
  expect(sent).toEqual([
    [`warning of ${DAY}`, undefined],
    [`digest of ${DAY}`, undefined],
    [`retraction of ${DAY}`, follows],
    [`warning of ${next}`, follows],
    [`digest of ${next}`, undefined],
  ]);
});
