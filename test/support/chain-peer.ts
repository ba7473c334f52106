import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuiltBlock } from './chain-builder.ts';

/**
 * What all peers that serve a generated chain on 127.0.0.1 have in common: they fail on demand, change their chain,
 * count requests and refuse more than a given number. Nothing here is imported from the program.
 */

/** One way to misbehave. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Answers correctly, but late. */
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'html' | 'half-json' | 'wrong-shape' | 'stall' | 'break-off' };

export type ChainPeer = {
  readonly address: string;
  /** The path of every request so far, with the body of a POST. */
  readonly requests: readonly string[];
  /** The requests that were answered correctly. */
  readonly answered: readonly string[];
  /** The authorization header of every request so far. */
  readonly authorizations: readonly (string | undefined)[];
  /** Answers the next `times` requests (all by default) whose path contains `pathPart` this way. */
  misbehave(how: Misbehaviour, options?: { readonly times?: number; readonly pathPart?: string }): void;
  behave(): void;
  /** Answers this many more requests, and 429 to all later ones. */
  allow(requests: number): void;
  /** Serves another chain, at once or after that many more requests. */
  serve(chain: readonly BuiltBlock[], afterRequests?: number): void;
  close(): Promise<void>;
};

/** The answer to a request: undefined is a 404, a string is sent as it is, anything else as JSON. */
export type Answer = (
  chain: readonly BuiltBlock[],
  path: string,
  request: { readonly body: string; readonly authorization: string | undefined },
) => unknown;

/** An answer with an error status. */
export class Refusal {
  readonly status: number;
  readonly text: string;

  constructor(status: number, text: string) {
    this.status = status;
    this.text = text;
  }
}

export async function startChainPeer(
  firstChain: readonly BuiltBlock[],
  answer: Answer,
  port = 0,
): Promise<ChainPeer> {
  const requests: string[] = [];
  const answered: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let chain = firstChain;
  let next: { chain: readonly BuiltBlock[]; after: number } | undefined;
  let fault: { how: Misbehaviour; left: number; pathPart: string } | undefined;
  let allowed = Number.POSITIVE_INFINITY;

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '/';
    const asked = body === '' ? path : `${path} ${body}`;
    requests.push(asked);
    authorizations.push(request.headers.authorization);
    if (next !== undefined && next.after === 0) {
      chain = next.chain;
      next = undefined;
    }
    if (next !== undefined) next.after -= 1;
    const told = answer(chain, path, { body, authorization: request.headers.authorization });
    if (fault !== undefined && fault.left > 0 && asked.includes(fault.pathPart)) {
      fault.left -= 1;
      if (fault.how.kind !== 'late') return misbehave(response, fault.how, told);
      await sleep(fault.how.ms);
    }
    if (allowed <= 0) return send(response, 429, 'text/plain', 'Too Many Requests');
    allowed -= 1;
    answered.push(asked);
    if (told === undefined) return send(response, 404, 'text/plain', 'Not Found');
    if (told instanceof Refusal) return send(response, told.status, 'text/plain', told.text);
    if (told instanceof Uint8Array) return send(response, 200, 'application/octet-stream', told);
    if (typeof told === 'string') return send(response, 200, 'text/plain', told);
    return send(response, 200, 'application/json', JSON.stringify(told));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answered,
    authorizations,
    misbehave: (how, { times = Number.POSITIVE_INFINITY, pathPart = '' } = {}) => {
      fault = { how, left: times, pathPart };
    },
    behave: () => {
      fault = undefined;
    },
    allow: (count) => {
      allowed = count;
    },
    serve: (other, afterRequests = 0) => {
      next = { chain: other, after: afterRequests };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function misbehave(
  response: ServerResponse,
  how: Exclude<Misbehaviour, { kind: 'late' }>,
  body: unknown,
): void {
  const text = JSON.stringify(body ?? {});
  switch (how.kind) {
    case 'status':
      if (how.retryAfter !== undefined) response.setHeader('retry-after', how.retryAfter);
      send(response, how.status, 'text/plain', 'no');
      break;
    case 'html':
      send(response, 200, 'text/html', '<!doctype html><title>Just a moment...</title>');
      break;
    case 'half-json':
      send(response, 200, 'application/json', text.slice(0, text.length / 2));
      break;
    case 'wrong-shape':
      send(response, 200, 'application/json', '{"error": "try later"}');
      break;
    case 'break-off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 1 });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      break;
    case 'stall':
      break;
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
