import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { type Task, type TaskQueue, taskSchema } from '../delivery/task.ts';
import { parseJsonInput } from '../schema.ts';

/** SQS's longest delay. Anything that waits longer is found again in the store. */
const LONGEST_DELAY_SECONDS = 900;

/** Sends JSON messages to queues. Errors are the client's, which tell whether a retry may help. */
export function sqsSender(config: SQSClientConfig) {
  const client = new SQSClient(config);
  return {
    /** @param delaySeconds the message is not received earlier. */
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

/** Creates a function that sets a message's visibility timeout, in seconds from now. */
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

/** The URLs of the queues for shards, each service's batches, and dead letters; only those a function sends to. */
export type QueueUrls = Readonly<Partial<Record<'shards' | Task['vendor'] | 'deadLetters', string>>>;

/** Carries tasks through SQS, each at least once. Errors are the client's, which tell whether a retry may help. */
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

/** Parses a message's body as a task. @throws InputError with every fault; a retry does not help. */
export function parseTask(body: string): Task {
  return parseJsonInput(taskSchema, body, 'task');
}
