import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type AwsCall, callsOf } from './aws-call.ts';
import { writeKindOf } from './write-kind.ts';

/** One request to AWS that a function made, and what it needed. */
export type Recorded = {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly denied: readonly AwsCall[];
  /** What it wrote, as `writeKindOf` says it. */
  readonly writes: string | undefined;
  /** Read or write units that DynamoDB says it took. */
  readonly units: number;
  readonly bytes: number;
};

/**
 * What becomes of a request instead of passing: it is refused, it does not reach AWS, its answer is lost, or it
 * is carried out twice.
 */
export type Fault = 'throttle' | 'lose-request' | 'lose-answer' | 'twice';

/** Asked before each request that a policy allows. */
export type OnRequest = (request: {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  /** What it writes, as `writeKindOf` says it. */
  readonly writes: string | undefined;
}) => Fault | undefined;

/** What stands for AWS: every call is recorded, held against the caller's policies, and passed on. */
export type Gateway = {
  readonly endpoint: string;
  readonly recorded: readonly Recorded[];
  /** Lets a test decide what becomes of requests; undefined lets all pass. */
  onRequest: OnRequest | undefined;
  readonly close: () => Promise<void>;
};

export type GatewayOptions = {
  /** Where each service is. */
  readonly services: Readonly<Record<string, string>>;
  readonly allows: (call: AwsCall) => Promise<boolean>;
};

export async function startGateway({ services, allows }: GatewayOptions): Promise<Gateway> {
  const recorded: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const [, caller = '', service = ''] =
      /Credential=([^/]+)\/\d+\/[\w-]+\/(\w+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    const body = JSON.parse(await text(request)) as Readonly<Record<string, unknown>>;
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
    const whole = service === 'dynamodb' ? counted(body) : body;
    if (fault === 'twice') await pass(services[service]!, request.headers, whole);
    const passed = await pass(services[service]!, request.headers, whole);
    record(unitsIn(passed.text), passed.text.length);
    if (fault === 'lose-answer') return request.socket.destroy();
    return answer(passed.status, passed.text);
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

/** The same request, which also asks what it costs. */
function counted(body: object): object {
  return { ...body, ReturnConsumedCapacity: 'TOTAL' };
}

async function pass(target: string, headers: IncomingHttpHeaders, body: object) {
  const answer = await fetch(target, {
    method: 'POST',
    headers: {
      'content-type': String(headers['content-type']),
      'x-amz-target': String(headers['x-amz-target']),
      // DynamoDB Local takes letters and digits only in the name of a key.
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
