import { beforeEach, expect, it } from 'vitest';
import { createLocalQueue } from '../../lib/delivery/local-queue.ts';
import type { Task } from '../../lib/delivery/task.ts';

const shard: Task = { kind: 'shard', vendor: 'telegram', shard: 0, after: null };
const batch = (address: string): Task => ({ kind: 'batch', vendor: 'telegram', addresses: [address] });

/** The pauses of the last queue, in milliseconds. They take no time. */
let pauses: number[];
beforeEach(() => {
  pauses = [];
});

function queueOf(work: (task: Task) => Promise<void>) {
  const sleep = async (ms: number) => void pauses.push(ms);
  return createLocalQueue({ work, deadLetter: () => {}, longestDelaySeconds: 35, sleep });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('a shard that adds many batches is blocked, so that few wait at a time', async () => {
  let [added, worked, most] = [0, 0, 0];
  const queue = queueOf(async (task) => {
    if (task.kind === 'batch') {
      await turn();
      worked += 1;
      return;
    }
    for (; added < 200; added++) {
      await queue.add(batch(String(added)));
      most = Math.max(most, added - worked);
    }
  });
  await queue.add(shard);
  await queue.done();
  expect(worked).toBe(200);
  expect(most).toBeLessThan(10);
});

it('tasks of one service do not wait for those of another', async () => {
  const done: string[] = [];
  const stuck = Promise.withResolvers<void>();
  const queue = queueOf(async ({ vendor }) => {
    if (vendor === 'telegram') await stuck.promise;
    done.push(vendor);
    if (vendor === 'discord') stuck.resolve();
  });
  for (let count = 0; count < 3; count++) await queue.add(batch('1'));
  await queue.add({ ...batch('2'), vendor: 'discord' });
  await queue.done();
  expect(done).toEqual(['discord', 'telegram', 'telegram', 'telegram']);
});

it('a failed task is retried; after three failures the run fails once all others are done', async () => {
  const tries = new Map<string, number>();
  const queue = queueOf(async (task) => {
    const [address = ''] = task.kind === 'batch' ? task.addresses : [];
    tries.set(address, (tries.get(address) ?? 0) + 1);
    if (address === 'bad' || (address === 'lame' && tries.get(address) === 1))
      throw new Error(`${address} failed`);
  });
  for (const address of ['bad', 'lame', 'good']) await queue.add(batch(address));
  await expect(queue.done()).rejects.toThrow('bad failed');
  expect([...tries]).toEqual([
    ['bad', 3],
    ['lame', 2],
    ['good', 1],
  ]);
  expect(pauses).toEqual([2000, 2000, 2000]);
});

it('a task may be delayed for a while; one delayed too long is left to a later run', async () => {
  const worked: Task[] = [];
  const queue = queueOf(async (task) => {
    worked.push(task);
  });
  await queue.add(batch('soon'), 35);
  await queue.add(batch('much later'), 36);
  await queue.done();
  expect(worked).toEqual([batch('soon')]);
  expect(pauses).toEqual([35_000]);
});

it('is not done while there is work, even if there was none for a moment', async () => {
  let [begun, ended] = [0, 0];
  const queue = queueOf(async () => {
    begun += 1;
    if (begun === 2) await turn();
    ended += 1;
  });
  await queue.add(shard);
  await turn();
  await queue.add(shard);
  await queue.done();
  expect([begun, ended]).toEqual([2, 2]);
});
