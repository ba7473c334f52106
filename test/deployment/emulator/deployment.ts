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

/** A whole deployment on this machine, built only from the output of `npm run synth`. */
export type EmulatedDeployment = Omit<Invoker, 'invoke'> &
  Schedules & {
    readonly template: Template;
    readonly policies: Policies;
    readonly gateway: Gateway;
    readonly clock: EmulatedClock;
    readonly secrets: Parameters;
    readonly queues: Pick<Queues, 'send' | 'bodies'>;
    /** Address of the HTTP API; undefined if there is none. */
    readonly api: string | undefined;
    readonly table: EmulatedTable | undefined;
    /** Every item of the table, by key. */
    readonly items: () => Promise<Items>;
    /** Objects in the public page's bucket, by key. */
    readonly page: Map<string, S3Object>;
    readonly functions: readonly FunctionSetup[];
    /** Runs functions until the queues they read are empty, advancing the clock as needed. */
    readonly settle: () => Promise<void>;
    readonly close: () => Promise<void>;
  };

export type DeployOptions = Pick<EnvironmentOptions, 'atFullSpeed'> & {
  /** The clock of its functions and queues. */
  readonly clock: EmulatedClock;
  /** An existing table, such as one that outlived its stack; by default a new one, closed with the deployment. */
  readonly table?: EmulatedTable;
  /** Initial items of the table; by default those it holds already. */
  readonly items?: Items;
  /** Publishes the page; by default requests to publish it stay in their queue. */
  readonly publishes?: true;
  /** Changes the synthesised template, for tests that a fault in it is found. */
  readonly change?: (assembly: Assembly) => Assembly;
};

/** Deploys a synthesised stack. @throws Error if AWS would refuse to create a resource. */
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
