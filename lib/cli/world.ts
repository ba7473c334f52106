import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/environment.ts';
import type { LedgerView } from '../core/ledger/ledger-view.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { viewLedger } from '../daily/view-ledger.ts';
import { type Fault, InputError } from '../errors.ts';
import type { EmbeddedStore } from '../store/embedded-store.ts';
import type { Store } from '../store/store.ts';
import { now } from '../world.ts';
import { loadSettings } from './input.ts';

/** A store that `await using` closes, with the operations that only an embedded one performs. */
export type OpenedStore = Store & Pick<EmbeddedStore, 'tidy' | 'serve'> & AsyncDisposable;

/** Loads the code of storage as well: it is half of what a command loads, and those on the shipped days need none. */
export async function openStore({ store }: Settings): Promise<OpenedStore> {
  const opened =
    store.kind === 'embedded'
      ? await (await import('../store/embedded-store.ts')).openEmbeddedStore(store.path)
      : { ...(await connectNamed(store)), tidy: async () => undefined, serve: () => {} };
  return { ...opened, [Symbol.asyncDispose]: opened.close };
}

/** Opens a store that the daily job has filled. @throws InputError with `missing` if there is none. */
export async function openFilledStore(
  settings: Settings,
  missing: Fault = EMPTY_STORE,
): Promise<OpenedStore> {
  if (!hasStore(settings)) throw new InputError([missing]);
  return openStore(settings);
}

/** Opens the store; null if there is none: commands that only read do not create one. */
export async function openExistingStore(settings: Settings): Promise<OpenedStore | null> {
  return hasStore(settings) ? openStore(settings) : null;
}

/**
 * Loads the ledger that commands answer from: the store's, or the shipped one.
 *
 * @param from the first day that is needed; set it if it may be before the recorded ones.
 */
export async function loadView(from?: UtcDay): Promise<LedgerView> {
  await using store = await openExistingStore(loadSettings());
  return await viewLedger(store?.ledger ?? null, from);
}

/** The fault of a store on which the daily job has never run. */
export const EMPTY_STORE: Fault = { where: 'store', what: 'is empty; run `daily` first' };

/** Opens, in a forked process, the store that its parent shares. */
export async function joinSharedStore({ store }: Settings): Promise<Store> {
  return store.kind === 'embedded'
    ? (await import('../store/embedded-store.ts')).openParentsStore()
    : connectNamed(store);
}

async function connectNamed({
  name,
  endpoint,
}: Extract<Settings['store'], { kind: 'table' }>): Promise<Store> {
  const { connectStore } = await import('../store/store.ts');
  return connectStore(name, endpoint === undefined ? {} : { endpoint });
}

/** Whether there is a store to read: the first daily job creates an embedded one. */
function hasStore({ store }: Settings): boolean {
  return store.kind === 'table' || existsSync(join(store.path, 'CURRENT'));
}

/** The current UTC day. */
export function today(): UtcDay {
  return dayOf(now());
}
