import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What keeps a daily job, a publication or a backfill below 300 MB; V8 otherwise grows rather than collect garbage. */
export const LITTLE_MEMORY: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=160'];

/** Whether this process keeps to little memory. */
export function keepsToLittleMemory(): boolean {
  return LITTLE_MEMORY.every((flag) => process.execArgv.includes(flag));
}

/** Runs a command in a process that keeps to little memory, and gives its exit code. */
export async function runInLittleMemory(args: readonly string[]): Promise<number> {
  const main = join(import.meta.dirname, 'main.js');
  const child = fork(main, args, { execArgv: [...process.execArgv, ...LITTLE_MEMORY] });
  const end = () => child.kill();
  process.once('SIGTERM', end).once('SIGINT', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
