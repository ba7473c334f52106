import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newChat } from '../../lib/chats/chat.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import type { DeliveryDeps } from '../../lib/delivery/delivery-deps.ts';
import { createLocalQueue } from '../../lib/delivery/local-queue.ts';
import { createPacer } from '../../lib/delivery/pacer.ts';
import { runTask } from '../../lib/delivery/run-task.ts';
import { fanOut } from '../../lib/delivery/wake.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { startPeerProcess } from '../support/peer/start-process.ts';
import type { TelegramControl } from '../support/telegram-peer.ts';
import { type Row, timesAsLong } from './row.ts';

const TOKEN = '123456:generated-token';
const PEOPLE = 400;
const GROUPS = 5;
const FIRST_PERSON = 700_000_000;
const FIRST_GROUP = -900_000_000;
const DAY = parseDay('2026-05-27');

/** The cost of a few groups at their own limits for all others: the time to reach 400 people, with and without them. */
export async function benchFullGroups(): Promise<Row> {
  const without = { name: 'the same without them', milliseconds: await tellPeople(0) };
  const milliseconds = await tellPeople(GROUPS);
  return timesAsLong('400 chats told beside five groups that answer 429', milliseconds, without, 1.2);
}

/** Sends the digest to people and groups at Telegram's rate, and returns the time until the last person has it. */
async function tellPeople(groups: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-groups-'));
  const store = await openEmbeddedStore(folder);
  const telegram = await startPeerProcess<TelegramControl>('telegram', {
    token: TOKEN,
    chats: [],
    ranges: [
      { from: FIRST_PERSON, count: PEOPLE },
      { from: FIRST_GROUP, count: GROUPS },
    ],
    limits: { group: { perSecond: 1 / 30, burst: 1 } },
  });
  try {
    const channel = telegramChannel({ token: TOKEN, apiRoot: telegram.url });
    const compose = async () =>
      renderMessage({ id: 'digest', title: 'One of many', severity: 'info', sections: [] });
    const addresses = [
      ...Array.from({ length: PEOPLE }, (_, index) => FIRST_PERSON + index),
      ...Array.from({ length: groups }, (_, index) => FIRST_GROUP + index),
    ].map(String);
    for (const address of addresses)
      await store.chats.saveChat(newChat({ vendor: 'telegram', address }, 'group', 0));
    // One answer in it, and the group is at its limit for half a minute.
    for (const chat of addresses.slice(PEOPLE))
      await channel.send(await compose(), { deliveryId: 'answer', chat });
    const start = performance.now();
    let [told, end] = [0, 0];
    const queue = createLocalQueue({
      work: (task) =>
        runTask(deps, task, ({ address }, _, { kind }) => {
          if (kind !== 'sent' || address.startsWith('-')) return;
          told += 1;
          end = performance.now();
        }),
      deadLetter: (what) => console.error(what),
      longestDelaySeconds: 35,
      sleep,
    });
    const pacer = createPacer('telegram', { store: store.paces, limits: channel.pace, now: Date.now, sleep });
    const deps: DeliveryDeps = {
      news: { day: DAY, from: DAY, transitions: [], signals: [], retracted: [] },
      own: () => [],
      compose,
      ...{ chats: store.chats, deliveries: store.deliveries, queue },
      services: { telegram: { channel, pacer } },
      ...{ now: Date.now, sleep },
    };
    await fanOut(deps, ['telegram']);
    await queue.done();
    if (told !== PEOPLE) throw new Error(`${told} of ${PEOPLE} people were told`);
    return end - start;
  } finally {
    await telegram.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}
