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

/**
 * Holds every file of a LevelDB against the checksums in it. LevelDB itself, as `classic-level` opens it, leaves out
 * of its log what does not match and says nothing, and reads its tables without looking.
 */
export async function findDamage(folder: string): Promise<Damage | undefined> {
  for (const file of (await readdir(folder)).sort()) {
    const kind = KINDS.find(({ name }) => name.test(file));
    if (kind === undefined) continue;
    const offset = kind.damageOf(await readIfThere(join(folder, file)));
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

/** Whoever else has the files open may delete one meanwhile; LevelDB says which it misses. */
async function readIfThere(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}
