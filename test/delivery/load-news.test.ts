import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultRules } from '../../lib/config/default-rules.ts';
import { cachedDays } from '../../lib/daily/cached-by-revision.ts';
import { type NewsDeps, newsLoader } from '../../lib/delivery/load-news.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import type { Store } from '../../lib/store/store.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';

let seeded: SeededStore;
let store: Store;
let loads: number;

beforeAll(async () => {
  seeded = await seedStore();
  store = await openEmbeddedStore(seeded.path);
});
afterAll(async () => {
  await store.close();
  seeded[Symbol.dispose]();
});

/** A store that counts how often all days are read. */
function counting(): Store {
  loads = 0;
  const loadDays: Store['ledger']['loadDays'] = (range) => {
    loads += 1;
    return store.ledger.loadDays(range);
  };
  return { ...store, ledger: { ...store.ledger, loadDays } };
}

/** Commits a run, as its last step does. */
async function commitAgain() {
  await store.warnings.saveProgress((await store.warnings.loadProgress())!);
}

const newsDeps = (counted: Store): NewsDeps => ({
  store: counted,
  ...{ rules: defaultRules(), knowledge: 'then', reportUrl: null },
});

it('news is gathered from all days once, and again only after another run is committed', async () => {
  const load = newsLoader(newsDeps(counting()));
  const first = await load();
  expect(await load()).toBe(first);
  expect(loads).toBe(1);
  await commitAgain();
  const second = await load();
  expect(second).not.toBe(first);
  expect(second?.news).toEqual(first?.news);
  expect(loads).toBe(2);
});

it('days to draw are read once, and again only after another run is committed', async () => {
  const { loadDays } = cachedDays(counting());
  const first = await loadDays();
  expect(first.length).toBeGreaterThan(2000);
  expect(await loadDays()).toBe(first);
  await commitAgain();
  expect(await loadDays()).toEqual(first);
  expect(loads).toBe(2);
});
