import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a request gets once it is accepted: an answer, silence, or a connection that breaks. */
export type Outcome = Reply | 'silence' | 'reset';

export type PeerRequest = { readonly message: IncomingMessage; readonly body: string };

/** A real HTTP server on the loopback interface; `close` ends open connections, answered or not. */
export async function startHttpPeer(
  answer: (request: PeerRequest) => Outcome,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const outcome = answer({ message, body: Buffer.concat(chunks).toString() });
      if (outcome === 'reset') message.socket.destroy();
      else if (outcome !== 'silence') reply(response, outcome);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, { status, body, headers }: Reply): void {
  const json =
    typeof body === 'string'
      ? { type: 'text/html', text: body }
      : { type: 'application/json', text: JSON.stringify(body) };
  response.writeHead(status, { 'content-type': json.type, ...headers }).end(json.text);
}
