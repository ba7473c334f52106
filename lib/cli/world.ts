import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ENV, type Settings } from '../config/environment.ts';
import { dayOf, type UtcDay } from '../core/ledger/utc-day.ts';
import type { BlockSource } from '../daily/block-source.ts';
import { createMempoolSpaceSource } from '../sources/mempool-space.ts';
import { openEmbeddedStore } from '../store/embedded-store.ts';
import { connectStore, type Store } from '../store/store.ts';
import { now, sourceWorld } from '../world.ts';

/** Opens the store that the settings name. */
export async function openStore(settings: Settings): Promise<Store> {
  return (await openSharedStore(settings)).store;
}

/** A store, and the variables by which another process with the same settings opens it, too. */
export type SharedStore = { readonly store: Store; readonly variables: Readonly<Record<string, string>> };

/** Opens the store that the settings name, and tells how other processes reach it meanwhile. */
export async function openSharedStore({ store }: Settings): Promise<SharedStore> {
  if (store.kind === 'embedded') {
    const opened = await openEmbeddedStore(store.path);
    const { table, endpoint, region, credentials } = opened.address;
    const variables = {
      [ENV.table]: table,
      [ENV.dynamoEndpoint]: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    return { store: opened, variables };
  }
  const config = store.endpoint === undefined ? {} : { endpoint: store.endpoint };
  return { store: connectStore(store.name, config), variables: {} };
}

/** Whether there is a store to read: an embedded one is made by the first daily job. */
export function hasStore({ store }: Settings): boolean {
  return store.kind === 'table' || existsSync(join(store.path, 'CURRENT'));
}

/** The UTC day it is now. */
export function today(): UtcDay {
  return dayOf(now());
}

/** The source of live blocks; null where they are switched off. */
export function openSource({ mempool, mempoolPaceMs }: Settings): BlockSource | null {
  return mempool === null ? null : createMempoolSpaceSource(mempool, sourceWorld, { paceMs: mempoolPaceMs });
}
