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

/** Puts messages into queues, each a JSON document. */
export type SqsSender = {
  /** @param delaySeconds it is not received before. Errors are the client's, which say whether a retry may help. */
  readonly send: (url: string, body: unknown, delaySeconds?: number) => Promise<void>;
  readonly close: () => void;
};

export function sqsSender(config: SQSClientConfig): SqsSender {
  const client = new SQSClient(config);
  return {
    async send(url, body, delaySeconds = 0) {
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

/**
 * Makes a function that sets the visibility timeout of a received message of a queue, counted from now.
 *
 * @returns it takes the message's receipt handle, and seconds.
 */
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
 * Addresses of the queues: for shards, for the batches of each service, and for what cannot be delivered. A function
 * needs only the queues that it adds to.
 */
export type QueueUrls = Readonly<Partial<Record<'shards' | Task['vendor'] | 'deadLetters', string>>>;

export type SqsTaskQueue = TaskQueue & { readonly close: () => void };

/**
 * Carries tasks through SQS. Each may come more than once; errors are the client's, which say whether a retry may help.
 */
export function sqsTaskQueue(urls: QueueUrls, config: SQSClientConfig): SqsTaskQueue {
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

/**
 * Parses the task in a message's body.
 *
 * @throws InputError with every fault where it is not a task, which no retry changes.
 */
export function parseTask(body: string): Task {
  return parseJsonInput(taskSchema, body, 'task');
}
