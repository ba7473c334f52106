import { type EmbeddedDynamoDb, eraseEmbedded, startEmbedded } from './embedded.ts';
import { ensureTable } from './ensure-table.ts';
import { connectStore, type Store } from './store.ts';

export const EMBEDDED_TABLE = 'hashtilt';

/** A store, and how another process on this machine reaches it while it is open here. */
export type EmbeddedStore = Store & {
  readonly address: EmbeddedDynamoDb['overHttp'] & { readonly table: string };
};

/**
 * Opens the embedded store in a folder, making it where there is none.
 *
 * @throws StoreError when another process has it open.
 */
export async function openEmbeddedStore(path: string): Promise<EmbeddedStore> {
  const embedded = await startEmbedded(path);
  const isReady = await ensureTable(EMBEDDED_TABLE, embedded.config).catch(async (error: unknown) => {
    await embedded.close();
    throw error;
  });
  if (!isReady) {
    // A run that was killed while it created the table leaves one that never becomes usable, and is empty.
    await embedded.close();
    await eraseEmbedded(path);
    return openEmbeddedStore(path);
  }
  const store = connectStore(EMBEDDED_TABLE, embedded.config);
  return {
    ...store,
    address: { ...embedded.overHttp, table: EMBEDDED_TABLE },
    close: async () => {
      await store.close();
      await embedded.close();
    },
  };
}
