import { Api } from 'grammy';
import { CALL_SECONDS } from '../receipt-store.ts';

/** Connects to the Bot API. @param apiRoot another server than api.telegram.org, without a slash at its end. */
export function callApi(token: string, apiRoot: string | undefined): Api {
  return new Api(token, { timeoutSeconds: CALL_SECONDS, ...(apiRoot !== undefined && { apiRoot }) });
}
