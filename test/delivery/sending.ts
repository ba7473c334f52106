import { setTimeout as sleep } from 'node:timers/promises';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { type ChatKey, shardOf } from '../../lib/chats/chat-key.ts';
import type { ChatStore } from '../../lib/chats/chat-store.ts';
import { addDays, midnight, parseDay, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { Channel } from '../../lib/delivery/channel.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { listDeliveries } from '../../lib/delivery/list-deliveries.ts';
import { createLocalQueue } from '../../lib/delivery/local-queue.ts';
import type { News } from '../../lib/delivery/news.ts';
import type { Content } from '../../lib/delivery/next-step.ts';
import { createPacer } from '../../lib/delivery/pacer.ts';
import { runTask } from '../../lib/delivery/run-task.ts';
import type { DeadLetter, Task } from '../../lib/delivery/task.ts';
import { fanOut } from '../../lib/delivery/wake.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { startDiscordPeer } from '../support/discord-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';

export const FIRST_DAY = parseDay('2026-05-27');

/** Chats of both services: people and groups on Telegram, channels on Discord. */
export const person = (number: number): ChatKey => ({
  vendor: 'telegram',
  address: String(700_000_000 + number),
});
export const group = (number: number): ChatKey => ({
  vendor: 'telegram',
  address: String(-900_000_000 + number),
});
export const channel = (number: number): ChatKey => ({
  vendor: 'discord',
  address: String(140_000_000_000_000_000n + BigInt(number)),
});

const compose = async (content: Content) => {
  const title = `${content.kind} of ${content.day}`;
  return renderMessage({ id: title, title, severity: 'info', sections: [] });
};

/** A store's chats, and which tasks are for empty shards: running those would take most of a test's time. */
export function knownShards(store: ChatStore) {
  const shards = new Set<string>();
  const chats: ChatStore = {
    ...store,
    saveChat: (chat) => {
      shards.add(`${chat.vendor} ${shardOf(chat)}`);
      return store.saveChat(chat);
    },
  };
  const isEmpty = (task: Task) => task.kind === 'shard' && !shards.has(`${task.vendor} ${task.shard}`);
  return { chats, isEmpty };
}

export type Sending = Awaited<ReturnType<typeof startSending>>;

/** Everything that sends, on an on-disk store, with local peers of both services and a clock that tests set. */
export async function startSending() {
  const folder = temporaryFolder();
  const opened = await openEmbeddedStore(folder.path);
  const { chats, isEmpty } = knownShards(opened.chats);
  const store = { ...opened, chats };
  const telegram = await startTelegramPeer({
    token: '1:a',
    chats: [],
    ranges: [
      { from: 700_000_000, count: 1000 },
      { from: -900_000_000, count: 1000 },
    ],
    limits: { all: null, chat: null, group: null },
  });
  const discord = await startDiscordPeer({
    token: 'bot',
    channels: [],
    ranges: [{ from: channel(0).address, count: 1000 }],
    limits: { global: null, route: null },
  });
  const started = performance.now();
  let aside: DeadLetter[] = [];
  let now = 0;
  const clock = () => now + (performance.now() - started);

  /** Sets the clock to over three hours after a day, when its news is sent. */
  const after = (day: UtcDay, hours = 3) => {
    now = 1000 * (midnight(addDays(day, 1)) + hours * 3600) - (performance.now() - started);
  };
  const deps = (news: News, more: Partial<DeliveryDeps>) => {
    const serviceOf = (through: Channel) => {
      const limits = { ...through.pace, start: 500, most: 500 };
      const pacer = createPacer(through.vendor, { store: store.paces, limits, now: clock, sleep });
      return { channel: through, pacer };
    };
    const queue = createLocalQueue({
      work: async (task) => {
        if (!isEmpty(task)) await runTask(made, task);
      },
      deadLetter: (what) => aside.push(what),
      longestDelaySeconds: 5,
    });
    const made: DeliveryDeps = {
      ...{ news, own: () => [], compose, chats: store.chats, deliveries: store.deliveries, queue },
      services: {
        telegram: serviceOf(telegramChannel({ token: '1:a', apiRoot: telegram.url })),
        discord: serviceOf(discordChannel({ token: 'bot', api: discord.url })),
      },
      now: clock,
      sleep,
      ...more,
    };
    return { made, queue };
  };
  after(FIRST_DAY);

  return {
    ...{ store, telegram, discord, after },
    now: () => Math.floor(clock() / 1000),
    /** Returns and clears the dead letters so far. */
    takeAside: () => aside.splice(0),
    join: (key: ChatKey, change: Partial<Chat> = {}) =>
      store.chats.saveChat({ ...newChat(key, 'group', 0), ...change }),
    standing: async (key: ChatKey) => (await store.chats.loadChat(key))?.standing,
    /** Sends all chats the news of a day. */
    async send(day: UtcDay, more: Partial<DeliveryDeps> = {}) {
      const { made, queue } = deps({ day, from: day, transitions: [], signals: [], retracted: [] }, more);
      await fanOut(made, ['telegram', 'discord']);
      await queue.done();
    },
    async rows(day: UtcDay) {
      const news: News = { day, from: day, transitions: [], signals: [], retracted: [] };
      const found = [];
      for await (const row of listDeliveries(store, { news, own: () => [], compose }, day)) found.push(row);
      return found;
    },
    async close() {
      aside = [];
      await Promise.all([telegram.close(), discord.close(), store.close()]);
      folder[Symbol.dispose]();
    },
  };
}
