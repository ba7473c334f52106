import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chatsFileLines } from '../chats/chats-file.ts';
import { dayOf } from '../core/ledger/utc-day.ts';
import type { Store } from '../store/store.ts';

const DAYS_KEPT = 7;
const NAME = /^chats-\d{4}-\d\d-\d\d\.jsonl$/;

export type ExportResult = {
  readonly chats: number;
  readonly damaged: readonly { readonly vendor: string; readonly address: string; readonly reason: string }[];
};

/**
 * Writes all chats of a store to a file that only its owner may read. The file is replaced atomically: until the export
 * is complete, the previous one stays.
 *
 * @param now Unix seconds.
 */
export async function exportChats({ chats }: Store, file: string, now: number): Promise<ExportResult> {
  const damaged: ExportResult['damaged'][number][] = [];
  const partial = `${file}.${process.pid}.partial`;
  let lines = 0;
  try {
    const handle = await open(partial, 'wx', 0o600);
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
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { chats: lines - 2, damaged };
}

/**
 * Exports the chats of a store once a day into a folder that keeps the last seven exports. A day's export is never
 * replaced: a store that has lost its chats must not overwrite the copy it could be restored from.
 *
 * @returns undefined if today's export exists, or there is nothing to export.
 */
export async function exportDaily(
  store: Store,
  folder: string,
  now: number,
): Promise<(ExportResult & { readonly file: string }) | undefined> {
  const file = join(folder, `chats-${dayOf(now)}.jsonl`);
  if (existsSync(file)) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const exported = await exportChats(store, file, now);
  if (exported.chats === 0) {
    await rm(file);
    return undefined;
  }
  const kept = (await readdir(dirname(file))).filter((name) => NAME.test(name)).sort();
  for (const name of kept.slice(0, -DAYS_KEPT)) await rm(join(folder, name));
  return { ...exported, file };
}
