import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damageOfLog } from './log-file.ts';
import { damageOfTable } from './table-file.ts';

/** A file that is not what LevelDB wrote, and from which byte on. */
export type Damage = { readonly file: string; readonly offset: number };

const KINDS = [
  { name: /^(\d+\.log|MANIFEST-\d+)$/, damageOf: damageOfLog },
  { name: /^\d+\.(ldb|sst)$/, damageOf: damageOfTable },
] as const;

/** Verifies a LevelDB against its checksums: LevelDB itself drops bad records silently, and never checks its tables. */
export async function findDamage(folder: string): Promise<Damage | undefined> {
  for (const file of (await readdir(folder)).sort()) {
    const kind = KINDS.find(({ name }) => name.test(file));
    if (kind === undefined) continue;
    const offset = kind.damageOf(await readIfThere(join(folder, file)));
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

/** Another process that has the files open may delete one meanwhile; LevelDB reports files that it misses. */
async function readIfThere(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
