import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { StoreError } from '../../lib/store/store-error.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const AT_ONCE = 50;

/** Needs the right to mount; without it the test is skipped. */
const disk = mountSmallDisk(5);
afterAll(() => disk?.close());

it.skipIf(disk === undefined)(
  'a full disk fails each waiting write with an error that names the folder, loses nothing acknowledged, and is over once there is space',
  async () => {
    const path = join(disk!.path, 'store');
    const store = await openEmbeddedStore(path);
    const written: string[] = [];
    const refusals: unknown[] = [];
    let slowestMs = 0;
    const save = async (number: number) => {
      const address = String(700_000_000 + number);
      const chat = newChat({ vendor: 'telegram', address }, 'private', 0);
      const started = performance.now();
      try {
        await store.chats.saveChat({ ...chat, standing: { kind: 'paused', reason: noise(), since: 0 } });
        written.push(address);
      } catch (error) {
        refusals.push(error);
      }
      slowestMs = Math.max(slowestMs, performance.now() - started);
    };
    const isThere = async () => {
      const { chats } = await store.chats.loadChats('telegram', written);
      return chats.length === written.length;
    };

    for (let from = 0; refusals.length === 0; from += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => save(from + index)));
    expect(refusals.length).toBeGreaterThan(AT_ONCE / 2);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(StoreError);
      expect(refusal).toMatchObject({ retryable: true });
      expect((refusal as StoreError).message).toMatch(
        new RegExp(`^the store in ${path} cannot be (written|opened) \\(.*No space left on device\\)$`),
      );
    }
    expect(new Set(refusals.map((refusal) => (refusal as StoreError).message)).size).toBe(1);
    expect(slowestMs).toBeLessThan(10_000);

    disk!.resize(50);
    await sleep(5500);
    expect(await isThere()).toBe(true);
    await save(9_000_000);
    expect(await isThere()).toBe(true);
    await store.close();
  },
);

/** Two incompressible kilobytes. */
function noise(): string {
  return Array.from({ length: 200 }, () => Math.random().toString(36).slice(2)).join('');
}
