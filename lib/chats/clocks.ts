/** So far apart may the clocks of those be that share a store, in seconds. */
export const CLOCKS_APART_SECONDS = 60;

/**
 * Whether a stored time is still to be waited for. One that lies further ahead than anybody can have meant was
 * written by a clock that was ahead, and is over.
 *
 * @param until Unix seconds.
 * @param longest how many seconds ahead whoever wrote it put it, at most.
 * @param now Unix seconds.
 */
export function isAwaited(until: number, longest: number, now: number): boolean {
  return now < until && until <= now + longest + CLOCKS_APART_SECONDS;
}
