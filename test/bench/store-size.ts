import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newChat } from '../../lib/chats/chat.ts';
import { claim } from '../../lib/delivery/delivery-record.ts';
import { lease, newPace } from '../../lib/delivery/pace-state.ts';
import { renderMessage } from '../../lib/messages/render.ts';
import { ClassicLevel } from '../../lib/store/embedded-files.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { MAIN, type Row } from './row.ts';

const DAYS = 365;
const CHATS = 40;
/** Commands and button presses of all chats per day. */
const UPDATES = 60;
const LEASES = 100;
const PACE = { start: 30, least: 15, most: 1000 };
const MEASURED_EVERY_DAYS = 30;
const START = Date.parse('2026-05-01T00:00:00Z') / 1000;
const DAY_SECONDS = 86_400;
const DIGEST_KEPT_DAYS = 35;

/** A key and its value as LevelDB holds them. */
type Pair = readonly [string, string];

/**
 * A station with 40 chats on the shipped ledger over a simulated year: the size of its folder at the end of a day,
 * compared with its unexpired items; and after cleaning, compared with a folder that holds nothing else.
 */
export async function benchStoreSize(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const path = join(folder, 'store');
  let [untidied, tidied] = [0, 0];
  try {
    const environment = { ...process.env, HASHTILT_STORE: path, HASHTILT_MEMPOOL_URL: 'off' };
    execFileSync(process.execPath, [MAIN, 'daily'], { env: environment, stdio: 'ignore' });
    let store = await openEmbeddedStore(path);
    for (let chat = 0; chat < CHATS; chat++) await store.chats.saveChat(newChat(person(chat), 'private', 0));
    for (let day = 0; day < DAYS; day++) {
      const now = START + (day + 1) * DAY_SECONDS;
      await spendDay(store, now);
      const before = sizeOf(path);
      await store.tidy(now);
      if (day % MEASURED_EVERY_DAYS !== MEASURED_EVERY_DAYS - 1) continue;
      await store.close();
      const live = await livePairs(path, now);
      untidied = Math.max(untidied, before / bytesOf(live));
      tidied = Math.max(tidied, sizeOf(path) / (await sizeAlone(join(folder, `day-${day}`), live)));
      store = await openEmbeddedStore(path);
    }
    await store.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
  const row = { unit: 'times as large', bar: 1.2, better: 'less', measured: null } as const;
  return [
    { ...row, name: 'folder of a store over a simulated year, beside its live items', figure: untidied },
    { ...row, name: 'the same after it is tidied, beside a folder of nothing else', figure: tidied },
  ];
}

const person = (number: number) => ({ vendor: 'telegram', address: String(700_000_000 + number) }) as const;

/** The writes of a day: a digest to each chat, commands, leases of the pace, the newest figures. */
async function spendDay(store: EmbeddedStore, now: number): Promise<void> {
  const key = `digest-${new Date(1000 * now).toISOString().slice(0, 10)}`;
  const expires = now + DIGEST_KEPT_DAYS * DAY_SECONDS;
  for (let chat = 0; chat < CHATS; chat++) {
    const claimed = claim(key, key, undefined, now, false);
    const saved = await store.deliveries.saveRecord(person(chat), claimed, expires);
    const sent = { status: 'sent', sentId: String(now), reason: null, claimedUntil: null } as const;
    await store.deliveries.saveRecord(person(chat), { ...saved!, ...sent }, expires);
  }
  for (let update = 0; update < UPDATES; update++) {
    const receipt = await store.receipts.takeReceipt(`telegram ${now} ${update}`, now);
    if (receipt.kind === 'taken') await store.receipts.finishReceipt(receipt.ticket, now);
    await store.chats.countCommand(person(update % CHATS), Math.floor(now / 60) + update, 'command');
  }
  for (let turn = 0; turn < LEASES; turn++) {
    const pace = (await store.paces.loadPace('telegram')) ?? newPace(PACE);
    await store.paces.savePace('telegram', lease(pace, PACE, 1000 * now).state);
  }
  const figures = (await store.figures.loadFigures())!;
  await store.messages.saveMessage(renderMessage({ ...figures.digest, id: key }));
  await store.figures.saveFigures(figures);
}

/** The unexpired items of a closed store. */
async function livePairs(path: string, now: number): Promise<readonly Pair[]> {
  const files = new ClassicLevel(path);
  const pairs = await files.iterator().all();
  await files.close();
  return pairs.filter(([, value]) => {
    const expires = /"expires":\{"N":"(\d+)"\}/.exec(value)?.[1];
    return expires === undefined || Number(expires) > now;
  });
}

/** The size of a folder that holds only these pairs. */
async function sizeAlone(path: string, pairs: readonly Pair[]): Promise<number> {
  const files = new ClassicLevel(path);
  for (const [key, value] of pairs) await files.put(key, value);
  await files.compactRange('', '\uffff');
  await files.close();
  return sizeOf(path);
}

function bytesOf(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
}

function sizeOf(path: string): number {
  return readdirSync(path).reduce((sum, file) => sum + statSync(join(path, file)).size, 0);
}
