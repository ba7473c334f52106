import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Answerer } from './embedded-engine.ts';

type Transport = DynamoDBClient['config']['requestHandler'];
type Signer = Extract<DynamoDBClientConfig['signer'], { sign: unknown }>;

const NEVER_SIGNED: Signer = { sign: async (request) => request };

/** Configures the SDK's client for an embedded store: it calls a function instead of sending HTTP requests. */
export function embeddedClientConfig(answer: Answerer): DynamoDBClientConfig {
  const transport: Transport = {
    async handle({ headers, body }) {
      const operation = String(headers['x-amz-target']).split('.').at(-1)!;
      const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
      const answered = await answer(operation, text);
      return {
        response: {
          statusCode: answered.status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(answered.body),
        },
      };
    },
    metadata: { handlerProtocol: 'http/1.1' },
  };
  return {
    requestHandler: transport,
    signer: NEVER_SIGNED,
    // Required by the SDK, but unused.
    endpoint: 'http://embedded.invalid',
    region: 'local',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  };
}
