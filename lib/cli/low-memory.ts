/** Flags that keep a daily job, a publication or a backfill below 300 MB: V8 would rather grow than collect garbage. */
export const LOW_MEMORY_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=160'];

type Self = Pick<NodeJS.Process, 'execPath' | 'execArgv' | 'argv' | 'platform' | 'execve'>;

/**
 * Re-executes this process with `LOW_MEMORY_FLAGS` unless it has them. Not as a child: that would outlive a killed
 * parent and keep writing to the store. Windows has no such call, so there it keeps the memory it has.
 */
export function restartWithLowMemory(self: Self = process): void {
  const { execPath, execArgv, argv, platform } = self;
  if (LOW_MEMORY_FLAGS.every((flag) => execArgv.includes(flag)) || platform === 'win32') return;
  self.execve?.(execPath, [execPath, ...execArgv, ...LOW_MEMORY_FLAGS, ...argv.slice(1)]);
}
