import type * as z from 'zod/mini';
import { SourceError } from '../daily/block-source.ts';
import { InputError } from '../errors.ts';
import { parseInput } from '../schema.ts';

export type ReaderDeps = {
  readonly fetch: typeof fetch;
  /** Rejects if the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly readFile: (path: string) => Promise<string>;
};

/** Timeouts, retries and pace, in milliseconds. */
export type ReaderPolicy = {
  /** Applies until the service has answered once, so that a machine without network gives up soon. */
  readonly firstContact: { readonly timeoutMs: number; readonly tries: number };
  /** Time limit of one answer, body included. */
  readonly timeoutMs: number;
  /** Attempts at one request, including the first. */
  readonly tries: number;
  /** Pause before the first retry; it doubles each time, less a random part of up to half. */
  readonly backOffMs: number;
  /** Longest `Retry-After` obeyed; a longer one fails the request. */
  readonly maxRetryAfterMs: number;
  /** Shortest time between the starts of two requests. */
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

/** Well above the largest answer there is: 25 blocks of Bitcoin Core, each with 4,000 transaction ids, take 7 MB. */
const MAX_ANSWER_BYTES = 32 * 2 ** 20;

const LOCKED_ADVICE = 'set user and password, as in http://user:password@host, or allow this machine there';

/** The service to read. `advice`: what to do if something else answers at its address. */
type Service = { readonly name: string; readonly advice: string };

/** One request: the path below the base address, a description of the expected answer, and its schema. */
type Reading<S extends z.ZodMiniType> = {
  readonly path: string;
  readonly expected: string;
  readonly schema: S;
  readonly format?: 'json' | 'text' | 'hex';
  /** POSTed as JSON; without it, the request is a GET. */
  readonly body?: unknown;
};

export type HttpReader = {
  /** The base address without credentials; ends in a slash. */
  readonly address: string;
  /** @throws SourceError, or the signal's reason if it aborts. */
  read<S extends z.ZodMiniType>(reading: Reading<S>, signal?: AbortSignal): Promise<z.output<S>>;
};

/**
 * Creates a reader of one HTTP service, with a timeout for every request, exponential backoff for transient faults,
 * `Retry-After` obeyed, and one pace for all requests. Credentials in the base address are sent as basic authentication
 * and never appear in an error.
 *
 * @param loadCredentials returns `user:password`; called for each request.
 * @throws InputError if the base address is not an http or https address.
 */
export function createHttpReader(
  service: Service,
  baseAddress: string,
  deps: ReaderDeps,
  overrides: Partial<ReaderPolicy> = {},
  loadCredentials?: () => Promise<string>,
): HttpReader {
  const policy = { ...DEFAULT_POLICY, ...overrides };
  const { base, headers } = splitCredentials(baseAddress);
  /** Whether anything has answered. */
  let isReached = false;
  /** Whether an answer has parsed as the service's. */
  let isKnown = false;
  let nextStart = 0;

  const sourceText = (url: URL, body: unknown) =>
    `${service.name} (${body === undefined ? 'GET' : 'POST'} ${url})`;

  async function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    const now = deps.now();
    // Further off only where the clock was set back.
    const start = Math.max(now, Math.min(nextStart, now + policy.maxRetryAfterMs));
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
    const { timeoutMs } = isReached ? policy : policy.firstContact;
    const timeout = AbortSignal.timeout(timeoutMs);
    const source = sourceText(url, body);
    const own = loadCredentials && { authorization: basic(await loadCredentials()) };
    try {
      const response = await deps.fetch(url, {
        headers: { ...headers, ...own, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      isReached = true;
      if (response.ok) {
        const answer = await wholeAnswer(response);
        if (answer !== undefined) return answer.toString(format === 'hex' ? 'hex' : 'utf8');
        const text = `answered with more than ${MAX_ANSWER_BYTES / 2 ** 20} MiB, expected ${expected}`;
        throw new SourceError('shape', text, { source, retryable: false });
      }
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
        const { tries } = isReached ? policy : policy.firstContact;
        if (!(error instanceof SourceError) || !error.retryable || attempt >= tries) throw error;
        if ((error.retryAfterMs ?? 0) > policy.maxRetryAfterMs) throw error;
        const backOff = policy.backOffMs * 2 ** (attempt - 1) * (1 - deps.random() / 2);
        // All requests wait, so as not to load a struggling service.
        nextStart = Math.max(nextStart, deps.now() + (error.retryAfterMs ?? backOff));
      }
    }
  }

  return { address: base.href, read };
}

/** Reads an answer to its end; undefined if it is too large, so that no source can exhaust the memory. */
async function wholeAnswer(response: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Adds advice to an error that suggests another service is at the address. */
function advised(error: unknown, { advice }: Service): unknown {
  if (!(error instanceof SourceError)) return error;
  const { what, status } = error;
  const isOther = what === 'not-json' || what === 'shape' || status === 404 || status === 405;
  return isOther ? error.advised(`if that lasts, ${advice}`) : error;
}

function splitCredentials(address: string): { base: URL; headers: Readonly<Record<string, string>> } {
  const base = URL.parse(address.endsWith('/') ? address : `${address}/`);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new InputError([{ where: 'base address', what: 'expected an http or https address' }]);
  }
  const credentials = `${decoded(base.username)}:${decoded(base.password)}`;
  const headers = { accept: 'application/json, text/plain', 'user-agent': 'hashtilt' };
  base.username = '';
  base.password = '';
  if (credentials === ':') return { base, headers };
  return { base, headers: { ...headers, authorization: basic(credentials) } };
}

/** Undoes percent-encoding; a text that has none may contain percent signs of its own. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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

/** Parses `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
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

/** The system error code of a failed connection, such as `ECONNREFUSED`, which fetch hides in the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
