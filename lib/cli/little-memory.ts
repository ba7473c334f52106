/** What keeps a daily job, a publication or a backfill below 300 MB; V8 otherwise grows rather than collect garbage. */
export const LITTLE_MEMORY: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=160'];

/**
 * Goes on as the same process with little memory, where it has more. A child process would outlive a run that is killed,
 * and work on in its store.
 */
export function keepToLittleMemory(): void {
  const { execPath, execArgv, argv } = process;
  if (LITTLE_MEMORY.every((flag) => execArgv.includes(flag))) return;
  process.execve?.(execPath, [execPath, ...execArgv, ...LITTLE_MEMORY, ...argv.slice(1)]);
}
