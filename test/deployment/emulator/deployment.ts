import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startFauxqs } from 'fauxqs';
import { startDynamoLocal } from '../../support/dynamo-local.ts';
import { type Parameters, startSsmPeer } from '../../support/ssm-peer.ts';
import type { Assembly } from './assembly.ts';
import { ExecutionEnvironment, type Run } from './environment.ts';
import { type FunctionSetup, setupsOf } from './function-setup.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { type Item, itemsOf, putItems } from './items.ts';
import { type Policies, policiesOf } from './policies.ts';
import { ACCOUNT, idOfRole, REGION, resolveTemplate, type Template } from './template.ts';

/** A whole deployment on this machine, made from what `npm run synth` makes and nothing else. */
export type EmulatedDeployment = {
  readonly template: Template;
  readonly policies: Policies;
  readonly gateway: Gateway;
  readonly secrets: Parameters;
  /** Every item of the table, by key. */
  readonly items: () => Promise<ReadonlyMap<string, Item>>;
  readonly functions: readonly FunctionSetup[];
  /** Every line that a function has logged, parsed where it is JSON. */
  readonly logs: readonly { readonly name: string; readonly line: unknown }[];
  /** Every run so far, in the order they ended. */
  readonly runs: readonly (Run & { readonly name: string })[];
  /** Lets a schedule fire: the run is asynchronous, repeated where it fails, and kept where all repeats fail. */
  readonly fire: (name: string) => Promise<Run>;
  /** Ends the processes of a function at once, whatever they are doing. */
  readonly kill: (name: string) => void;
  /** Ends all execution environments, so that the next runs start cold. */
  readonly coolDown: () => Promise<void>;
  /** Bodies of the messages in a queue. */
  readonly messagesIn: (queue: string) => readonly string[];
  readonly close: () => Promise<void>;
};

type ScheduleProperties = { readonly Target: { readonly Arn: string; readonly RoleArn: string } };

type EventInvokeProperties = {
  readonly FunctionName: string;
  readonly MaximumRetryAttempts: number;
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination: string } };
};

export type DeployOptions = {
  /** What the table holds already. */
  readonly items?: Iterable<Item>;
  /** Makes the template another one than was synthesised, for what must be found out. */
  readonly change?: (assembly: Assembly) => Assembly;
};

