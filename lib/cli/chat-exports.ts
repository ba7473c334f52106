import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chatsFileLines } from '../chats/chats-file.ts';
import { dayOf } from '../core/ledger/utc-day.ts';
import type { Store } from '../store/store.ts';

/** So many nights are kept. */
const KEPT = 7;
const NAME = /^chats-\d{4}-\d\d-\d\d\.jsonl$/;

export type Exported = {
  readonly chats: number;
  readonly damaged: readonly { readonly vendor: string; readonly address: string; readonly reason: string }[];
};

/**
 * Writes all chats of a store into a file that only its owner may read. It is there whole or not at all: whatever
 * was there before stays until then.
 *
 * @param now Unix seconds.
 */
export async function exportChats({ chats }: Store, file: string, now: number): Promise<Exported> {
  const damaged: Exported['damaged'][number][] = [];
  const half = `${file}.${process.pid}.half`;
  let lines = 0;
  try {
    const handle = await open(half, 'wx', 0o600);
    try {
      const at = new Date(1000 * now).toISOString();
      for await (const line of chatsFileLines(chats, at, (chat) => damaged.push(chat))) {
        await handle.write(`${line}\n`);
        lines += 1;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  return { chats: lines - 2, damaged };
}

/**
 * Exports the chats of a store once a day into a folder, where the last seven days are kept. The export of a day is
 * never replaced: otherwise a store that has lost its chats would overwrite the copy it could be restored from.
 *
 * @returns undefined where there is one of today, or nothing to export.
 */
export async function exportOnceADay(
  store: Store,
  folder: string,
  now: number,
): Promise<(Exported & { readonly file: string }) | undefined> {
  const file = join(folder, `chats-${dayOf(now)}.jsonl`);
  if (existsSync(file)) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const exported = await exportChats(store, file, now);
  if (exported.chats === 0) {
    await rm(file);
    return undefined;
  }
  const kept = (await readdir(dirname(file))).filter((name) => NAME.test(name)).sort();
  for (const name of kept.slice(0, -KEPT)) await rm(join(folder, name));
  return { ...exported, file };
}
