import { DiscordAPIError, HTTPError, RateLimitError, REST, type RESTOptions } from '@discordjs/rest';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { faultOf } from './faults.ts';

export type ClientOptions = {
  /** Another address than https://discord.com/api, without version and without a slash at its end. */
  readonly api?: string | undefined;
  /** How long to wait for an answer; what one call may take while somebody waits, where nothing is said. */
  readonly timeoutSeconds?: number | undefined;
};

/**
 * Connects to Discord's API. A rate limit is waited for, but no longer than one call may take: whoever calls has an end.
 *
 * @param token the bot's; null for calls that an interaction's own token permits.
 */
export function connectDiscord(token: string | null, options: ClientOptions = {}): REST {
  const rest = new REST({
    ...clientOptions(options),
    retries: 1,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > 1000 * CALL_SECONDS,
  });
  return token === null ? rest : rest.setToken(token);
}

/** How the library is to call Discord's API: once, whatever comes of it. */
export function clientOptions({ api, timeoutSeconds = CALL_SECONDS }: ClientOptions): Partial<RESTOptions> {
  return { version: '10', retries: 0, timeout: 1000 * timeoutSeconds, ...(api !== undefined && { api }) };
}

/**
 * A call of Discord's API that did not succeed. Never holds a token: addresses of interactions contain
 * theirs, and the library's errors contain addresses, so they are no cause of this one either.
 */
export class DiscordCallError extends Error {
  readonly retryable: boolean;
  override readonly name = 'DiscordCallError';

  constructor(what: string, options: { readonly retryable: boolean }) {
    super(what);
    this.retryable = options.retryable;
  }
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
    const { kind } = faultOf(error, null);
    // What was just deferred may not be there yet; its webhook is unknown until then.
    const isEarly = error instanceof DiscordAPIError && error.status === 404;
    const retryable = isEarly || ['wait', 'retry', 'unknown', 'barred'].includes(kind);
    throw new DiscordCallError(`${what}: ${tokenless(error)}`, { retryable });
  }
}

/** An error of the library in words that hold no token, whichever it was. */
function tokenless(error: unknown): string {
  if (error instanceof DiscordAPIError) return `Discord answered ${error.status}, code ${error.code}`;
  if (error instanceof HTTPError) return `Discord answered ${error.status}`;
  if (error instanceof RateLimitError) return 'too many requests';
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  return `could not reach Discord (${code})`;
}
