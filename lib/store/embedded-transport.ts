import { EventEmitter } from 'node:events';
import type { RequestListener } from 'node:http';
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Transport = DynamoDBClient['config']['requestHandler'];
type Signer = Extract<DynamoDBClientConfig['signer'], { sign: unknown }>;

/**
 * Carries requests to a server in the same process without a socket between them. To send, parse and answer
 * over HTTP takes longer than what the store does with a request, and a server that shares its thread with a
 * long computation closes connections as idle that are about to be used.
 *
 * @param answer the server's own listener.
 */
export function embeddedTransport(answer: RequestListener): Transport {
  return {
    async handle({ method, path, headers, body }) {
      const request = Object.assign(new EventEmitter(), { method, url: path, headers });
      const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Transport['handle']>>>();
      const given: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          given[name.toLowerCase()] = String(value);
        },
        end: (text = '') => {
          const { statusCode } = response;
          resolve({ response: { statusCode, headers: given, body: Buffer.from(text) } });
        },
      };
      answer(request as never, response as never);
      request.emit('data', Buffer.from(body.buffer, body.byteOffset, body.byteLength));
      request.emit('end');
      return promise;
    },
    metadata: { handlerProtocol: 'http/1.1' },
  };
}

/** The embedded store asks that a request is signed and never looks at the signature. */
export const unsigned: Signer = {
  sign: async (request) => ({
    ...request,
    headers: {
      ...request.headers,
      'x-amz-date': '20090103T181505Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=embedded, SignedHeaders=host, Signature=none',
    },
  }),
};
