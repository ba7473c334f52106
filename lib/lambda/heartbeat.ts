/** A slow external monitor must not make the health check fail. */
const TIMEOUT_MS = 5_000;

/**
 * Sends a heartbeat to an external monitor. Returns `sent`, or what went wrong, without the address: it is a secret.
 */
export async function sendHeartbeat(address: string): Promise<string> {
  try {
    const { ok, status } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return ok ? 'sent' : `answered ${status}`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'did not answer'
      : 'could not be reached';
  }
}
