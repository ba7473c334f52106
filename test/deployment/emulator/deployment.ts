import { type S3Object, startS3Peer } from '../../support/s3-peer.ts';
import { type Parameters, startSsmPeer } from '../../support/ssm-peer.ts';
import type { Assembly } from './assembly.ts';
import type { EmulatedClock } from './clock.ts';
import type { EnvironmentOptions, Run } from './environment.ts';
import { eventSourcesOf } from './event-source.ts';
import { type FunctionSetup, setupsOf } from './function-setup.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { startHttpApi } from './http-api.ts';
import { createInvoker, type Invoker } from './invoker.ts';
import type { Items } from './items.ts';
import { type Policies, policiesOf } from './policies.ts';
import { type Queues, startQueues } from './queues.ts';
import { type Schedules, schedulesOf } from './schedules.ts';
import { settleQueues } from './settle.ts';
import { type EmulatedTable, startTable } from './table.ts';
import { ACCOUNT, bucketName, REGION, resolveTemplate, type Template } from './template.ts';

/** A whole deployment on this machine, made from what `npm run synth` makes and nothing else. */
export type EmulatedDeployment = Omit<Invoker, 'invoke'> &
  Schedules & {
    readonly template: Template;
    readonly policies: Policies;
    readonly gateway: Gateway;
    readonly clock: EmulatedClock;
    readonly secrets: Parameters;
    readonly queues: Pick<Queues, 'send' | 'bodies'>;
    /** Where the HTTP API is; undefined where there is none. */
    readonly api: string | undefined;
    readonly table: EmulatedTable | undefined;
    /** Every item of the table, by key. */
    readonly items: () => Promise<Items>;
    /** What lies in the bucket of the public page, by key. */
    readonly page: Map<string, S3Object>;
    readonly functions: readonly FunctionSetup[];
    /** Lets functions work until nothing is left in the queues that they read, for which the clock goes forward. */
    readonly settle: () => Promise<void>;
    readonly close: () => Promise<void>;
  };

export type DeployOptions = Pick<EnvironmentOptions, 'atFullSpeed'> & {
  /** What its functions and queues go by. */
  readonly clock: EmulatedClock;
  /** A table that is there already, as it stays when a stack is deleted; else a new one, for this deployment. */
  readonly table?: EmulatedTable;
  /** What the table is to hold at first, where not what it holds. */
  readonly items?: Items;
  /** Lets the page be published; else what asks for it stays in its queue. */
  readonly publishes?: true;
  /** Makes the template another one than was synthesised, for what must be found out. */
  readonly change?: (assembly: Assembly) => Assembly;
};

/** @throws where AWS would refuse to make a resource. */
export async function deployEmulated(
  synthesised: Assembly,
  { clock, table: kept, items, publishes, change = (assembly) => assembly, ...speed }: DeployOptions,
): Promise<EmulatedDeployment> {
  const template = resolveTemplate(change(synthesised));
  const policies = policiesOf(template);
  const functions = setupsOf(template);
  const roleOf = new Map(functions.map(({ name, role }) => [name, role]));
  const buckets = template.ofType('AWS::S3::Bucket').map(({ id }) => bucketName(id));
  const [table, ssm, queues, s3] = await Promise.all([
    kept ?? startTable(template),
    startSsmPeer(),
    startQueues(template),
    startS3Peer(buckets),
  ]);
  if (items !== undefined) await table?.reset(items);
  const gateway = await startGateway({
    services: { dynamodb: table?.endpoint ?? '', ssm: ssm.endpoint, sqs: queues.endpoint, s3: s3.endpoint },
    allows: (call) => policies.allows(roleOf.get(call.caller) ?? '', call),
  });
  const { invoke: run, ...invoker } = createInvoker({ awsEndpoint: gateway.endpoint, clock, ...speed });

  async function requireAllowed(role: string, action: string, resource: string): Promise<void> {
    const call = { caller: role, action, resource, context: {} };
    if (!(await policies.allows(role, call))) throw new Error(`${role} may not do ${action} on ${resource}`);
  }

  async function invoke(setup: FunctionSetup, event: unknown): Promise<Run> {
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      await requireAllowed(setup.role, action, logStreamArn(setup));
    return run(setup, event);
  }

  async function close(): Promise<void> {
    await invoker.coolDown();
    await Promise.all([api?.close(), gateway.close(), ssm.close(), queues.close(), s3.close()]);
    if (kept === undefined) await table?.close();
  }

  const parts = { template, functions, queues, clock, invoke, requireAllowed };
  const api = await startHttpApi(parts);
  const sources = await eventSourcesOf(parts).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const working = sources.filter(({ queue }) => publishes === true || !queue.endsWith('-publish-site'));
  return {
    ...invoker,
    ...schedulesOf(parts),
    template,
    policies,
    gateway,
    clock,
    secrets: ssm.parameters,
    queues,
    api: api?.endpoint,
    table,
    items: async () => (await table?.items()) ?? new Map(),
    page: s3.buckets.get(buckets[0] ?? '') ?? new Map(),
    functions,
    settle: () => settleQueues(working, queues, clock),
    close,
  };
}

function logStreamArn({ logGroup }: FunctionSetup): string {
  return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroup}:log-stream:emulated`;
}
