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

/** Far above what either service sends: a text of 4,096 characters with its entities and what it replies to. */
const MOST_BYTES = 256 * 1024;

/** The body as it was sent; null where it is larger than any genuine one. */
export function bodyOf({ body = '', isBase64Encoded }: WebhookRequest): Buffer | null {
  // Base64 takes four characters for three bytes; what is too large is not even decoded.
  if (body.length > (isBase64Encoded ? Math.ceil(MOST_BYTES / 3) * 4 : MOST_BYTES)) return null;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > MOST_BYTES ? null : bytes;
}

/** A header, whose name may come in capitals; undefined where there is none. */
export function headerOf({ headers }: WebhookRequest, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Parses a JSON document; undefined where the text is not one. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
