import type { Reply } from '../peer/http-peer.ts';

/** An error answer of Telegram, in its own words. */
export class TelegramRefusal extends Error {
  readonly code: number;
  readonly parameters: object | undefined;

  constructor(code: number, description: string, parameters?: object) {
    super(description);
    this.name = 'TelegramRefusal';
    this.code = code;
    this.parameters = parameters;
  }

  get reply(): Reply {
    const { code, message, parameters } = this;
    return {
      status: code,
      body: { ok: false, error_code: code, description: message, ...(parameters && { parameters }) },
    };
  }
}

export function badRequest(what: string, parameters?: object): TelegramRefusal {
  return new TelegramRefusal(400, `Bad Request: ${what}`, parameters);
}

export function tooMany(seconds: number): TelegramRefusal {
  return new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
