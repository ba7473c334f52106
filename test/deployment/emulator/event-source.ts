import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Run } from './environment.ts';
import type { FunctionSetup } from './function-setup.ts';
import { type QueueProperties, type Queues, queueOf } from './queues.ts';
import { type Deployed, REGION, type Template } from './template.ts';

/**
 * Lambda's poller of one queue, as AWS documents it ("Using Lambda with Amazon SQS", "Handling errors for an SQS
 * event source"): messages are received in batches; those that succeed are deleted, those that fail are received
 * again after their visibility timeout, or moved to the dead-letter queue after too many receives.
 */
export type EventSource = {
  readonly queue: string;
  /** Processes all messages that can be received now. @returns their number. */
  readonly drain: () => Promise<number>;
};

type MappingProperties = {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
};

/** The batch size by default, and the lowest concurrency that can be set. */
const DEFAULT_BATCH = 10;
const MIN_CONCURRENCY = 2;

/** Permissions that a function's role needs for Lambda to poll on its behalf. */
const POLLING_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export type EventSourceParts = {
  readonly template: Template;
  readonly functions: readonly FunctionSetup[];
  readonly queues: Queues;
  readonly invoke: (setup: FunctionSetup, event: unknown) => Promise<Run>;
  /** @throws Error if a role lacks a permission. */
  readonly requireAllowed: (role: string, action: string, resource: string) => Promise<void>;
};

/** Every event source mapping of a template. @throws Error if AWS would refuse to create one. */
export async function eventSourcesOf(parts: EventSourceParts): Promise<readonly EventSource[]> {
  const mappings = parts.template.ofType<MappingProperties>('AWS::Lambda::EventSourceMapping');
  return Promise.all(mappings.map(({ properties }) => eventSource(parts, properties)));
}

async function eventSource(parts: EventSourceParts, mapping: MappingProperties): Promise<EventSource> {
  const { functions, queues, invoke } = parts;
  const {
    EventSourceArn: arn,
    BatchSize = DEFAULT_BATCH,
    FunctionResponseTypes = [],
    ScalingConfig,
  } = mapping;
  const { MaximumConcurrency = MIN_CONCURRENCY } = ScalingConfig ?? {};
  const queue = queueOf(arn);
  const setup = functions.find(({ name }) => name === mapping.FunctionName)!;
  refuseImpossible(parts.template, mapping, setup);
  for (const action of POLLING_ACTIONS) await parts.requireAllowed(setup.role, action, arn);

  async function processBatch(messages: readonly Message[]): Promise<void> {
    const { outcome } = await invoke(setup, { Records: messages.map((message) => recordOf(message, arn)) });
    if (outcome.kind !== 'answered') return;
    const reports = FunctionResponseTypes.includes('ReportBatchItemFailures');
    const failed = reports ? failedOf(outcome.body, messages) : new Set();
    for (const message of messages) if (!failed.has(message.MessageId)) await queues.remove(queue, message);
  }

  async function poll(): Promise<number> {
    const messages = await queues.receive(queue, BatchSize);
    if (messages.length === 0) return 0;
    await processBatch(messages);
    return messages.length + (await poll());
  }

  return {
    queue,
    drain: async () => {
      const counts = await Promise.all(Array.from({ length: MaximumConcurrency }, poll));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** @throws Error for a mapping that AWS would refuse to create. */
function refuseImpossible(template: Template, mapping: MappingProperties, setup: FunctionSetup): void {
  const { properties } = template
    .ofType<QueueProperties>('AWS::SQS::Queue')
    .find(({ arn }: Deployed<QueueProperties>) => arn === mapping.EventSourceArn)!;
  const { VisibilityTimeout = 30, QueueName } = properties;
  if (VisibilityTimeout < setup.timeoutSeconds)
    throw new Error(`${QueueName} shows messages again while ${setup.name} may still work on them`);
  if ((mapping.BatchSize ?? DEFAULT_BATCH) > DEFAULT_BATCH)
    throw new Error(`more than ${DEFAULT_BATCH} messages at once need a batching window`);
  if ((mapping.ScalingConfig?.MaximumConcurrency ?? MIN_CONCURRENCY) < MIN_CONCURRENCY)
    throw new Error(`a concurrency below ${MIN_CONCURRENCY} cannot be set`);
}

function recordOf({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes }: Message, arn: string): object {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: REGION,
  };
}

const answerSchema = z.nullish(
  z.object({
    batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) }))),
  }),
);

/** Ids of the failed messages: those in the answer, or all if the answer is invalid or has unknown ids. */
function failedOf(answer: unknown, messages: readonly Message[]): ReadonlySet<unknown> {
  const all = new Set(messages.map(({ MessageId }) => MessageId));
  const parsed = answerSchema.safeParse(answer === '' ? null : answer);
  if (!parsed.success) return all;
  const named = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}
