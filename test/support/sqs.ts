import { startLocalFauxqs } from './fauxqs.ts';

/** A queue and the dead-letter queue behind it. */
export type SqsQueue = { readonly url: string; readonly deadLetterUrl: string };

/** A local SQS, with what a client needs to reach it without an account. */
export type Sqs = {
  readonly endpoint: string;
  readonly region: string;
  /** For clients that require some; they are not checked. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly createQueue: (name: string, options: SqsQueueOptions) => SqsQueue;
  /** The bodies of all messages in a queue, in flight or not. */
  readonly bodies: (url: string) => readonly string[];
  /** Until when the messages in flight stay hidden, in Unix milliseconds. */
  readonly hiddenUntil: (url: string) => readonly number[];
  readonly close: () => Promise<void>;
};

export type SqsQueueOptions = {
  /** Seconds that a received message stays hidden. */
  readonly visibilitySeconds: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  readonly mostReceives: number;
};

const REGION = 'eu-central-1';

/** Starts fauxqs in this process on a free port. It goes by `Date`, which a test may set forward. */
export async function startSqs(): Promise<Sqs> {
  const server = await startLocalFauxqs(REGION);
  const endpoint = `http://127.0.0.1:${server.port}`;
  /** fauxqs combines the region and this machine's address into a host name that does not resolve. */
  const local = (url: string) => `${endpoint}/${url.split('/').slice(-2).join('/')}`;
  const messagesOf = (url: string) => {
    const found = server.inspectQueue(url.split('/').at(-1)!);
    if (found === undefined) throw new Error(`there is no queue ${url}`);
    return found.messages;
  };
  return {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    createQueue: (name, { visibilitySeconds, mostReceives }) => {
      const dead = server.createQueue(`${name}-dead`, { region: REGION });
      const queue = server.createQueue(name, {
        region: REGION,
        attributes: {
          VisibilityTimeout: String(visibilitySeconds),
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: dead.queueArn,
            maxReceiveCount: mostReceives,
          }),
        },
      });
      return { url: local(queue.queueUrl), deadLetterUrl: local(dead.queueUrl) };
    },
    bodies: (url) => {
      const { ready, delayed, inflight } = messagesOf(url);
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body);
    },
    hiddenUntil: (url) => messagesOf(url).inflight.map(({ visibilityDeadline }) => visibilityDeadline),
    close: () => server.stop(),
  };
}
