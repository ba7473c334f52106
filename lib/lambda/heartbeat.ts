/** Longest wait for the outside checker: a slow one must not make the health check fail. */
const TIMEOUT_MS = 5_000;

/**
 * Tells an outside checker that all is well, so that it raises the alarm when nothing comes any more.
 *
 * @returns what went wrong, without the address, which lets anybody who knows it say that all is well.
 */
export async function beat(address: string): Promise<'told' | string> {
  try {
    const { ok, status } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return ok ? 'told' : `answered ${status}`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'did not answer'
      : 'could not be reached';
  }
}
