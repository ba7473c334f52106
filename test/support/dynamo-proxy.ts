import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * An HTTP proxy in front of a DynamoDB that numbers the writes and lets a test decide what happens to
 * each. Reads pass untouched. Nothing here is imported from the program.
 */

/** A write request: PutItem, UpdateItem, DeleteItem or BatchWriteItem. */
export type Write = {
  /** 1 for the first. */
  readonly number: number;
  readonly operation: string;
  readonly body: WriteBody;
};

type WriteBody = { readonly RequestItems?: Readonly<Record<string, readonly unknown[]>> };

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Forwards a write to DynamoDB, with another body if given. */
export type Forward = (body?: object) => Promise<Answer>;

/** Answers a write; `none` leaves the client without an answer. */
export type OnWrite = (write: Write, forward: Forward) => Promise<Answer | 'none'>;

export type DynamoProxy = {
  readonly endpoint: string;
  /** `operation` of every write so far. */
  readonly writes: readonly string[];
  readonly close: () => Promise<void>;
};

export async function startDynamoProxy(
  target: string,
  onWrite: OnWrite = (_, forward) => forward(),
): Promise<DynamoProxy> {
  const writes: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1)!;
    const forward: Forward = (other) =>
      send(target, incoming.headers, other === undefined ? body : Buffer.from(JSON.stringify(other)));
    try {
      let answer: Answer | 'none';
      if (/^(Put|Update|Delete|BatchWrite)Item$/.test(operation)) {
        writes.push(operation);
        const write = { number: writes.length, operation, body: JSON.parse(body.toString()) as WriteBody };
        answer = await onWrite(write, forward);
      } else answer = await forward();
      if (answer === 'none') incoming.socket.destroy();
      else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(target: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      target,
      { method: 'POST', headers: { ...headers, 'content-length': body.length } },
      async (response) => {
        try {
          resolve({
            status: response.statusCode ?? 500,
            headers: response.headers,
            body: await buffer(response),
          });
        } catch (error) {
          reject(error);
        }
      },
    );
    outgoing.on('error', reject).end(body);
  });
}
