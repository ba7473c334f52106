/** How far apart the clocks of machines that share a store may be, in seconds. */
export const CLOCKS_APART_SECONDS = 60;

/**
 * Whether a stored time is still to be waited for. One that lies further ahead than any writer can have meant was
 * written by a clock that was ahead, and counts as past.
 *
 * @param until Unix seconds.
 * @param longest how many seconds ahead its writer puts it, at most.
 * @param now Unix seconds.
 */
export function isAwaited(until: number, longest: number, now: number): boolean {
  return now < until && until <= now + longest + CLOCKS_APART_SECONDS;
}
