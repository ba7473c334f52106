import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = {
  readonly status: number;
  /** A string is sent as HTML, `undefined` as no body at all, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a request gets: an answer, silence, or a reset connection. */
export type Outcome = Reply | 'silence' | 'reset';

export type PeerRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type HttpPeer = { readonly url: string; readonly close: () => Promise<void> };

/** A real HTTP server on the loopback interface; `close` ends open connections, answered or not. */
export async function startHttpPeer(
  answer: (request: PeerRequest) => Outcome | Promise<Outcome>,
  port = 0,
): Promise<HttpPeer> {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', async () => {
      const outcome = await answered(answer, {
        method: message.method ?? '',
        url: new URL(message.url ?? '/', 'http://127.0.0.1'),
        headers: message.headers,
        body: Buffer.concat(chunks),
      });
      if (outcome === 'reset') message.socket.destroy();
      else if (outcome !== 'silence') reply(response, outcome);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reports a failure of the peer itself as 599, so that it cannot pass for one of the service. */
async function answered(
  answer: (request: PeerRequest) => Outcome | Promise<Outcome>,
  request: PeerRequest,
): Promise<Outcome> {
  try {
    return await answer(request);
  } catch (error) {
    console.error('a test peer failed:', error);
    return { status: 599, body: `the test peer failed: ${error}` };
  }
}

function reply(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const [type, text] =
    typeof body === 'string' ? ['text/html', body] : ['application/json', JSON.stringify(body)];
  response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}
