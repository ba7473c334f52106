import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { refusal, s3OperationOf } from '../../support/s3-peer.ts';
import { type AwsCall, callsOf } from './aws-call.ts';
import { writeKindOf } from './write-kind.ts';

/** One request of a function to AWS, and the permissions it lacked. */
export type Recorded = {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly denied: readonly AwsCall[];
  /** The kind of write, by `writeKindOf`. */
  readonly writes: string | undefined;
  /** Read or write units, as DynamoDB reports them. */
  readonly units: number;
  readonly bytes: number;
};

/**
 * A fault of a request: it is throttled, it does not reach AWS, its answer is lost, or it is carried out twice.
 */
export type Fault = 'throttle' | 'lose-request' | 'lose-answer' | 'twice';

/** Called before each request that a policy allows; returns its fault, if any. */
export type OnRequest = (request: {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  /** The kind of write, by `writeKindOf`. */
  readonly writes: string | undefined;
}) => Fault | undefined;

/** Stands in for AWS: records every call, checks it against the caller's policies, and forwards it. */
export type Gateway = {
  readonly endpoint: string;
  readonly recorded: readonly Recorded[];
  /** Set by a test to inject faults; undefined = none. */
  onRequest: OnRequest | undefined;
  readonly close: () => Promise<void>;
};

export type GatewayOptions = {
  /** Address of each service. */
  readonly services: Readonly<Record<string, string>>;
  readonly allows: (call: AwsCall) => Promise<boolean>;
};

export async function startGateway({ services, allows }: GatewayOptions): Promise<Gateway> {
  const recorded: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const [, caller = '', service = ''] =
      /Credential=([^/]+)\/\d+\/[\w-]+\/(\w+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
    const bytes = await buffer(request);
    const { operation, body } = service === 's3' ? objectRequest(request) : rpcRequest(request, bytes);
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers })
        .end(typeof value === 'string' ? value : JSON.stringify(value));
    const writes = writeKindOf(operation, body);
    const denied: AwsCall[] = [];
    for (const call of callsOf(caller, service, operation, body))
      if (!(await allows(call))) denied.push(call);
    const record = (units: number, bytes: number) =>
      recorded.push({ caller, service, operation, denied, writes, units, bytes });
    if (denied.length > 0) {
      record(0, 0);
      const { action, resource } = denied[0]!;
      if (service === 's3') {
        const { status, headers, body: xml } = refusal(403, 'AccessDenied', `${action} on ${resource}`);
        return response.writeHead(status, headers).end(xml);
      }
      return answer(400, {
        __type: 'AccessDeniedException',
        message: `not authorized to perform ${action} on ${resource}`,
      });
    }
    const fault = gateway.onRequest?.({ caller, service, operation, writes });
    if (fault === 'throttle')
      return answer(400, {
        __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
        message: 'Throughput exceeds the current capacity of your table',
      });
    if (fault === 'lose-request') return request.socket.destroy();
    if (service === 's3') {
      const stored = await forward(services[service]!, request, bytes);
      record(0, bytes.length);
      if (fault === 'lose-answer') return request.socket.destroy();
      return response.writeHead(stored.status, stored.headers).end(stored.body);
    }
    const whole = service === 'dynamodb' ? withCapacity(body) : body;
    if (fault === 'twice') await forwardJson(services[service]!, request.headers, whole);
    const forwarded = await forwardJson(services[service]!, request.headers, whole);
    record(unitsIn(forwarded.text), forwarded.text.length);
    if (fault === 'lose-answer') return request.socket.destroy();
    return answer(forwarded.status, forwarded.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: Gateway = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    onRequest: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gateway;
}

type AwsRequest = { readonly operation: string; readonly body: Readonly<Record<string, unknown>> };

/** Operation and input of a request to a JSON service. */
function rpcRequest({ headers }: IncomingMessage, bytes: Buffer): AwsRequest {
  const operation = String(headers['x-amz-target']).split('.').at(-1)!;
  return { operation, body: JSON.parse(bytes.toString()) as AwsRequest['body'] };
}

/** Operation and input of a request to S3, from its method and path. */
function objectRequest({ method = '', url = '/' }: IncomingMessage): AwsRequest {
  const found = s3OperationOf({ method, url: new URL(url, 'http://127.0.0.1') });
  if (found === undefined) throw new Error(`the gateway does not know ${method} ${url} of S3`);
  return { operation: found.operation, body: { Bucket: found.bucket, Key: found.key } };
}

/** Forwards a request unchanged. */
async function forward(target: string, { method = '', url = '/', headers }: IncomingMessage, bytes: Buffer) {
  const { host: _, connection: __, expect: ___, ...own } = headers as Record<string, string>;
  const answer = await fetch(`${target}${url}`, {
    method,
    headers: own,
    ...(bytes.length > 0 && { body: new Uint8Array(bytes) }),
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Adds a request for the consumed capacity. */
function withCapacity(body: object): object {
  return { ...body, ReturnConsumedCapacity: 'TOTAL' };
}

async function forwardJson(target: string, headers: IncomingHttpHeaders, body: object) {
  const answer = await fetch(target, {
    method: 'POST',
    headers: {
      'content-type': String(headers['content-type']),
      'x-amz-target': String(headers['x-amz-target']),
      // DynamoDB Local accepts only letters and digits in an access key id.
      authorization: String(headers.authorization).replace(/Credential=[^/]+/, 'Credential=local'),
      'x-amz-date': String(headers['x-amz-date']),
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

function unitsIn(answer: string): number {
  const { ConsumedCapacity } = JSON.parse(answer) as {
    readonly ConsumedCapacity?:
      | { readonly CapacityUnits: number }
      | readonly { readonly CapacityUnits: number }[];
  };
  return [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}
