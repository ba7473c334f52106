/** Flags that keep a daily job, a publication or a backfill below 300 MB: V8 would rather grow than collect garbage. */
export const LOW_MEMORY_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=160'];

/**
 * Re-executes this process with `LOW_MEMORY_FLAGS` unless it has them. Not as a child: that would outlive a killed
 * parent and keep writing to the store.
 */
export function restartWithLowMemory(): void {
  const { execPath, execArgv, argv } = process;
  if (LOW_MEMORY_FLAGS.every((flag) => execArgv.includes(flag))) return;
  process.execve?.(execPath, [execPath, ...execArgv, ...LOW_MEMORY_FLAGS, ...argv.slice(1)]);
}
