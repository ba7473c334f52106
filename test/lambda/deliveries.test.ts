import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { deliveryWork } from '../../lib/lambda/deliveries.ts';
import { telegramChannel } from '../../lib/services/telegram/send.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { connectStore, type Store } from '../../lib/store/store.ts';
import { type DynamoOverHttp, serveOverHttp } from '../support/dynamo-http.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { type Sqs, type SqsQueue, startSqs } from '../support/sqs.ts';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';

const PERSON = { vendor: 'telegram', address: '7' } as const;
const TOKEN = '123456:generated';
const settings = { table: 'hashtilt', reportUrl: null, siteUrl: null };

let seeded: SeededStore;
let copy: ReturnType<SeededStore['copy']>;
let dynamo: Awaited<ReturnType<typeof startEmbedded>>;
let overHttp: DynamoOverHttp;
let store: Store;
let sqs: Sqs;
let telegram: TelegramPeer;
let queues: Readonly<Record<'shards' | 'telegram', SqsQueue>>;

beforeAll(async () => {
  seeded = await seedStore();
});
afterAll(() => seeded[Symbol.dispose]());
beforeEach(async () => {
  copy = seeded.copy();
  dynamo = await startEmbedded(copy.path);
  overHttp = await serveOverHttp(dynamo.answer);
  sqs = await startSqs();
  telegram = await startTelegramPeer({ token: TOKEN, chats: [7] });
  const create = (name: string) => sqs.createQueue(name, { visibilitySeconds: 60, mostReceives: 5 });
  queues = { shards: create('shards'), telegram: create('telegram') };
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', overHttp.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', sqs.endpoint);
  vi.stubEnv('AWS_REGION', sqs.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  store = connectStore('hashtilt', {});
  await store.chats.saveChat(newChat(PERSON, 'private', 0));
});
afterEach(async () => {
  await store.close();
  await Promise.all([telegram.close(), sqs.close(), overHttp.close()]);
  await dynamo.close();
  copy[Symbol.dispose]();
  vi.unstubAllEnvs();
});

const addresses = () => ({
  shards: queues.shards.url,
  telegram: queues.telegram.url,
  deadLetters: queues.telegram.deadLetterUrl,
});
const batch = JSON.stringify({ kind: 'batch', vendor: 'telegram', addresses: [PERSON.address] });

/** Sends to Telegram like the deployed function. */
const sending = () =>
  deliveryWork(settings, {
    queues: addresses(),
    openChannel: async () => telegramChannel({ token: TOKEN, apiRoot: telegram.url }),
  });

describe('a task of deliveries on Lambda', () => {
  it('for a shard queues its chats for their service', async () => {
    const work = deliveryWork(settings, { queues: addresses() });
    const shard = { kind: 'shard', vendor: 'telegram', shard: shardOf(PERSON), after: null };
    await work(JSON.stringify(shard));
    expect(sqs.bodies(queues.telegram.url)).toEqual([batch]);
  });

  it('for a batch sends to each chat once, however often it is received', async () => {
    const work = sending();
    expect(await work(batch)).toEqual({ task: 'batch', vendor: 'telegram', sent: 1, reasons: [] });
    expect(await work(batch)).toEqual({ task: 'batch', vendor: 'telegram', reasons: [] });
    expect(telegram.sent).toHaveLength(1);
  });

  it('is deleted without sending while the service has no token', async () => {
    const work = deliveryWork(settings, { queues: addresses() });
    expect(await work(batch)).toEqual({ task: 'batch', vendor: 'telegram', reasons: [] });
    expect(telegram.sent).toEqual([]);
  });

  it('turns what the service refuses into a dead letter with the message and the reason', async () => {
    telegram.next({ kind: 'refused', code: 400, description: 'Bad Request: message is too long' });
    expect(await sending()(batch)).toMatchObject({ refused: 1 });
    expect(sqs.bodies(queues.telegram.deadLetterUrl).map((body) => JSON.parse(body))).toMatchObject([
      {
        ...PERSON,
        reason: '400 Bad Request: message is too long',
        payload: { id: expect.stringMatching(/^digest-/) },
      },
    ]);
  });

  it('stays in the queue if the service accepts nothing from the sender, with one alarm in all', async () => {
    const counted = vi.spyOn(Metrics.prototype, 'addMetric');
    telegram.bar('token');
    expect(await sending()(batch)).toMatchObject({ barred: 1, reasons: ['401 Unauthorized'] });
    expect(await sending()(batch)).not.toHaveProperty('barred');
    expect(counted.mock.calls).toEqual([['SendingRefused', MetricUnit.Count, 1]]);
    counted.mockRestore();
    expect(sqs.bodies(queues.telegram.url)).toEqual([batch, batch]);
    expect(sqs.bodies(queues.telegram.deadLetterUrl)).toEqual([]);
    expect((await store.chats.loadChat(PERSON))?.standing).toEqual({ kind: 'on' });
  });

  it('that is malformed is refused with its faults', async () => {
    await expect(sending()('{"kind":"batch"}')).rejects.toThrow(/task: vendor/);
  });
});
