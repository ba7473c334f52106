import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newChat } from '../../lib/chats/chat.ts';
import { chatItemKey } from '../../lib/store/chat-keys.ts';
import { chatForm } from '../../lib/store/dynamo-chat-store.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { EMBEDDED_TABLE } from '../../lib/store/embedded-store.ts';
import { connectTable } from '../../lib/store/table.ts';
import { startPeerProcess } from '../support/peer/start-process.ts';
import type { TelegramControl } from '../support/telegram-peer.ts';
import { benchFullGroups } from './full-groups.ts';
import { duration, MAIN, type Row } from './row.ts';

const FIRST_PERSON = 700_000_000;
const AT_ONCE = 100;
/** The large number of chats to compare with. */
const CHATS = Number(process.env.HASHTILT_BENCH_CHATS ?? 50_000);
const SENDER = join(import.meta.dirname, 'delivery-process.ts');

/** As `npm run station` starts: otherwise V8 and malloc would rather grow than free memory. */
const { station } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')).scripts;
const LOW_MEMORY_FLAGS: { readonly flags: readonly string[] } = { flags: station.match(/--max\S+/g) };
const ARENAS = /MALLOC_ARENA_MAX=(\d+)/.exec(station)?.[1];

/** A larger young generation: a fifth less time and some 20 MB more. */
const MORE_MEMORY: typeof LOW_MEMORY_FLAGS = {
  flags: ['--max-semi-space-size=16', '--max-old-space-size=160'],
};

type DeliveryFigures = {
  readonly sent: number;
  readonly seconds: number;
  /** The peak memory from the first task to the last answer. */
  readonly megabytes: number;
  /** The same without mapped file pages. */
  readonly ownMegabytes: number;
};

/** Sends the digest of the shipped days to many chats, with store and queue in one process and no rate limit. */
async function sendTo(recipients: number, { flags } = LOW_MEMORY_FLAGS): Promise<DeliveryFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const path = join(folder, 'store');
  const telegram = await startPeerProcess<TelegramControl>('telegram', {
    token: '123456:generated-token',
    chats: [],
    ranges: [{ from: FIRST_PERSON, count: recipients }],
    limits: { all: null, chat: null, group: null },
    keep: 1,
  });
  try {
    const environment = { ...process.env, HASHTILT_STORE: path, HASHTILT_MEMPOOL_URL: 'off' };
    execFileSync(process.execPath, [MAIN, 'daily'], { env: environment, stdio: 'ignore' });
    await addChats(path, recipients);
    const output = execFileSync(process.execPath, [...flags, SENDER, path, telegram.url], {
      encoding: 'utf8',
      env: { ...process.env, MALLOC_ARENA_MAX: ARENAS },
    });
    const figures = JSON.parse(output) as DeliveryFigures;
    const { distinct } = await telegram.control.account();
    if (figures.sent !== recipients || distinct !== recipients)
      throw new Error(`${figures.sent} of ${recipients} messages were sent, ${distinct} chats have one`);
    return figures;
  } finally {
    await telegram.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Writes chats with default settings. */
async function addChats(path: string, count: number): Promise<void> {
  const embedded = await startEmbedded(path);
  const table = connectTable(EMBEDDED_TABLE, embedded.config);
  for (let from = 0; from < count; from += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) =>
      newChat({ vendor: 'telegram', address: String(FIRST_PERSON + from + index) }, 'private', 0),
    );
    const saved = people.map((chat) => ({ ...chat, revision: 1 }));
    await table.putAll(chatForm, saved, chatItemKey);
  }
  table.close();
  await embedded.close();
}

/** Measures the sending process's memory for few and many recipients, its speed, and the effect of full groups on others. */
export async function benchDelivery(): Promise<readonly Row[]> {
  const few = await sendTo(1000);
  const many = await sendTo(CHATS);
  return [memoryRow(1000, few), memoryRow(CHATS, many), speedRow(CHATS, many), await benchFullGroups()];
}

/** One message to a million chats, which takes over an hour; HASHTILT_BENCH_MILLION sets another number. */
export async function benchMillion(): Promise<readonly Row[]> {
  const chats = Number(process.env.HASHTILT_BENCH_MILLION ?? 1_000_000);
  const figures = await sendTo(chats, MORE_MEMORY);
  return [{ ...memoryRow(chats, figures), bar: 300 }, speedRow(chats, figures)];
}

function memoryRow(recipients: number, { megabytes, ownMegabytes }: DeliveryFigures): Row {
  return {
    name: `memory while sending to ${recipients.toLocaleString('en-US')} chats`,
    figure: megabytes,
    unit: 'MB',
    bar: 200,
    better: 'less',
    measured: `${Math.round(ownMegabytes)} MB without the pages of files that it maps`,
  };
}

/** The bar is not a machine's speed but the rate that the services allow together. */
function speedRow(recipients: number, { sent, seconds }: DeliveryFigures): Row {
  return {
    name: `messages to ${recipients.toLocaleString('en-US')} chats, store and records included, at no pace`,
    figure: sent / seconds,
    unit: 'a second',
    bar: 49,
    better: 'more',
    measured: `${sent.toLocaleString('en-US')} messages in ${duration(1000 * seconds)}`,
  };
}
