import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from './environment.ts';
import type { FunctionSetup } from './function-setup.ts';
import { type HttpRoute, routesOf } from './http-routes.ts';
import type { Template } from './template.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

const UNLIMITED: TokenBucket = { take: () => true };

/** The HTTP API of a template on a local address, as API Gateway serves it. */
export type HttpApi = {
  /** Without a trailing slash. */
  readonly endpoint: string;
  /** Number of answers so far, by status. */
  readonly answers: Readonly<Record<number, number>>;
  readonly close: () => Promise<void>;
};

export type HttpApiParts = {
  readonly template: Template;
  readonly functions: readonly FunctionSetup[];
  readonly invoke: (setup: FunctionSetup, event: unknown) => Promise<Run>;
};

type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** A function's response ("Create AWS Lambda proxy integrations for HTTP APIs", response format). */
type Returned = {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** Starts the one API of a template; undefined if it has none. */
export async function startHttpApi({
  template,
  functions,
  invoke,
}: HttpApiParts): Promise<HttpApi | undefined> {
  const routes = routesOf(template);
  if (routes === undefined) return undefined;
  const buckets = new Map<string, TokenBucket>();
  const answers: Record<number, number> = {};

  /** Each route has its own bucket ("Throttle requests to your HTTP APIs", route-level throttling). */
  function bucketOf({ routeKey, limit }: HttpRoute): TokenBucket {
    const bucket = buckets.get(routeKey) ?? (limit ? createTokenBucket(limit) : UNLIMITED);
    buckets.set(routeKey, bucket);
    return bucket;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await buffer(request);
    const { pathname } = new URL(request.url!, 'http://localhost');
    const route = routes!.find(request.method!, pathname);
    if (route === undefined) return refusal(404, 'Not Found');
    if (!bucketOf(route).take()) return refusal(429, 'Too Many Requests');
    // API Gateway cannot invoke a function without its permission.
    if (!route.isPermitted) return refusal(500, 'Internal Server Error');
    const setup = functions.find(({ arn }) => arn === route.functionArn)!;
    const run = invoke(setup, eventOf(request, route, body));
    // After a timeout the run goes on, as on AWS, and its outcome is ignored.
    const outcome = await Promise.race([
      run.then(({ outcome }) => outcome),
      sleep(route.timeoutMs, 'late' as const, { ref: false }),
    ]);
    if (outcome === 'late') return refusal(503, 'Service Unavailable');
    return outcome.kind === 'answered' ? answerOf(outcome.body) : refusal(500, 'Internal Server Error');
  }

  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request);
    answers[status] = (answers[status] ?? 0) + 1;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request in payload format 2.0: header names in lower case, anything but text as base64. */
function eventOf(request: IncomingMessage, { routeKey, stage }: HttpRoute, body: Buffer): object {
  const url = new URL(request.url!, 'http://localhost');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(',')]),
  );
  const isText = /^(text\/|application\/(json|javascript|xml)\b)/.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    requestContext: {
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      routeKey,
      stage,
      timeEpoch: Date.now(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** The HTTP answer for what a function returned; without a status code all of it is the body. */
function answerOf(returned: unknown): Answer {
  const { statusCode, headers, body = '', isBase64Encoded = false } = (returned ?? {}) as Returned;
  if (statusCode === undefined)
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(returned ?? null),
    };
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...lowerCase(headers) },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

function lowerCase(headers: Returned['headers'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function refusal(status: number, message: string): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
