import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const shard: Task = { kind: 'shard', vendor: 'telegram', shard: 7, after: '-100' };
const batch: Task = { kind: 'batch', vendor: 'discord', addresses: ['140000000000000001'] };

/** Takes one message out of a queue, as a Lambda that does its task would. */
async function take(url: string): Promise<Task | undefined> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 2 }),
  );
  const [message] = Messages;
  if (message === undefined) return undefined;
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle! }));
  return parseTask(message.Body ?? '');
}

describe('tasks in SQS', () => {
  it('go to the queue of shards, or to that of their service, and come back as they were', async () => {
    await queue.add(shard);
    await queue.add(batch);
    expect(await take(queues.shards.url)).toEqual(shard);
    expect(await take(queues.discord.url)).toEqual(batch);
    expect(sqs.bodies(queues.telegram.url)).toEqual([]);
  });

  it('may be put off for a while; those put off longer than SQS can are left to be found again', async () => {
    await queue.add({ ...batch, vendor: 'telegram' }, 1.2);
    await queue.add({ ...batch, vendor: 'telegram' }, 901);
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queues.telegram.url }));
    expect(Messages).toEqual([]);
    expect(await take(queues.telegram.url)).toEqual({ ...batch, vendor: 'telegram' });
    expect(sqs.bodies(queues.telegram.url)).toEqual([]);
  });

  it('come again when whoever has one says so, and not before', async () => {
    await queue.add(batch);
    const taken = await client.send(new ReceiveMessageCommand({ QueueUrl: queues.discord.url }));
    await hide(taken.Messages![0]!.ReceiptHandle!, 3);
    // The queue itself would show it again after a second.
    expect(
      await client.send(new ReceiveMessageCommand({ QueueUrl: queues.discord.url, WaitTimeSeconds: 2 })),
    ).not.toHaveProperty('Messages.0');
    expect(await take(queues.discord.url)).toEqual(batch);
  });

  it('that cannot be delivered lie in the dead-letter queue with their reason', async () => {
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
    'that are none (%s) are refused with what is wrong',
    (body) => {
      expect(() => parseTask(body)).toThrow(InputError);
    },
  );
});
