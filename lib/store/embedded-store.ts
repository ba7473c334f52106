import type { ChildProcess } from 'node:child_process';
import { eraseEmbedded, startEmbedded } from './embedded.ts';
import { clientOfParent, serveChild } from './embedded-for-children.ts';
import { ensureTable } from './ensure-table.ts';
import { removeExpired } from './remove-expired.ts';
import { connectStore, type Store } from './store.ts';
import { connectTable } from './table.ts';
import { tidy } from './tidy.ts';

export const EMBEDDED_TABLE = 'hashtilt';

/** A store in files on this machine. */
export type EmbeddedStore = Store & {
  /** Lets a process forked from this one use the store through `openParentsStore`. */
  readonly serve: (child: ChildProcess) => void;
  /** `tidy` of this store. */
  readonly tidy: (now: number) => Promise<number | undefined>;
};

/** Opens or makes the embedded store in a folder. @throws StoreError when another process has it open. */
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
  const table = connectTable(EMBEDDED_TABLE, embedded.config);
  return {
    ...store,
    serve: (child) => serveChild(child, embedded.answer),
    tidy: (now) =>
      tidy(
        {
          table,
          removeExpired: (until) => removeExpired(EMBEDDED_TABLE, embedded.config, until),
          compact: embedded.compact,
        },
        now,
      ),
    close: async () => {
      table.close();
      await store.close();
      await embedded.close();
    },
  };
}

/** In a forked process, opens the embedded store that its parent has open and serves. */
export function openParentsStore(): Store {
  return connectStore(EMBEDDED_TABLE, clientOfParent(process));
}
