import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { type Task, type TaskQueue, taskSchema } from '../delivery/task.ts';
import { parseJsonInput } from '../schema.ts';

/** The longest that SQS delays a message. What waits longer is found again in the store. */
const LONGEST_DELAY_SECONDS = 900;

/** Puts messages into queues, each a JSON document. Errors are the client's, which say whether a retry may help. */
export function sqsSender(config: SQSClientConfig) {
  const client = new SQSClient(config);
  return {
    /** @param delaySeconds it is not received before. */
    async send(url: string, body: unknown, delaySeconds = 0): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify(body),
          ...(delaySeconds > 0 && { DelaySeconds: Math.ceil(delaySeconds) }),
        }),
      );
    },
    close: () => client.destroy(),
  };
}

/** Makes a function that sets the visibility timeout, in seconds from now, of the message with a receipt handle. */
export function sqsVisibility(
  url: string,
  config: SQSClientConfig,
): (receiptHandle: string, seconds: number) => Promise<void> {
  const client = new SQSClient(config);
  return async (receiptHandle, seconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };
}

/**
 * Addresses of the queues: for shards, each service's batches, and dead letters; only those that a function adds to.
 */
export type QueueUrls = Readonly<Partial<Record<'shards' | Task['vendor'] | 'deadLetters', string>>>;

/**
 * Carries tasks through SQS. Each may come more than once; errors are the client's, which say whether a retry may help.
 */
export function sqsTaskQueue(
  urls: QueueUrls,
  config: SQSClientConfig,
): TaskQueue & { readonly close: () => void } {
  const { send, close } = sqsSender(config);
  const urlOf = (queue: keyof QueueUrls) => {
    const url = urls[queue];
    if (url === undefined) throw new TypeError(`the queue of ${queue} is not known here`);
    return url;
  };
  return {
    async add(task, delaySeconds = 0) {
      if (delaySeconds > LONGEST_DELAY_SECONDS) return;
      await send(urlOf(task.kind === 'shard' ? 'shards' : task.vendor), task, delaySeconds);
    },
    async deadLetter(what) {
      await send(urlOf('deadLetters'), what);
    },
    close,
  };
}

/** Parses the task in a message's body. @throws InputError with every fault where it is none; no retry changes that. */
export function parseTask(body: string): Task {
  return parseJsonInput(taskSchema, body, 'task');
}
