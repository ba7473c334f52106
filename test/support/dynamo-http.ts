import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A DynamoDB in this process, as clients reach it over HTTP. */
export type DynamoOverHttp = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly close: () => Promise<void>;
};

/** Serves an embedded store in this process over HTTP, which the program itself never does. */
export async function serveOverHttp(
  answer: (operation: string, request: string) => Promise<{ readonly status: number; readonly body: string }>,
): Promise<DynamoOverHttp> {
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    const { status, body } = await answer(operation, await text(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  // Server and client share a thread: after a long computation the server would close as idle the
  // connections that the client is about to reuse.
  server.keepAliveTimeout = 3_600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
