import type * as z from 'zod/mini';
import { SourceError } from '../daily/block-source.ts';
import { InputError } from '../errors.ts';
import { parseInput } from '../schema.ts';

/** What the reader needs of the world around it. */
export type ReaderDeps = {
  readonly fetch: typeof fetch;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly readFile: (path: string) => Promise<string>;
};

/** How patient and how polite the reader is. Times in milliseconds. */
export type ReaderPolicy = {
  /** Until the service has answered once, so that a machine without network gives up soon. */
  readonly firstContact: { readonly timeoutMs: number; readonly tries: number };
  /** How long one answer may take, body included. */
  readonly timeoutMs: number;
  /** How often one request is made, the first time included. */
  readonly tries: number;
  /** The first pause before a repeat; it doubles each time, and up to half of it is left out at random. */
  readonly backOffMs: number;
  /** The longest `Retry-After` that is waited for; a longer one ends the request. */
  readonly maxRetryAfterMs: number;
  /** Least time from the start of one request to the start of the next. */
  readonly paceMs: number;
};

const DEFAULT_POLICY: ReaderPolicy = {
  firstContact: { timeoutMs: 5_000, tries: 2 },
  timeoutMs: 15_000,
  tries: 3,
  backOffMs: 500,
  maxRetryAfterMs: 20_000,
  paceMs: 200,
};

const LOCKED_ADVICE =
  'give it user and password, as in http://user:password@host, or let this machine in there';

/** What is spoken to. `advice`: what to do where something else is found at its address. */
type Service = { readonly name: string; readonly advice: string };

/** One thing to read: the path below the base address, what it holds, and the schema of that. */
type Reading<S extends z.ZodMiniType> = {
  readonly path: string;
  readonly expected: string;
  readonly schema: S;
  readonly format?: 'json' | 'text' | 'hex';
  /** Sent as JSON, by POST; without one it is a GET. */
  readonly body?: unknown;
};

export type HttpReader = {
  /** Base address without credentials, ends in a slash. */
  readonly address: string;
  /** @throws SourceError, or the signal's reason when it aborts. */
  read<S extends z.ZodMiniType>(reading: Reading<S>, signal?: AbortSignal): Promise<z.output<S>>;
};

/**
 * A reader of one HTTP service: a time-out for every request, repeats with growing pauses for faults that
 * may pass, `Retry-After` obeyed, and a pace that all requests share. Credentials in the base address are
 * sent as basic authentication and never appear in an error.
 *
 * @param ownAuthorization user and password with a colon between them, asked for at each request.
 * @throws InputError where the base address is no http or https address.
 */
