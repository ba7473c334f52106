import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalFauxqs } from '../../support/fauxqs.ts';
import { REGION, type Template } from './template.ts';

export type QueueProperties = {
  readonly QueueName: string;
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
};

/** The queues of a template in a local SQS, identified by name. */
export type Queues = {
  readonly endpoint: string;
  readonly send: (queue: string, body: string) => void;
  readonly receive: (queue: string, most: number) => Promise<readonly Message[]>;
  readonly remove: (queue: string, message: Message) => Promise<void>;
  /** Bodies of the messages in a queue, whether or not they can be received now. */
  readonly bodies: (queue: string) => readonly string[];
  /** When the next message of a queue can be received, in Unix seconds; undefined if there is none. */
  readonly nextAt: (queue: string) => number | undefined;
  readonly close: () => Promise<void>;
};

/** The most messages that SQS returns at once. */
const MAX_BATCH = 10;

export async function startQueues(template: Template): Promise<Queues> {
  const server = await startLocalFauxqs(REGION);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = new SQSClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (const { properties } of template.ofType<QueueProperties>('AWS::SQS::Queue'))
    server.createQueue(properties.QueueName, { region: REGION, attributes: attributesOf(properties) });
  const urlOf = (queue: string) => `${endpoint}/000000000000/${queue}`;
  const messagesIn = (queue: string) => {
    const found = server.inspectQueue(queue);
    if (found === undefined) throw new Error(`there is no queue ${queue}`);
    return found.messages;
  };
  return {
    endpoint,
    send: (queue, body) => void server.sendMessage(queue, body, { region: REGION }),
    async receive(queue, most) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: urlOf(queue),
          MaxNumberOfMessages: Math.min(most, MAX_BATCH),
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    async remove(queue, { ReceiptHandle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl: urlOf(queue), ReceiptHandle }));
    },
    bodies: (queue) => {
      const { ready, delayed, inflight } = messagesIn(queue);
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body);
    },
    nextAt: (queue) => {
      const { ready, delayed, inflight } = messagesIn(queue);
      const times = [
        ...ready.map(() => 0),
        ...delayed.map(({ delayUntil = 0 }) => delayUntil),
        ...inflight.map(({ visibilityDeadline }) => visibilityDeadline),
      ];
      return times.length === 0 ? undefined : Math.min(...times) / 1000;
    },
    close: async () => {
      client.destroy();
      await server.stop();
    },
  };
}

/** Queue properties as SQS attributes, with the account that fauxqs gives every queue. */
function attributesOf({ VisibilityTimeout, DelaySeconds, RedrivePolicy }: QueueProperties) {
  return {
    ...(VisibilityTimeout !== undefined && { VisibilityTimeout: String(VisibilityTimeout) }),
    ...(DelaySeconds !== undefined && { DelaySeconds: String(DelaySeconds) }),
    ...(RedrivePolicy !== undefined && {
      RedrivePolicy: JSON.stringify({
        ...RedrivePolicy,
        deadLetterTargetArn: RedrivePolicy.deadLetterTargetArn.replace(/:\d{12}:/, ':000000000000:'),
      }),
    }),
  };
}

/** The name of the queue with this ARN. */
export function queueOf(arn: string): string {
  return arn.split(':').at(-1)!;
}
