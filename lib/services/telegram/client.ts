import { Api, type ApiClientOptions } from 'grammy/web';
import type { Clock } from '../../bot/only-once.ts';
import { CALL_SECONDS } from '../../bot/receipt-store.ts';

export type TelegramOptions = {
  readonly token: string;
  /** Another Bot API server than api.telegram.org, without a slash at its end. */
  readonly apiRoot?: string | undefined;
  /** How long to wait for an answer; by default, what one call may take while somebody waits. */
  readonly timeoutSeconds?: number | undefined;
};

/**
 * Connects to the Bot API. grammY's build for the web uses Node's fetch; the other one brings its own, which takes
 * seven times as long to load and breaks when it is minified.
 */
export function connectTelegram(options: TelegramOptions): Api {
  return new Api(options.token, clientOptions(options));
}

/** A 403 that is not Telegram's answer but the web page of something in front of it that blocks our address. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';

  constructor() {
    super('403 and a web page');
  }
}

/** grammY parses every answer as JSON, and would hide the status of one that is not. */
const fetchAnswer: typeof fetch = async (...request) => {
  const response = await fetch(...request);
  const isPage = response.headers.get('content-type')?.includes('json') !== true;
  if (response.status === 403 && isPage) throw new WebPageError();
  return response;
};

/**
 * While somebody waits for an answer, longer pauses are not waited out. A group that may get a message every three
 * seconds asks for 3.
 */
const SHORT_PAUSE_SECONDS = 3;

/** Retries a rate-limited call once, where the pause that Telegram asks for is short. */
export function waitBriefly(api: Api, { sleep }: Pick<Clock, 'sleep'>): void {
  api.config.use(async (call, method, payload, signal) => {
    const answer = await call(method, payload, signal);
    const pause = answer.ok ? undefined : answer.parameters?.retry_after;
    if (pause === undefined || pause > SHORT_PAUSE_SECONDS) return answer;
    await sleep(pause);
    return call(method, payload, signal);
  });
}

/** grammY's options for calling the Bot API. */
export function clientOptions({
  apiRoot,
  timeoutSeconds = CALL_SECONDS,
}: Omit<TelegramOptions, 'token'>): ApiClientOptions {
  return { timeoutSeconds, fetch: fetchAnswer, ...(apiRoot !== undefined && { apiRoot }) };
}

/** Has a message reply to another, or stand alone where that is gone. */
export function replyTo(message: number) {
  return { reply_parameters: { message_id: message, allow_sending_without_reply: true } };
}
