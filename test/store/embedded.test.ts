import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AbstractValueIterator } from 'abstract-level';
import dynalite from 'dynalite';
import { beforeEach, expect, it, vi } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { StoreError } from '../../lib/store/store-error.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  return () => folder[Symbol.dispose]();
});

const MISSING = [{ kind: 'missing', day: parseDay('2025-01-08') }] as const;

it('the embedded store keeps on disk what was saved before it was closed', async () => {
  const before = await openEmbeddedStore(folder.path);
  await before.ledger.saveDays(MISSING);
  await before.close();
  const after = await openEmbeddedStore(folder.path);
  expect(await after.ledger.loadDays()).toEqual(MISSING);
  await after.close();
});

it('a second process on the same folder ends with one line that says the store is in use', async () => {
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

it('a second opening in the same process is refused and leaves the first at work', async () => {
  const store = await openEmbeddedStore(folder.path);
  await expect(openEmbeddedStore(folder.path)).rejects.toBeInstanceOf(StoreError);
  expect(await store.ledger.loadDays()).toEqual([]);
  await store.close();
});

it('queries end with their answers and keep nothing of the store from then on', async () => {
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

it('a store whose table was never finished, since the run was killed, is made anew', async () => {
  const server = dynalite({ path: folder.path, createTableMs: 60_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'hashtilt',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  const store = await openEmbeddedStore(folder.path);
  await store.ledger.saveDays(MISSING);
  expect(await store.ledger.loadDays()).toEqual(MISSING);
  await store.close();
});
