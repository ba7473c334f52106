import { Api, type ApiClientOptions } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';

export type TelegramOptions = {
  readonly token: string;
  /** A Bot API server other than api.telegram.org, without a trailing slash. */
  readonly apiRoot?: string | undefined;
  /** Timeout of a request; the default suits calls for which a person waits. */
  readonly timeoutSeconds?: number | undefined;
};

/**
 * Connects to the Bot API. grammY's web build uses Node's fetch; the other build brings its own, which takes seven
 * times as long to load and breaks when minified.
 */
export function connectTelegram(options: TelegramOptions): Api {
  return new Api(options.token, clientOptions(options));
}

/** A 403 whose body is not Telegram's JSON but the web page of a firewall that blocks our address. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';

  constructor() {
    super('403 and a web page');
  }
}

/** grammY parses every answer as JSON and hides the status of one that is not. */
const fetchAnswer: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  const isPage = response.headers.get('content-type')?.includes('json') !== true;
  if (response.status === 403 && isPage) throw new WebPageError();
  return response;
};

/**
 * Longer pauses are not waited out while a person waits. A group, limited to a message every three seconds, asks for 3.
 */
const SHORT_PAUSE_SECONDS = 3;

/** Retries a rate-limited call once if the pause Telegram asks for is short. */
export function waitBriefly(api: Api, { sleep }: Pick<Clock, 'sleep'>): void {
  api.config.use(async (call, method, payload, signal) => {
    const answer = await call(method, payload, signal);
    const pause = answer.ok ? undefined : answer.parameters?.retry_after;
    if (pause === undefined || pause > SHORT_PAUSE_SECONDS) return answer;
    await sleep(pause);
    return call(method, payload, signal);
  });
}

/** grammY's client options. */
export function clientOptions({
  apiRoot,
  timeoutSeconds = CALL_SECONDS,
}: Omit<TelegramOptions, 'token'>): ApiClientOptions {
  return { timeoutSeconds, fetch: fetchAnswer, ...(apiRoot !== undefined && { apiRoot }) };
}

/** Options that make a message reply to another, or none if that is gone. */
export function replyTo(message: number) {
  return { reply_parameters: { message_id: message, allow_sending_without_reply: true } };
}
