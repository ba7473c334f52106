import { Api } from 'grammy/web';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';

/**
 * Connects to the Bot API. grammY's build for the web fetches with what Node has; the other brings a fetch of
 * its own, which takes seven times as long to load and breaks when it is minified.
 *
 * @param apiRoot another server than api.telegram.org, without a slash at its end.
 */
export function callApi(token: string, apiRoot: string | undefined): Api {
  return new Api(token, { timeoutSeconds: CALL_SECONDS, ...(apiRoot !== undefined && { apiRoot }) });
}
