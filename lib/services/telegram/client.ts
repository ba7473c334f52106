import { Api, type ApiClientOptions } from 'grammy/web';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';

export type TelegramOptions = {
  readonly token: string;
  /** Another Bot API server than api.telegram.org, without a slash at its end. */
  readonly apiRoot?: string | undefined;
  /** How long to wait for an answer; what one call may take while somebody waits, where nothing is said. */
  readonly timeoutSeconds?: number | undefined;
};

/**
 * Connects to the Bot API. grammY's build for the web fetches with what Node has; the other brings a fetch of
 * its own, which takes seven times as long to load and breaks when it is minified.
 */
export function connectTelegram(options: TelegramOptions): Api {
  return new Api(options.token, clientOptions(options));
}

/** How grammY is to call the Bot API. */
export function clientOptions({
  apiRoot,
  timeoutSeconds = CALL_SECONDS,
}: Omit<TelegramOptions, 'token'>): ApiClientOptions {
  return { timeoutSeconds, ...(apiRoot !== undefined && { apiRoot }) };
}
