import { beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { record } from '../contract/stored.ts';
import { embeddedContent } from '../support/embedded-content.ts';
import { temporaryFolder } from '../support/run-cli.ts';

const DAY_SECONDS = 86_400;
const NOW = 1_750_000_000;
const PERSON = { vendor: 'telegram', address: '4711' } as const;

let folder: ReturnType<typeof temporaryFolder>;
let store: EmbeddedStore;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openEmbeddedStore(folder.path);
  return () => folder[Symbol.dispose]();
});

/** Closes the store and returns the keys of all delivery records in its files. */
async function recordsOnDisk(): Promise<readonly string[]> {
  await store.close();
  return (await embeddedContent(folder.path)).flatMap((item) => /digest-[\d-]+/.exec(item)?.[0] ?? []);
}

async function saveRecord(key: string, expires: number): Promise<void> {
  await store.deliveries.saveRecord(PERSON, { ...record(key), revision: 0 }, expires);
}

describe('the embedded store', () => {
  it('deletes what expired a day ago, and nothing else', async () => {
    await saveRecord('digest-2025-06-01', NOW - 1);
    await saveRecord('digest-2025-06-15', NOW + 1);
    expect(await store.tidy(NOW)).toBe(0);
    expect(await store.tidy(NOW + DAY_SECONDS)).toBe(1);
    expect(await recordsOnDisk()).toEqual(['digest-2025-06-15']);
  });

  it('deletes nothing because of a clock that was years ahead once, and resumes when it is right again', async () => {
    await saveRecord('digest-2025-06-01', NOW - 1);
    await saveRecord('digest-2025-06-15', NOW + 30 * DAY_SECONDS);
    await store.tidy(NOW);
    expect(await store.tidy(NOW + 1000 * DAY_SECONDS)).toBe(1);
    expect(await store.tidy(NOW + DAY_SECONDS)).toBe(0);
    expect(await store.tidy(NOW + 2 * DAY_SECONDS)).toBe(0);
    expect(await recordsOnDisk()).toEqual(['digest-2025-06-15']);
  });

  it('is tidied once a day, however often it is opened', async () => {
    expect(await store.tidy(NOW)).toBe(0);
    expect(await store.tidy(NOW + 3600)).toBeUndefined();
    await store.close();
    store = await openEmbeddedStore(folder.path);
    expect(await store.tidy(NOW + 7200)).toBeUndefined();
    await store.close();
  });
});
