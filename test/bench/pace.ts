import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPacer, type PaceStore } from '../../lib/delivery/pacer.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { startPeerProcess } from '../support/peer/start-process.ts';
import type { TelegramControl } from '../support/telegram-peer.ts';
import type { Row } from './row.ts';

const SECONDS = 150;
const TOKEN = '123456:generated-token';
const FIRST_PERSON = 700_000_000;
const message = renderMessage({ id: 'pace', title: 'One of many', severity: 'info', sections: [] });

/**
 * Measures senders that share a rate limit through the store, with a Telegram that allows 20, 30 and 40 messages a second
 * without saying so: the fraction of it that they reach, in 25 minutes.
 */
export async function benchPace(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const perSecond of [20, 30, 40])
    for (const senders of [1, 2, 8]) rows.push(await measure(perSecond, senders));
  return rows;
}

async function measure(perSecond: number, senders: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-pace-'));
  const store = await openEmbeddedStore(folder);
  const telegram = await startPeerProcess<TelegramControl>('telegram', {
    token: TOKEN,
    chats: [],
    ranges: [{ from: FIRST_PERSON, count: 1_000_000 }],
    limits: { all: { perSecond, burst: perSecond }, chat: null, group: null },
    keep: 1,
  });
  let next = FIRST_PERSON;
  const chat = () => String(next++);
  const until = Date.now() + 1000 * SECONDS;
  const counts = await Promise.all(
    Array.from({ length: senders }, () => sendUntil(until, store.paces, telegram.url, chat)),
  );
  await telegram.stop();
  await store.close();
  rmSync(folder, { recursive: true });
  const taken = counts.reduce((sum, count) => sum + count.taken, 0);
  const refused = counts.reduce((sum, count) => sum + count.refused, 0);
  return {
    name: `of ${perSecond} messages a second that a service allows and does not tell, with ${senders} sender${senders === 1 ? '' : 's'}`,
    figure: (100 * taken) / (SECONDS * perSecond),
    unit: '%',
    bar: 95,
    better: 'more',
    measured: `${refused} refused`,
  };
}

/** One sender, with its own pacer on the shared state. */
async function sendUntil(until: number, store: PaceStore, apiRoot: string, chat: () => string) {
  const channel = telegramChannel({ token: TOKEN, apiRoot });
  const pacer = createPacer('telegram', { store, limits: channel.pace, now: Date.now, sleep });
  let [taken, refused] = [0, 0];
  const onTheirWay = new Set<Promise<void>>();
  while (Date.now() < until) {
    const turn = await pacer.turn();
    if (turn.kind === 'stop') throw new Error('the pace stopped');
    const to = chat();
    const sending = channel.send(message, { deliveryId: 'pace', chat: to }).then(async (result) => {
      if (result.kind === 'sent') taken += 1;
      if (result.kind === 'wait') {
        refused += 1;
        const { seconds, isGlobal } = result;
        await pacer.rateLimited({ chat: to, slot: turn.slot, seconds }, isGlobal);
      }
    });
    onTheirWay.add(sending);
    sending.finally(() => onTheirWay.delete(sending));
  }
  await Promise.all(onTheirWay);
  return { taken, refused };
}
