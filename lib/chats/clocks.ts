/** The largest clock skew allowed between machines that share a store, in seconds. */
export const CLOCKS_APART_SECONDS = 60;

/**
 * Whether a stored time is still in the future. One further ahead than any writer sets it comes from a clock that ran
 * ahead, and counts as past.
 *
 * @param until Unix seconds.
 * @param longest how far ahead a writer sets it at most, in seconds.
 * @param now Unix seconds.
 */
export function isAwaited(until: number, longest: number, now: number): boolean {
  return now < until && until <= now + longest + CLOCKS_APART_SECONDS;
}
