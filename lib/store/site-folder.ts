import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import type { SitePlace } from '../site/publish.ts';

/** A site in a local folder, created if missing. */
export function siteFolder(folder: string): SitePlace {
  const withInputErrors = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      const { code = 'failed' } = cause as NodeJS.ErrnoException;
      throw new InputError([{ where: folder, what: `cannot be written (${code})` }], { cause });
    }
  };
  const made = new Set<string>();
  return {
    load: (path) =>
      readFile(join(folder, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new InputError([{ where: folder, what: `cannot be read (${error.code})` }], { cause: error });
      }),
    save: (path, body) =>
      withInputErrors(async () => {
        const file = join(folder, path);
        const parent = dirname(file);
        if (!made.has(parent)) await mkdir(parent, { recursive: true });
        made.add(parent);
        // Renaming is atomic: readers never see half a file.
        await writeFile(`${file}.new`, body);
        await rename(`${file}.new`, file);
      }),
    remove: (path) => withInputErrors(() => rm(join(folder, path), { force: true })),
    async claim() {
      const there = await withInputErrors(() =>
        mkdir(folder, { recursive: true }).then(() => readdir(folder)),
      );
      if (there.length > 0)
        throw new InputError([
          { where: folder, what: "contains someone else's files; name an empty folder, or one with a site" },
        ]);
    },
  };
}
