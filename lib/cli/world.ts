import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/environment.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import { createAttributor } from '../core/pools/attribute.ts';
import { registry } from '../core/pools/registry.ts';
import type { CollectDeps } from '../daily/collect-blocks.ts';
import { openSources } from '../sources/open-sources.ts';
import { type EmbeddedStore, openEmbeddedStore, openParentsStore } from '../store/embedded-store.ts';
import { connectStore, type Store } from '../store/store.ts';
import { now, sourceWorld } from '../world.ts';

/** A store, and `tidy`, which a table on AWS does without. */
type OpenedStore = Store & Pick<EmbeddedStore, 'tidy'>;

/** Opens the store that the settings name. */
export async function openStore(settings: Settings): Promise<OpenedStore> {
  return (await openSharedStore(settings)).store;
}

/** Opens the store that the settings name, and gives what lets forked processes with the same settings use it, too. */
export async function openSharedStore({ store }: Settings): Promise<SharedStore> {
  if (store.kind === 'table')
    return { store: { ...connectNamed(store), tidy: async () => undefined }, serve: () => {} };
  const embedded = await openEmbeddedStore(store.path);
  return { store: embedded, serve: embedded.serve };
}

export type SharedStore = { readonly store: OpenedStore; readonly serve: EmbeddedStore['serve'] };

/** Opens, in a forked process, the store that its parent has opened to share. */
export function joinSharedStore({ store }: Settings): Store {
  return store.kind === 'embedded' ? openParentsStore() : connectNamed(store);
}

function connectNamed({ name, endpoint }: Extract<Settings['store'], { kind: 'table' }>): Store {
  return connectStore(name, endpoint === undefined ? {} : { endpoint });
}

/** Whether there is a store to read: an embedded one is made by the first daily job. */
export function hasStore({ store }: Settings): boolean {
  return store.kind === 'table' || existsSync(join(store.path, 'CURRENT'));
}

/** The UTC day it is now. */
export function today(): UtcDay {
  return dayOf(now());
}

/** Where live blocks come from, in the order of trust, and who says by whom each was mined. */
export function openBlocks({ sources, mempoolPaceMs }: Settings): Omit<CollectDeps, 'store'> {
  return {
    sources: openSources(sources, sourceWorld, mempoolPaceMs),
    attribute: createAttributor(registry.pools),
    random: sourceWorld.random,
  };
}
