import { DiscordAPIError, HTTPError, RateLimitError, REST, type RESTOptions } from '@discordjs/rest';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';
import { faultOf } from './faults.ts';

export type ClientOptions = {
  /** A base URL other than https://discord.com/api, without version or trailing slash. */
  readonly api?: string | undefined;
  /** Timeout of a request; the default suits calls for which a person waits. */
  readonly timeoutSeconds?: number | undefined;
};

/**
 * Connects to Discord's API. Rate limits are waited out, but no longer than one call may take: callers have deadlines.
 *
 * @param token the bot's; null for calls authorised by an interaction's own token.
 */
export function connectDiscord(token: string | null, options: ClientOptions = {}): REST {
  const rest = new REST({
    ...clientOptions(options),
    retries: 1,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > 1000 * CALL_SECONDS,
  });
  return token === null ? rest : rest.setToken(token);
}

/** Client options without retries. */
export function clientOptions({ api, timeoutSeconds = CALL_SECONDS }: ClientOptions): Partial<RESTOptions> {
  return { version: '10', retries: 0, timeout: 1000 * timeoutSeconds, ...(api !== undefined && { api }) };
}

/**
 * A failed call of Discord's API. It never contains a token: an interaction's URL does, and the library's errors quote
 * URLs, so they are not kept as its cause.
 */
export class DiscordCallError extends Error {
  readonly retryable: boolean;
  override readonly name = 'DiscordCallError';

  constructor(what: string, options: { readonly retryable: boolean }) {
    super(what);
    this.retryable = options.retryable;
  }
}

/** Makes one call. @param what its name in errors, such as "commands". @throws DiscordCallError */
export async function call<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { kind } = faultOf(error, null);
    // An answer deferred just now may not exist yet; its webhook is unknown until then.
    const isEarly = error instanceof DiscordAPIError && error.status === 404;
    const retryable = isEarly || ['wait', 'retry', 'unknown', 'barred'].includes(kind);
    throw new DiscordCallError(`${what}: ${describe(error)}`, { retryable });
  }
}

/** Describes an error of the library without any token. */
function describe(error: unknown): string {
  if (error instanceof DiscordAPIError) return `Discord answered ${error.status}, code ${error.code}`;
  if (error instanceof HTTPError) return `Discord answered ${error.status}`;
  if (error instanceof RateLimitError) return 'too many requests';
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  return `could not reach Discord (${code})`;
}
