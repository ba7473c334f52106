import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseTask } from '../../lib/channels/sqs-queue.ts';
import { queued } from '../../lib/lambda/queued.ts';
import { context, messages } from './events.ts';

// The logger writes past the console of a test, unless it is told that it is not on Lambda.
vi.hoisted(() => {
  process.env.POWERTOOLS_DEV = 'true';
});

const shard = JSON.stringify({ kind: 'shard', vendor: 'telegram', shard: 7, after: null });

let logged: string[];
beforeEach(() => {
  logged = [];
  for (const way of ['info', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void logged.push(line));
});
afterEach(() => vi.restoreAllMocks());

it('a message that is no task comes again with its reason in the log, while the others are done with', async () => {
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
