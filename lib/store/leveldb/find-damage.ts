import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damageOfLog } from './log-file.ts';
import { damageOfTable } from './table-file.ts';

/** A file that differs from what LevelDB wrote, and the offset of the first damage. */
export type Damage = { readonly file: string; readonly offset: number };

const KINDS = [
  { name: /^(\d+\.log|MANIFEST-\d+)$/, damageOf: damageOfLog },
  { name: /^\d+\.(ldb|sst)$/, damageOf: damageOfTable },
] as const;

/** Verifies a LevelDB against its checksums: LevelDB itself silently drops bad records and never checks its tables. */
export async function findDamage(folder: string): Promise<Damage | undefined> {
  for (const file of (await readdir(folder)).sort()) {
    const kind = KINDS.find(({ name }) => name.test(file));
    if (kind === undefined) continue;
    const offset = kind.damageOf(await readIfExists(join(folder, file)));
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

/** Another process that has the files open may delete one meanwhile; LevelDB itself reports missing files. */
async function readIfExists(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
