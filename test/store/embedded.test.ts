import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AbstractValueIterator } from 'abstract-level';
import { ClassicLevel } from 'classic-level';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { StoreError } from '../../lib/store/store-error.ts';
import { listeningSockets } from '../support/listening.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  return () => folder[Symbol.dispose]();
});

const MISSING = [{ kind: 'missing', day: parseDay('2025-01-08') }] as const;

it('the embedded store keeps on disk what was saved before closing', async () => {
  const before = await openEmbeddedStore(folder.path);
  await before.ledger.saveDays(MISSING);
  await before.close();
  const after = await openEmbeddedStore(folder.path);
  expect(await after.ledger.loadDays()).toEqual(MISSING);
  await after.close();
});

it('a second process on the same folder exits with one line that says the store is in use', async () => {
  const store = await openEmbeddedStore(folder.path);
  await store.ledger.saveDays(MISSING);
  const env = { HASHTILT_STORE: folder.path, HASHTILT_MEMPOOL_URL: 'off' };
  const second = await startCli(['daily'], { env }).ended;
  expect(second).toEqual({
    code: 1,
    stdout: '',
    stderr: `the store in ${folder.path} is in use by another run of the program (a later run may succeed)\n`,
  });
  expect(await store.ledger.loadDays()).toEqual(MISSING);
  await store.close();
});

it('a second opening in the same process is refused and leaves the first working', async () => {
  const store = await openEmbeddedStore(folder.path);
  await expect(openEmbeddedStore(folder.path)).rejects.toBeInstanceOf(StoreError);
  expect(await store.ledger.loadDays()).toEqual([]);
  await store.close();
});

it('queries release their snapshot of the store once answered', async () => {
  const close = vi.spyOn(AbstractValueIterator.prototype, 'close');
  const store = await openEmbeddedStore(folder.path);
  const people = Array.from({ length: 400 }, (_, number) =>
    newChat({ vendor: 'telegram', address: String(700_000_000 + number) }, 'private', 0),
  ).filter((chat) => shardOf(chat) === 7);
  for (const chat of people) await store.chats.saveChat(chat);
  for (const limit of [1, 2, 100]) {
    close.mockClear();
    expect((await store.chats.loadShard('telegram', 7, null, limit)).chats).toHaveLength(
      Math.min(limit, people.length),
    );
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
  }
  await store.close();
});

it('a folder whose files are damaged is named', async () => {
  writeFileSync(join(folder.path, 'CURRENT'), 'nothing that LevelDB wrote\n');
  await expect(openEmbeddedStore(folder.path)).rejects.toThrow(
    `the store in ${folder.path} cannot be opened (`,
  );
});

it('a store whose table was never finished because the run was killed is recreated', async () => {
  await (await openEmbeddedStore(folder.path)).close();
  const files = new ClassicLevel<string, object>(folder.path, { valueEncoding: 'json' });
  await files.put('table~hashtilt', { ...(await files.get('table~hashtilt')), TableStatus: 'CREATING' });
  await files.close();
  const store = await openEmbeddedStore(folder.path, 1);
  await store.ledger.saveDays(MISSING);
  expect(await store.ledger.loadDays()).toEqual(MISSING);
  await store.close();
});

describe('another user of the machine', () => {
  it('finds no port or socket of an open store', async () => {
    const before = listeningSockets(process.pid);
    const store = await openEmbeddedStore(folder.path);
    await store.ledger.saveDays(MISSING);
    expect(listeningSockets(process.pid)).toEqual(before);
    await store.close();
  });

  it("cannot read a store's folder", async () => {
    const path = join(folder.path, 'store');
    await (await openEmbeddedStore(path)).close();
    expect((statSync(path).mode & 0o777).toString(8)).toBe('700');
  });
});
