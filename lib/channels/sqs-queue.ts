import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { parseInput } from '../schema.ts';
import { type Task, type TaskQueue, taskSchema } from './task.ts';

/** SQS delays a message by at most this. What waits longer is found again in the store. */
const LONGEST_DELAY_SECONDS = 900;

/** Addresses of the queues: for shards, for the batches of each service, and for what cannot be delivered. */
export type QueueUrls = Readonly<Record<'shards' | Task['vendor'] | 'deadLetters', string>>;

export type SqsTaskQueue = TaskQueue & { readonly close: () => void };

/** Carries tasks through SQS. Each may come more than once; errors are the client's, which says what may pass. */
export function sqsTaskQueue(urls: QueueUrls, config: SQSClientConfig): SqsTaskQueue {
  const client = new SQSClient(config);
  const send = (url: string, body: unknown, delaySeconds = 0) =>
    client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify(body),
        ...(delaySeconds > 0 && { DelaySeconds: Math.ceil(delaySeconds) }),
      }),
    );
  return {
    async add(task, delaySeconds = 0) {
      if (delaySeconds > LONGEST_DELAY_SECONDS) return;
      await send(task.kind === 'shard' ? urls.shards : urls[task.vendor], task, delaySeconds);
    },
    async setAside(what) {
      await send(urls.deadLetters, what);
    },
    close: () => client.destroy(),
  };
}

/**
 * Reads a task out of a message's body.
 *
 * @throws InputError with every fault where it is none: no repeat makes it one.
 */
export function parseTask(body: string): Task {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Told by the schema, like everything else that is no task.
  }
  return parseInput(taskSchema, value, 'task');
}
