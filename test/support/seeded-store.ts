import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CliRun, startCli, temporaryFolder } from './run-cli.ts';

type Folder = ReturnType<typeof temporaryFolder>;

/** An embedded store after a first run without network, for a test to change, or to copy again. */
export type SeededStore = Disposable & {
  readonly path: string;
  /** What the first run printed. */
  readonly run: CliRun;
  readonly copy: () => Folder;
};

/** Nothing listens on port 2. */
export const NOWHERE = 'http://127.0.0.1:2';

const LONGEST_MS = 300_000;

/** A copy of a store that is made once per test run, on first use. */
export async function seedStore(): Promise<SeededStore> {
  const { store, run } = await firstRun(join(process.env.HASHTILT_RUN!, 'first-run'));
  if (run.code !== 0) throw new Error(`seeding a store failed: ${run.stderr}`);
  const copy = () => {
    const folder = temporaryFolder();
    cpSync(store, folder.path, { recursive: true });
    return folder;
  };
  const own = copy();
  return { path: own.path, run, copy, [Symbol.dispose]: own[Symbol.dispose] };
}

async function firstRun(folder: string): Promise<{ readonly store: string; readonly run: CliRun }> {
  const [store, result] = [join(folder, 'store'), join(folder, 'run.json')];
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    const env = { HASHTILT_STORE: store, HASHTILT_MEMPOOL_URL: NOWHERE };
    const run = await startCli(['daily'], { env, longestMs: LONGEST_MS }).ended;
    writeFileSync(`${result}.part`, JSON.stringify(run));
    renameSync(`${result}.part`, result);
  }
  for (let waited = 0; !existsSync(result); waited += 50) {
    if (waited > LONGEST_MS) throw new Error('whoever began to seed a store never finished');
    await sleep(50);
  }
  return { store, run: JSON.parse(readFileSync(result, 'utf8')) };
}
