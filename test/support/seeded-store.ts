import { cpSync } from 'node:fs';
import { runCli, temporaryFolder } from './run-cli.ts';

type Folder = ReturnType<typeof temporaryFolder>;

/** An embedded store after a first run without network, to be copied by tests that begin there. */
export type SeededStore = Disposable & {
  readonly path: string;
  readonly stdout: string;
  readonly copy: () => Folder;
};

export async function seedStore(): Promise<SeededStore> {
  const folder = temporaryFolder();
  const env = { HASHTILT_STORE: folder.path, HASHTILT_MEMPOOL_URL: 'off' };
  const { code, stdout, stderr } = await runCli(['daily'], { env });
  if (code !== 0) throw new Error(`seeding a store failed: ${stderr}`);
  return {
    path: folder.path,
    stdout,
    copy: () => {
      const copy = temporaryFolder();
      cpSync(folder.path, copy.path, { recursive: true });
      return copy;
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  };
}
