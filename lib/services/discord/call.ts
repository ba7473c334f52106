import { DiscordAPIError, HTTPError, RateLimitError, REST } from '@discordjs/rest';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';

/**
 * A call of Discord's API that did not succeed. Never holds a token: addresses of interactions contain
 * theirs, and the library's errors contain addresses, so they are no cause of this one either.
 */
class DiscordCallError extends Error {
  readonly retryable: boolean;
  override readonly name = 'DiscordCallError';

  constructor(what: string, options: { readonly retryable: boolean }) {
    super(what);
    this.retryable = options.retryable;
  }
}

/**
 * Connects to Discord's API. A rate limit is waited for.
 *
 * @param token the bot's; null for calls that an interaction's own token permits.
 * @param api another address than https://discord.com/api.
 */
export function discordRest(token: string | null, api: string | undefined): REST {
  const rest = new REST({
    version: '10',
    retries: 1,
    timeout: 1000 * CALL_SECONDS,
    ...(api !== undefined && { api }),
  });
  return token === null ? rest : rest.setToken(token);
}

/**
 * Makes one call and tells what went wrong in words that can be logged.
 *
 * @param what names the call, such as "commands".
 * @throws DiscordCallError
 */
export async function call<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof DiscordAPIError) {
      const { status, code } = error;
      throw new DiscordCallError(`${what}: Discord answered ${status}, code ${code}`, {
        // What was just deferred may not be there yet.
        retryable: status === 404 || status === 429,
      });
    }
    if (error instanceof HTTPError) {
      throw new DiscordCallError(`${what}: Discord answered ${error.status}`, { retryable: true });
    }
    if (error instanceof RateLimitError)
      throw new DiscordCallError(`${what}: too many requests`, { retryable: true });
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
    throw new DiscordCallError(`${what}: Discord was not reached (${code})`, { retryable: true });
  }
}