export async function deployEmulated(
  synthesised: Assembly,
  { items = [], change = (assembly) => assembly }: DeployOptions = {},
): Promise<EmulatedDeployment> {
  const template = resolveTemplate(change(synthesised));
  const policies = policiesOf(template);
  const [dynamo, ssm, sqs] = await Promise.all([
    startDynamoLocal(),
    startSsmPeer(),
    startFauxqs({ port: 0, logger: false, defaultRegion: REGION }),
  ]);
  const [table] = template.ofType<CreateTableCommandInput>('AWS::DynamoDB::Table');
  await createTable(dynamo.endpoint, table!.properties);
  await putItems(dynamo.endpoint, table!.properties.TableName!, items);
  for (const { properties } of template.ofType<{ readonly QueueName: string }>('AWS::SQS::Queue'))
    sqs.createQueue(properties.QueueName);
  const functions = setupsOf(template);
  const roleOf = new Map(functions.map(({ name, role }) => [name, role]));
  const gateway = await startGateway({
    services: { dynamodb: dynamo.endpoint, ssm: ssm.endpoint, sqs: sqs.address },
    allows: (call) => policies.allows(roleOf.get(call.caller) ?? '', call),
  });
  const logs: { name: string; line: unknown }[] = [];
  const runs: (Run & { name: string })[] = [];
  const environments = new Map<string, ExecutionEnvironment[]>();
  const busy = new Set<ExecutionEnvironment>();

  /** An idle environment, or a new one; a failed run where that does not come up. */
  async function environmentFor(setup: FunctionSetup): Promise<ExecutionEnvironment | Run> {
    const all = environments.get(setup.name) ?? [];
    environments.set(setup.name, all);
    const idle = all.find((one) => one.isAlive && !busy.has(one));
    if (idle !== undefined) return engage(idle);
    const onLog = (line: string) => logs.push({ name: setup.name, line: parsed(line) });
    const made = await ExecutionEnvironment.start(setup, { awsEndpoint: gateway.endpoint, onLog });
    if ('error' in made)
      return {
        outcome: { kind: 'failed', error: made.error },
        seconds: 0,
        startSeconds: null,
        peakMiB: null,
        cpuSeconds: null,
      };
    all.push(made);
    return engage(made);
  }

  /** Before anything is waited for, lest another event gets the same environment. */
  function engage(environment: ExecutionEnvironment): ExecutionEnvironment {
    busy.add(environment);
    return environment;
  }

  async function invoke(setup: FunctionSetup, event: unknown): Promise<Run> {
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      await requireAllowed(roleOf.get(setup.name)!, action, logStreamArn(setup));
    const environment = await environmentFor(setup);
    const run = environment instanceof ExecutionEnvironment ? await runIn(environment, event) : environment;
    runs.push({ name: setup.name, ...run });
    return run;
  }

  async function runIn(environment: ExecutionEnvironment, event: unknown): Promise<Run> {
    const run = await environment.invoke(event);
    busy.delete(environment);
    return run;
  }

  async function requireAllowed(role: string, action: string, resource: string): Promise<void> {
    const call = { caller: role, action, resource, context: {} };
    if (!(await policies.allows(role, call))) throw new Error(`${role} may not do ${action} on ${resource}`);
  }

  async function fire(name: string): Promise<Run> {
    const setup = functions.find((one) => one.name === name)!;
    const schedule = template
      .ofType<ScheduleProperties>('AWS::Scheduler::Schedule')
      .find(({ properties }) => properties.Target.Arn === setup.arn);
    if (schedule === undefined) throw new Error(`${name} has no schedule`);
    await requireAllowed(idOfRole(schedule.properties.Target.RoleArn), 'lambda:InvokeFunction', setup.arn);
    const { MaximumRetryAttempts, DestinationConfig } = template
      .ofType<EventInvokeProperties>('AWS::Lambda::EventInvokeConfig')
      .find(({ properties }) => properties.FunctionName === name)!.properties;
    let run = await invoke(setup, {});
    // Lambda waits one minute before the first repeat and two before the second.
    for (let repeat = 0; run.outcome.kind !== 'answered' && repeat < MaximumRetryAttempts; repeat++)
      run = await invoke(setup, {});
    if (run.outcome.kind !== 'answered') {
      const destination = DestinationConfig.OnFailure.Destination;
      await requireAllowed(roleOf.get(name)!, 'sqs:SendMessage', destination);
      sqs.sendMessage(destination.split(':').at(-1)!, JSON.stringify({ function: name, ...run.outcome }));
    }
    return run;
  }

  async function coolDown(): Promise<void> {
    const all = [...environments.values()].flat();
    environments.clear();
    await Promise.all(all.map((one) => one.stop()));
  }

  return {
    template,
    policies,
    gateway,
    secrets: ssm.parameters,
    items: () => itemsOf(dynamo.endpoint, table!.properties.TableName!),
    functions,
    logs,
    runs,
    fire,
    kill: (name) => {
      for (const one of environments.get(name) ?? []) one.kill();
    },
    coolDown,
    messagesIn: (queue) => sqs.inspectQueue(queue)!.messages.ready.map(({ body }) => body),
    close: async () => {
      await coolDown();
      await Promise.all([gateway.close(), dynamo.close(), ssm.close(), sqs.stop()]);
    },
  };
}

async function createTable(endpoint: string, properties: CreateTableCommandInput): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = properties;
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
      BillingMode,
    }),
  );
  client.destroy();
}

function logStreamArn({ logGroup }: FunctionSetup): string {
  return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroup}:log-stream:emulated`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
