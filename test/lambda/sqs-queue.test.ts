import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Task } from '../../lib/delivery/task.ts';
import { InputError } from '../../lib/errors.ts';
import { parseTask, sqsTaskQueue, sqsVisibility } from '../../lib/lambda/sqs-queue.ts';
import { type Sqs, type SqsQueue, startSqs } from '../support/sqs.ts';

let sqs: Sqs;
let client: SQSClient;
let queues: Readonly<Record<'shards' | 'telegram' | 'discord', SqsQueue>>;
let queue: ReturnType<typeof sqsTaskQueue>;
let hide: ReturnType<typeof sqsVisibility>;

beforeAll(async () => {
  sqs = await startSqs();
  const { endpoint, region, credentials } = sqs;
  const config: SQSClientConfig = { endpoint, region, credentials };
  client = new SQSClient(config);
  const create = (name: string) => sqs.createQueue(name, { visibilitySeconds: 1, mostReceives: 2 });
  queues = { shards: create('shards'), telegram: create('telegram'), discord: create('discord') };
  const { shards, telegram, discord } = queues;
  const urls = {
    shards: shards.url,
    telegram: telegram.url,
    discord: discord.url,
    deadLetters: shards.deadLetterUrl,
  };
  queue = sqsTaskQueue(urls, config);
  hide = sqsVisibility(discord.url, config);
});
afterAll(async () => {
  queue.close();
  client.destroy();
  await sqs.close();
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets time pass. */
const pass = (seconds: number) => vi.setSystemTime(Date.now() + 1000 * seconds);

const shard: Task = { kind: 'shard', vendor: 'telegram', shard: 7, after: '-100' };
const batch: Task = { kind: 'batch', vendor: 'discord', addresses: ['140000000000000001'] };

async function receive(url: string): Promise<Message | undefined> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: url }));
  return Messages[0];
}

/** Receives and deletes one message, like a Lambda that completes its task. */
async function take(url: string): Promise<Task | undefined> {
  const message = await receive(url);
  if (message === undefined) return undefined;
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle! }));
  return parseTask(message.Body ?? '');
}

describe('tasks in SQS', () => {
  it("go to the shards' queue or their service's, and are received unchanged", async () => {
    await queue.add(shard);
    await queue.add(batch);
    expect(await take(queues.shards.url)).toEqual(shard);
    expect(await take(queues.discord.url)).toEqual(batch);
    expect(sqs.bodies(queues.telegram.url)).toEqual([]);
  });

  it('can be delayed; those delayed longer than SQS allows are dropped, to be found again later', async () => {
    await queue.add({ ...batch, vendor: 'telegram' }, 1.2);
    await queue.add({ ...batch, vendor: 'telegram' }, 901);
    pass(1.9);
    expect(await receive(queues.telegram.url)).toBeUndefined();
    // SQS knows whole seconds.
    pass(0.1);
    expect(await take(queues.telegram.url)).toEqual({ ...batch, vendor: 'telegram' });
    expect(sqs.bodies(queues.telegram.url)).toEqual([]);
  });

  it('are received again when the visibility timeout set by their receiver ends, not before', async () => {
    await queue.add(batch);
    const taken = await receive(queues.discord.url);
    await hide(taken!.ReceiptHandle!, 3);
    // The queue's own timeout is a second.
    pass(2.9);
    expect(await receive(queues.discord.url)).toBeUndefined();
    pass(0.1);
    expect(await take(queues.discord.url)).toEqual(batch);
  });

  it('that cannot be delivered go to the dead-letter queue with their reason', async () => {
    await queue.deadLetter({
      vendor: 'discord',
      address: '1',
      reason: '400 Invalid Form Body',
      payload: { id: 'a' },
    });
    expect(sqs.bodies(queues.shards.deadLetterUrl).map((body) => JSON.parse(body))).toEqual([
      { vendor: 'discord', address: '1', reason: '400 Invalid Form Body', payload: { id: 'a' } },
    ]);
  });

  it.each(['', 'no json', '{"kind":"shard"}', '{"kind":"batch","vendor":"matrix","addresses":[]}'])(
    'that are malformed (%s) are refused with their faults',
    (body) => {
      expect(() => parseTask(body)).toThrow(InputError);
    },
  );
});
