import * as z from 'zod/mini';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { type ChatKey, shardOf } from '../../lib/chats/chat-key.ts';
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
import { fanOut, wake } from '../../lib/delivery/wake.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { discordChannel } from '../../lib/services/discord/send.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { itemForm } from '../../lib/store/item-form.ts';
import { connectStore } from '../../lib/store/store.ts';
import { connectTable } from '../../lib/store/table.ts';
import { startDiscordPeer } from '../support/discord-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { skippingClock } from '../support/skipping-clock.ts';
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

/** Several chats, numbered from 0. */
export function several(count: number, chat: (number: number) => ChatKey): readonly ChatKey[] {
  return Array.from({ length: count }, (_, number) => chat(number));
}

/** A day's news: the digest alone, unless the test says what else. */
export function newsOf(day: UtcDay, change: Partial<News> = {}): News {
  return { day, from: day, transitions: [], signals: [], retracted: [], ...change };
}

/** A task to send some chats of one service what is due. */
export function batch(chats: readonly ChatKey[]): Task {
  return { kind: 'batch', vendor: chats[0]!.vendor, addresses: chats.map(({ address }) => address) };
}

export const compose = async (content: Content) => {
  const title = `${content.kind} of ${content.day}`;
  return renderMessage({ id: title, title, severity: 'info', sections: [] });
};

const TABLE = 'sending';

/** `timeoutSeconds`: of a request. */
type Changes = Partial<DeliveryDeps> & { readonly timeoutSeconds?: number };

export type Sending = Awaited<ReturnType<typeof startSending>>;

/** Everything that sends, on an on-disk store, with local peers of both services and a clock that skips pauses. */
export async function startSending() {
  const folder = temporaryFolder();
  const dynamo = await startEmbedded(folder.path);
  await ensureTable(TABLE, dynamo.config);
  const connected = connectStore(TABLE, dynamo.config);
  // Running tasks for empty shards would take most of a test's time.
  const shards = new Set<string>();
  const store: typeof connected = {
    ...connected,
    chats: {
      ...connected.chats,
      saveChat: (chat) => {
        shards.add(`${chat.vendor} ${shardOf(chat)}`);
        return connected.chats.saveChat(chat);
      },
    },
  };
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
    limits: { global: null },
  });
  const clock = skippingClock((seconds) => {
    telegram.advance(seconds);
    discord.advance(seconds);
  });
  const aside: DeadLetter[] = [];

  /** Sets the clock to over three hours after a day, when its news is sent. */
  const after = (day: UtcDay, hours = 3) => clock.set(1000 * (midnight(addDays(day, 1)) + hours * 3600));
  after(FIRST_DAY);

  /** What sends a day's news, and its queue. */
  function program(news: News = newsOf(FIRST_DAY), { timeoutSeconds = 20, ...change }: Changes = {}) {
    const serviceOf = (through: Channel) => {
      const limits = { ...through.pace, start: 500, most: 500 };
      return {
        channel: through,
        pacer: createPacer(through.vendor, { store: store.paces, limits, ...clock }),
      };
    };
    const queue = createLocalQueue({
      work: async (task) => {
        if (task.kind !== 'shard' || shards.has(`${task.vendor} ${task.shard}`)) await runTask(deps, task);
      },
      deadLetter: (what) => aside.push(what),
      longestDelaySeconds: 5,
      sleep: clock.sleep,
    });
    const deps: DeliveryDeps = {
      ...{ news, own: () => [], compose, chats: store.chats, deliveries: store.deliveries, queue },
      services: {
        telegram: serviceOf(telegramChannel({ token: '1:a', apiRoot: telegram.url, timeoutSeconds })),
        discord: serviceOf(discordChannel({ token: 'bot', api: discord.url, timeoutSeconds })),
      },
      now: clock.now,
      sleep: clock.sleep,
      ...change,
    };
    return { deps, queue };
  }

  return {
    ...{ store, telegram, discord, after, program },
    now: clock.now,
    advance: clock.advance,
    /** Returns and clears the dead letters so far. */
    takeAside: () => aside.splice(0),
    join: (key: ChatKey, change: Partial<Chat> = {}) =>
      store.chats.saveChat({ ...newChat(key, 'group', 0), ...change }),
    standing: async (key: ChatKey) => (await store.chats.loadChat(key))?.standing,
    /** Sends all chats the news, or the digest of a day. */
    async send(what: News | UtcDay = FIRST_DAY, change: Changes = {}) {
      const { deps, queue } = program(typeof what === 'string' ? newsOf(what) : what, change);
      await fanOut(deps, ['telegram', 'discord']);
      await queue.done();
    },
    /** Wakes the senders. */
    async wake() {
      const { deps, queue } = program();
      await wake(deps, ['telegram', 'discord']);
      await queue.done();
    },
    /** Runs a single task and returns what it puts back into the queue, with the delay in seconds. */
    async work(task: Task, change: Changes = {}) {
      const added: (readonly [Task, number])[] = [];
      const { deps } = program(undefined, change);
      const add = async (one: Task, seconds = 0) => void added.push([one, seconds]);
      await runTask({ ...deps, queue: { ...deps.queue, add } }, task);
      return added;
    },
    async rows(day: UtcDay = FIRST_DAY) {
      const found = [];
      for await (const row of listDeliveries(store, { news: newsOf(day), own: () => [] }, day))
        found.push(row);
      return found;
    },
    /** Puts a record of a delivery into the table that no sender can read. */
    async damageRecord({ vendor, address }: ChatKey, id: string) {
      const table = connectTable(TABLE, dynamo.config);
      const key = { pk: `CHAT#${vendor}#${address}`, sk: id };
      await table.put(itemForm(z.object({ status: z.string() })), key, { status: 'perhaps' });
      table.close();
    },
    async close() {
      await Promise.all([telegram.close(), discord.close(), store.close()]);
      await dynamo.close();
      folder[Symbol.dispose]();
    },
  };
}
