import { InputError } from '../errors.ts';

/** A request from a service, in the shape of API Gateway's HTTP API event. */
export type WebhookRequest = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
};

export type WebhookAnswer = {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Far above what either service sends: a text of 4,096 characters with its entities and the message it replies to. */
const MAX_BYTES = 256 * 1024;

/** Decodes the body; null if it is larger than any genuine one. */
export function bodyOf({ body = '', isBase64Encoded }: WebhookRequest): Buffer | null {
  // Base64 takes four characters for three bytes; too large a body is not even decoded.
  if (body.length > (isBase64Encoded ? Math.ceil(MAX_BYTES / 3) * 4 : MAX_BYTES)) return null;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > MAX_BYTES ? null : bytes;
}

/** Finds a header regardless of case; undefined if there is none. `name`: in lower case. */
export function headerOf({ headers }: WebhookRequest, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Parses JSON; undefined if it is invalid. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Returns what `parse` does; null, and a report, if it throws an InputError. */
export function parsedOrReported<T>(
  service: string,
  report: (problem: string) => void,
  parse: () => T,
): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report(`${service}: ${error.message}`);
    return null;
  }
}
