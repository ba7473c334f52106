import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Run } from './environment.ts';
import type { FunctionSetup } from './function-setup.ts';
import { type QueueProperties, type Queues, queueOf } from './queues.ts';
import { type Deployed, REGION, type Template } from './template.ts';

/**
 * Lambda's poller of one queue, as AWS describes it ("Using Lambda with Amazon SQS", "Handling errors for an SQS
 * event source"): messages come in batches, what succeeded is deleted, what failed is left in the queue and comes
 * again when it becomes visible, or goes to the dead-letter queue when it has come too often.
 */
export type EventSource = {
  readonly queue: string;
  /** Works on all messages that can be received just now. @returns how many there were. */
  readonly drain: () => Promise<number>;
};

type MappingProperties = {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
};

/** Where a mapping says nothing: the batch size that AWS takes, and the least concurrency that can be set. */
const USUAL_BATCH = 10;
const LEAST_CONCURRENCY = 2;

/** What the role of a function needs so that Lambda may poll for it. */
const NEEDED = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export type EventSourceParts = {
  readonly template: Template;
  readonly functions: readonly FunctionSetup[];
  readonly queues: Queues;
  readonly invoke: (setup: FunctionSetup, event: unknown) => Promise<Run>;
  /** Throws where a role lacks a permission. */
  readonly requireAllowed: (role: string, action: string, resource: string) => Promise<void>;
};

/** Every mapping of a template. @throws where AWS would refuse to make one. */
export async function eventSourcesOf(parts: EventSourceParts): Promise<readonly EventSource[]> {
  const mappings = parts.template.ofType<MappingProperties>('AWS::Lambda::EventSourceMapping');
  return Promise.all(mappings.map(({ properties }) => eventSource(parts, properties)));
}

async function eventSource(parts: EventSourceParts, mapping: MappingProperties): Promise<EventSource> {
  const { functions, queues, invoke } = parts;
  const { EventSourceArn: arn, BatchSize = USUAL_BATCH, FunctionResponseTypes = [], ScalingConfig } = mapping;
  const { MaximumConcurrency = LEAST_CONCURRENCY } = ScalingConfig ?? {};
  const queue = queueOf(arn);
  const setup = functions.find(({ name }) => name === mapping.FunctionName)!;
  refuseImpossible(parts.template, mapping, setup);
  for (const action of NEEDED) await parts.requireAllowed(setup.role, action, arn);

  async function workOn(messages: readonly Message[]): Promise<void> {
    const { outcome } = await invoke(setup, { Records: messages.map((message) => recordOf(message, arn)) });
    if (outcome.kind !== 'answered') return;
    const reports = FunctionResponseTypes.includes('ReportBatchItemFailures');
    const failed = reports ? failedOf(outcome.body, messages) : new Set();
    for (const message of messages) if (!failed.has(message.MessageId)) await queues.remove(queue, message);
  }

  async function lane(): Promise<number> {
    const messages = await queues.receive(queue, BatchSize);
    if (messages.length === 0) return 0;
    await workOn(messages);
    return messages.length + (await lane());
  }

  return {
    queue,
    drain: async () => {
      const counts = await Promise.all(Array.from({ length: MaximumConcurrency }, lane));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** What AWS refuses when a mapping is made. */
function refuseImpossible(template: Template, mapping: MappingProperties, setup: FunctionSetup): void {
  const { properties } = template
    .ofType<QueueProperties>('AWS::SQS::Queue')
    .find(({ arn }: Deployed<QueueProperties>) => arn === mapping.EventSourceArn)!;
  const { VisibilityTimeout = 30, QueueName } = properties;
  if (VisibilityTimeout < setup.timeoutSeconds)
    throw new Error(`${QueueName} shows messages again while ${setup.name} may still work on them`);
  if ((mapping.BatchSize ?? USUAL_BATCH) > USUAL_BATCH)
    throw new Error(`more than ${USUAL_BATCH} messages at once need a batching window`);
  if ((mapping.ScalingConfig?.MaximumConcurrency ?? LEAST_CONCURRENCY) < LEAST_CONCURRENCY)
    throw new Error(`a concurrency below ${LEAST_CONCURRENCY} cannot be set`);
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

/** The ids of what failed: those that the answer names; all of them where it names something else. */
function failedOf(answer: unknown, messages: readonly Message[]): ReadonlySet<unknown> {
  const all = new Set(messages.map(({ MessageId }) => MessageId));
  const parsed = answerSchema.safeParse(answer === '' ? null : answer);
  if (!parsed.success) return all;
  const named = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}
