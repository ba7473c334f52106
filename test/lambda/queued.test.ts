import { setImmediate } from 'node:timers/promises';
import { type Message, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planOf, visibilityTimeoutSeconds } from '../../lib/config/functions.ts';
import { queued } from '../../lib/lambda/queued.ts';
import { parseTask } from '../../lib/lambda/sqs-queue.ts';
import { type Sqs, startSqs } from '../support/sqs.ts';
import { context, contextWith, messages } from './events.ts';

const shard = JSON.stringify({ kind: 'shard', vendor: 'telegram', shard: 7, after: null });

let logged: string[];
beforeEach(() => {
  logged = [];
  for (const way of ['info', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void logged.push(line));
});
afterEach(() => vi.restoreAllMocks());

it('a message that is not a task is received again, with the reason in the log; the others are not', async () => {
  const done: number[] = [];
  const handler = queued(async (body) => {
    const task = parseTask(body);
    if (task.kind === 'shard') done.push(task.shard);
    return { task: task.kind };
  });
  const answer = await handler(messages(shard, 'nonsense', shard), context);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(done).toEqual([7, 7]);
  const failed = logged.map((line) => JSON.parse(line)).filter(({ message }) => message === 'failed');
  expect(failed).toMatchObject([
    {
      messageId: '1',
      receives: '1',
      error: { message: 'task: Invalid input: expected object, received undefined' },
    },
  ]);
});

it('a message for which no time is left is received again, and those done are not', async () => {
  let left = 30_000;
  const handler = queued(async () => {
    left -= 15_000;
    return {};
  });
  const answer = await handler(
    messages(shard, shard, shard),
    contextWith(() => left),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(left).toBe(0);
});

it('the deadline of the work on a message is 30 seconds before the end of the run', async () => {
  const deadlines: number[] = [];
  const handler = queued(async (_, deadline) => {
    deadlines.push(deadline);
    return {};
  });
  const before = Date.now();
  await handler(messages(shard), context);
  expect(deadlines[0]).toBeGreaterThanOrEqual(before + 90_000);
  expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + 90_000);
});

describe('a message in a queue', () => {
  let sqs: Sqs;
  let client: SQSClient;
  let queue: string;
  const plan = planOf('deliver-discord');
  const workingSeconds = plan.workingVisibilitySeconds!;
  const failedSeconds = visibilityTimeoutSeconds(plan);

  beforeEach(async () => {
    sqs = await startSqs();
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const { endpoint, region, credentials } = sqs;
    client = new SQSClient({ endpoint, region, credentials });
    queue = sqs.createQueue('tested', { visibilitySeconds: failedSeconds, mostReceives: 5 }).url;
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: shard }));
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    client.destroy();
    await sqs.close();
  });

  async function receive(): Promise<Message | undefined> {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: queue }));
    return Messages[0];
  }

  /** The message as Lambda passes it. */
  async function event() {
    const { Records } = messages(shard);
    const { ReceiptHandle: receiptHandle } = (await receive())!;
    return { Records: [{ ...Records[0]!, receiptHandle: receiptHandle! }] };
  }

  /** Lets time pass without anything happening. */
  const pass = (seconds: number) => vi.setSystemTime(Date.now() + 1000 * seconds);

  it('is received again soon if the run is killed', async () => {
    const begun = Promise.withResolvers<void>();
    const handler = queued(
      () => {
        begun.resolve();
        // A killed run never returns, and extends nothing.
        return new Promise(() => {});
      },
      { queue, plan },
    );
    void handler(await event(), context);
    await begun.promise;
    pass(workingSeconds - 1);
    expect(await receive()).toBeUndefined();
    pass(1);
    expect(await receive()).toMatchObject({ Body: shard });
  });

  it('stays invisible while the run works on it', async () => {
    const done = Promise.withResolvers<Record<string, unknown>>();
    const begun = Promise.withResolvers<void>();
    const handler = queued(
      () => {
        begun.resolve();
        return done.promise;
      },
      { queue, plan },
    );
    const handled = handler(await event(), context);
    await begun.promise;
    for (const end = Date.now() + 1000 * plan.timeoutSeconds; Date.now() < end; ) {
      vi.advanceTimersByTime(500 * workingSeconds);
      // The extension is a request to the queue.
      while (sqs.hiddenUntil(queue)[0] !== Date.now() + 1000 * workingSeconds) await setImmediate();
      expect(await receive()).toBeUndefined();
    }
    done.resolve({});
    expect(await handled).toEqual({ batchItemFailures: [] });
  });

  it('stays invisible for the full timeout if the run fails', async () => {
    const handler = queued(() => Promise.reject(new Error('DynamoDB is out')), { queue, plan });
    expect(await handler(await event(), context)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    pass(failedSeconds - 1);
    expect(await receive()).toBeUndefined();
    pass(1);
    expect(await receive()).toMatchObject({ Body: shard });
  });
});