export function createHttpReader(
  service: Service,
  baseAddress: string,
  deps: ReaderDeps,
  overrides: Partial<ReaderPolicy> = {},
  ownAuthorization?: () => Promise<string>,
): HttpReader {
  const policy = { ...DEFAULT_POLICY, ...overrides };
  const { base, headers } = splitCredentials(baseAddress);
  let isMet = false;
  /** Whether it has shown that it is the service. */
  let isKnown = false;
  let nextStart = 0;

  const sourceText = (url: URL, body: unknown) =>
    `${service.name} (${body === undefined ? 'GET' : 'POST'} ${url})`;

  async function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    const now = deps.now();
    const start = Math.max(now, nextStart);
    nextStart = start + policy.paceMs;
    try {
      if (start > now) await deps.sleep(start - now, signal);
    } finally {
      signal?.throwIfAborted();
    }
  }

  async function fetchBody(
    url: URL,
    { expected, body, format }: Reading<z.ZodMiniType>,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { timeoutMs } = isMet ? policy : policy.firstContact;
    const timeout = AbortSignal.timeout(timeoutMs);
    const source = sourceText(url, body);
    const own = ownAuthorization && { authorization: basic(await ownAuthorization()) };
    try {
      const response = await deps.fetch(url, {
        headers: { ...headers, ...own, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      isMet = true;
      if (response.ok && format === 'hex') return Buffer.from(await response.arrayBuffer()).toString('hex');
      if (response.ok) return await response.text();
      await response.body?.cancel();
      throw statusError(source, expected, response, deps.now());
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof SourceError) throw cause;
      if (timeout.aborted) {
        const text = `did not answer within ${timeoutMs} ms when asked for ${expected}`;
        throw new SourceError('timeout', text, { source, retryable: true, cause });
      }
      const text = `could not be reached, or the connection broke${codeOf(cause)}, when asked for ${expected}`;
      throw new SourceError('unreachable', text, { source, retryable: true, cause });
    }
  }

  async function read<S extends z.ZodMiniType>(
    reading: Reading<S>,
    signal?: AbortSignal,
  ): Promise<z.output<S>> {
    const url = new URL(reading.path, base);
    for (let attempt = 1; ; attempt += 1) {
      await waitForTurn(signal);
      try {
        const body = await fetchBody(url, reading, signal);
        const value = parseBody(reading, body, sourceText(url, reading.body));
        isKnown = true;
        return value;
      } catch (caught) {
        const error = isKnown ? caught : advised(caught, service);
        const { tries } = isMet ? policy : policy.firstContact;
        if (!(error instanceof SourceError) || !error.retryable || attempt >= tries) throw error;
        if ((error.retryAfterMs ?? 0) > policy.maxRetryAfterMs) throw error;
        const backOff = policy.backOffMs * 2 ** (attempt - 1) * (1 - deps.random() / 2);
        // Other requests wait too: a service that struggles is left alone by all of them.
        nextStart = Math.max(nextStart, deps.now() + (error.retryAfterMs ?? backOff));
      }
    }
  }

  return { address: base.href, read };
}

/** An error of what may be another service, with what to do then. */
function advised(error: unknown, { advice }: Service): unknown {
  if (!(error instanceof SourceError)) return error;
  const { what, status } = error;
  const isAnother = what === 'not-json' || what === 'shape' || status === 404 || status === 405;
  return isAnother ? error.advised(`if that lasts, ${advice}`) : error;
}

function splitCredentials(address: string): { base: URL; headers: Readonly<Record<string, string>> } {
  const base = URL.parse(address.endsWith('/') ? address : `${address}/`);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new InputError([{ where: 'base address', what: 'expected an http or https address' }]);
  }
  const credentials = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
  const headers = { accept: 'application/json, text/plain', 'user-agent': 'hashtilt' };
  base.username = '';
  base.password = '';
  if (credentials === ':') return { base, headers };
  return { base, headers: { ...headers, authorization: basic(credentials) } };
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function statusError(source: string, expected: string, response: Response, now: number): SourceError {
  const { status } = response;
  const isLocked = status === 401 || status === 403;
  const text = isLocked
    ? `refused user, password or this machine's address (status ${status}): ${LOCKED_ADVICE}`
    : `answered with status ${status}, expected ${expected}`;
  return new SourceError(isLocked ? 'unfit' : 'status', text, {
    source,
    status,
    retryable: status >= 500 || status === 429 || status === 408,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), now),
  });
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parseBody<S extends z.ZodMiniType>(reading: Reading<S>, body: string, source: string): z.output<S> {
  const value =
    reading.format !== undefined && reading.format !== 'json'
      ? body.trim()
      : parseJson(reading.expected, body, source);
  try {
    return parseInput(reading.schema, value, 'answer');
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    const text = `not ${reading.expected}; ${cause.message}`;
    throw new SourceError('shape', text, { source, retryable: false, cause });
  }
}

function parseJson(expected: string, body: string, source: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const found = body.trimStart().startsWith('<') ? 'a web page' : 'something that is not JSON';
    const text = `answered with ${found}, expected ${expected}`;
    throw new SourceError('not-json', text, { source, retryable: true, cause });
  }
}

/** The system's code of a failed connection (`ECONNREFUSED`), which fetch hides in the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
