import type { ChildProcess } from 'node:child_process';
import { eraseEmbedded, startEmbedded } from './embedded.ts';
import { parentClientConfig, serveChild } from './embedded-for-children.ts';
import { ensureTable } from './ensure-table.ts';
import { removeExpired } from './remove-expired.ts';
import { connectStore, type Store } from './store.ts';
import { connectTable } from './table.ts';
import { tidy } from './tidy.ts';

export const EMBEDDED_TABLE = 'hashtilt';

/** A store in local files. */
export type EmbeddedStore = Store & {
  /** Serves the store to a forked process, which opens it by `openParentsStore`. */
  readonly serve: (child: ChildProcess) => void;
  readonly tidy: (now: number) => Promise<number | undefined>;
};

/**
 * Opens or creates the embedded store in a folder. @param pauseMs see `ensureTable`.
 *
 * @throws StoreError if another process has it open.
 */
export async function openEmbeddedStore(path: string, pauseMs?: number): Promise<EmbeddedStore> {
  const embedded = await startEmbedded(path);
  const isReady = await ensureTable(EMBEDDED_TABLE, embedded.config, pauseMs).catch(
    async (error: unknown) => {
      await embedded.close();
      throw error;
    },
  );
  if (!isReady) {
    // A run killed while creating the table leaves an empty one that never becomes usable.
    await embedded.close();
    await eraseEmbedded(path);
    return openEmbeddedStore(path, pauseMs);
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

/** Opens, in a forked process, the embedded store that its parent serves. */
export function openParentsStore(): Store {
  return connectStore(EMBEDDED_TABLE, parentClientConfig(process));
}
