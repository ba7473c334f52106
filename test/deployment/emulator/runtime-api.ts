import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The outcome of one invocation. `exited`: the process ended without an answer. */
export type Outcome =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out' | 'exited' };

/** Whether a process waits for events, or why it failed to start. */
export type Start = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly error: unknown };

/**
 * The Runtime API of one execution environment, as AWS documents it ("Using the Lambda runtime API"): the
 * process asks for the next event and posts its answer.
 */
export type RuntimeApi = {
  readonly address: string;
  /** Settles when the process first asks for an event, or reports that it cannot start. */
  readonly started: Promise<Start>;
  /** Hands an event to the process and waits for the outcome. `deadline`: in Unix milliseconds. */
  readonly invoke: (event: unknown, functionArn: string, deadline: number) => Promise<Outcome>;
  /** Tells the API that the process has ended. */
  readonly exited: () => void;
  readonly close: () => Promise<void>;
};

type Invocation = {
  readonly id: string;
  readonly event: unknown;
  readonly functionArn: string;
  readonly deadline: number;
  readonly settle: (outcome: Outcome) => void;
};

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const started = Promise.withResolvers<Start>();
  let waiting: ServerResponse | undefined;
  let queued: Invocation | undefined;
  let current: Invocation | undefined;

  function hand(): void {
    if (waiting === undefined || queued === undefined) return;
    current = queued;
    queued = undefined;
    waiting
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': current.id,
        'lambda-runtime-deadline-ms': String(current.deadline),
        'lambda-runtime-invoked-function-arn': current.functionArn,
        'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
      })
      .end(JSON.stringify(current.event));
    waiting = undefined;
  }

  const server = createServer(async (request, response) => {
    const [, id, what] =
      /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    if (request.url === '/2018-06-01/runtime/invocation/next') {
      waiting = response;
      started.resolve({ kind: 'ready' });
      return hand();
    }
    const body = parse(await text(request));
    if (request.url === '/2018-06-01/runtime/init/error') started.resolve({ kind: 'failed', error: body });
    else if (id === current?.id)
      current?.settle(what === 'response' ? { kind: 'answered', body } : { kind: 'failed', error: body });
    else return void response.writeHead(404).end();
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    started: started.promise,
    invoke: (event, functionArn, deadline) =>
      new Promise((settle) => {
        queued = { id: randomUUID(), event, functionArn, deadline, settle };
        hand();
      }),
    exited: () => {
      started.resolve({ kind: 'failed', error: 'the process ended before it asked for an event' });
      (queued ?? current)?.settle({ kind: 'exited' });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
