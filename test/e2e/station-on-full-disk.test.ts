import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { startCli } from '../support/run-cli.ts';
import { seedStore } from '../support/seeded-store.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { startTelegramPeer } from '../support/telegram-peer.ts';

const TOKEN = '4242:AAF-secret_of_the_bot';
const PERSON = 4711;
/** A megabyte of disk to free later. */
const LUMP = Buffer.alloc(2 ** 20, 1);

/** Needs the permission to mount one; otherwise the test counts as skipped. */
const disk = mountSmallDisk(16);
afterAll(() => disk?.close());

it.skipIf(disk === undefined)(
  'a station on a full disk says so, stays up, and answers again once there is room',
  async () => {
    const store = join(disk!.path, 'store');
    using seeded = await seedStore();
    cpSync(seeded.path, store, { recursive: true });
    const telegram = await startTelegramPeer({ token: TOKEN, chats: [PERSON] });
    let log = '';
    const station = startCli(['station'], {
      env: {
        HASHTILT_STORE: store,
        HASHTILT_MEMPOOL_URL: 'off',
        HASHTILT_SITE_LISTEN: 'off',
        TELEGRAM_BOT_TOKEN: TOKEN,
        HASHTILT_TELEGRAM_API: telegram.url,
      },
      onStderr: (text) => {
        log = text;
      },
    });
    const until = async (holds: () => boolean, meanwhile: () => Promise<unknown> = async () => {}) => {
      while (!holds()) {
        if (station.child.exitCode !== null || station.child.signalCode !== null)
          throw new Error(`the station ended: ${log}`);
        await meanwhile();
        await sleep(100);
      }
    };
    const ask = () => telegram.say({ chat: PERSON, text: '/help' });
    await until(() => log.includes('days are closed through'));
    await ask();
    await until(() => telegram.sent.length === 1);

    const lumps = fill(disk!.path);
    const full = `the store in ${store} cannot be `;
    await until(() => log.includes(full), ask);
    expect(log).toMatch(/the store in \S+ cannot be (written|opened) \(.*No space left on device\)/);

    for (const lump of lumps) rmSync(lump);
    const answered = telegram.sent.length;
    await until(() => telegram.sent.length > answered, ask);
    station.child.kill('SIGTERM');
    expect(await station.ended).toMatchObject({ code: 0 });
    await telegram.close();
  },
);

/** Fills a file system to its last byte. */
function fill(path: string): readonly string[] {
  const lumps: string[] = [];
  for (let size = LUMP.length; size > 0; size >>= 1)
    for (let isRoom = true; isRoom; ) {
      const lump = join(path, `lump-${lumps.length}`);
      lumps.push(lump);
      try {
        writeFileSync(lump, LUMP.subarray(0, size));
      } catch {
        isRoom = false;
      }
    }
  return lumps;
}
