import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { type ChatKey, shardOf } from '../../lib/chats/chat-key.ts';
import { midnight, parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { expandShard } from '../../lib/delivery/expand-shard.ts';
import type { Task } from '../../lib/delivery/task.ts';
import { dropDueOfOthers, fanOut, runAndFanOut, wake } from '../../lib/delivery/wake.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { connectStore, type Store } from '../../lib/store/store.ts';
import { temporaryFolder } from '../support/run-cli.ts';

const DAY = parseDay('2026-05-27');
const THREE = midnight(parseDay('2026-05-28')) + 3 * 3600;
const TEN_MINUTES = 600;
const HOUR = 3600;
const SHARDS = 64;

const folder = temporaryFolder();
let dynamo: Awaited<ReturnType<typeof startEmbedded>>;
let tables = 0;
let store: Store;
let seconds: number;
let added: Task[];
let pending: number;

beforeAll(async () => {
  dynamo = await startEmbedded(folder.path);
});
afterAll(async () => {
  await dynamo.close();
  folder[Symbol.dispose]();
});
beforeEach(async () => {
  await store?.close();
  tables += 1;
  await ensureTable(`news-${tables}`, dynamo.config);
  store = connectStore(`news-${tables}`, dynamo.config);
  [seconds, added, pending] = [THREE, [], 0];
});

/** Records tasks without running them. */
const deps = (): DeliveryDeps => ({
  news: { day: DAY, from: DAY, transitions: [], signals: [], retracted: [] },
  own: () => [],
  compose: async () => {
    throw new Error('nothing is sent here');
  },
  chats: store.chats,
  deliveries: store.deliveries,
  queue: { add: async (task) => void added.push(task), deadLetter: async () => {} },
  services: {},
  now: () => 1000 * seconds,
  sleep: async () => {},
  onPending: (chats) => {
    pending += chats;
  },
});

const commit = async (before: () => Promise<void>) => before();

describe('a run that commits news', () => {
  it('queues a look at every chat, now and in an hour, and leaves no other due entry', async () => {
    await runAndFanOut(deps(), async () => ['telegram', 'discord'], TEN_MINUTES, commit);
    expect(added).toHaveLength(2 * SHARDS);
    expect(await store.deliveries.loadDue(THREE + 10 * HOUR)).toEqual([
      { at: THREE + HOUR, vendor: 'discord', shard: null },
      { at: THREE + HOUR, vendor: 'telegram', shard: null },
    ]);
  });

  it('makes all chats due at its latest possible end, even if it is killed right after its commit', async () => {
    const run = runAndFanOut(
      deps(),
      async () => ['telegram'],
      TEN_MINUTES,
      async (before) => {
        await before();
        throw new Error('ended after the commit');
      },
    );
    await expect(run).rejects.toThrow('ended after the commit');
    seconds += TEN_MINUTES - 1;
    await wake(deps(), ['telegram', 'discord']);
    expect(added).toEqual([]);
    seconds += 1;
    await wake(deps(), ['telegram', 'discord']);
    expect(added).toHaveLength(SHARDS);
  });

  it('queues nothing if there was nothing to commit, or no bot', async () => {
    expect(
      await runAndFanOut(
        deps(),
        async () => ['telegram'],
        TEN_MINUTES,
        async () => 'nothing new',
      ),
    ).toBe('nothing new');
    await runAndFanOut(deps(), async () => [], TEN_MINUTES, commit);
    expect(added).toEqual([]);
    expect(await store.deliveries.loadDue(THREE + 10 * HOUR)).toEqual([]);
  });
});

it('shards of a service without a bot are dropped, those of another are queued', async () => {
  await fanOut(deps(), ['telegram', 'discord']);
  added = [];
  await dropDueOfOthers(deps(), ['discord']);
  seconds += HOUR;
  expect(await wake(deps(), ['telegram', 'discord'])).toBe(1);
  expect(new Set(added.map(({ vendor }) => vendor))).toEqual(new Set(['discord']));
});

describe('a chat that was due something an hour ago', () => {
  const person: ChatKey = { vendor: 'telegram', address: '7' };
  const here = { kind: 'shard', vendor: 'telegram', shard: shardOf(person), after: null } as const;

  /** Looks at the chat after a fan-out, when nothing can be late, without sending. */
  async function fannedOut() {
    await fanOut(deps(), ['telegram']);
    const task = added.find((one) => one.kind === 'shard' && one.shard === here.shard);
    await expandShard(deps(), task as Task & { kind: 'shard' });
    added = [];
  }

  /** Wakes some minutes later and runs every task for the chat's shard. */
  async function wokenAfter(minutes: number) {
    seconds += 60 * minutes;
    await wake(deps(), ['telegram']);
    const tasks = added.filter((task) => task.kind === 'shard' && task.shard === here.shard);
    added = [];
    for (const task of tasks) await expandShard(deps(), task as Task & { kind: 'shard' });
    return tasks.length;
  }

  it('and still is has waited too long', async () => {
    await store.chats.saveChat(newChat(person, 'private', 0));
    await fannedOut();
    expect(pending).toBe(0);
    expect(await wokenAfter(60)).toBe(1);
    expect(pending).toBe(1);
  });

  it('has not if the news is younger than that', async () => {
    await store.chats.saveChat(newChat(person, 'private', 0));
    await fannedOut();
    seconds += 50 * 60;
    await fanOut(deps(), ['telegram']);
    added = [];
    await wokenAfter(10);
    expect(pending).toBe(0);
  });

  it('has not if it held the message back until now', async () => {
    const chat = newChat(person, 'private', 0);
    await store.chats.saveChat({ ...chat, silence: { from: 0, until: THREE + HOUR } });
    await fannedOut();
    expect(await wokenAfter(65)).toBeGreaterThan(0);
    expect(pending).toBe(0);
  });

  it('has, even if a sender was killed while sending it just now', async () => {
    await store.chats.saveChat(newChat(person, 'private', 0));
    await fannedOut();
    const key = `digest-${DAY}`;
    const attemptedAt = THREE + HOUR - 40;
    const claimed = {
      key,
      messageId: key,
      status: 'pending',
      attempts: 3,
      possibleDuplicates: 0,
      revision: 0,
    } as const;
    const open = {
      attemptedAt,
      claimedUntil: attemptedAt + 30,
      sentId: null,
      reason: null,
      inDoubtSince: null,
    };
    await store.deliveries.saveRecord(person, { ...claimed, ...open }, THREE + 10 * HOUR);
    await wokenAfter(60);
    expect(pending).toBe(1);
  });
});
