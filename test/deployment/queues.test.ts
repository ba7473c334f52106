import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startClock } from './emulator/clock.ts';
import { deployEmulated, type EmulatedDeployment } from './emulator/deployment.ts';
import { DEAD_LETTERS, differing, FIXTURE, HOOK, QUEUE, WORKER } from './fixture/assembly.ts';

/** What a message has the fixture's worker do. */
type Wish = {
  readonly fails?: 'all' | 'itself';
  readonly seconds?: number;
  readonly answer?: unknown;
  readonly next?: object;
};

const clock = startClock();
let deployment: EmulatedDeployment;
beforeAll(async () => {
  deployment = await deployEmulated(FIXTURE, { clock });
});
afterAll(async () => {
  await deployment.close();
  clock.stop();
});

let runsBefore: number;
beforeEach(() => {
  runsBefore = deployment.runs.length;
});
const runs = () => deployment.runs.slice(runsBefore);

async function work(...wishes: readonly Wish[]): Promise<void> {
  for (const wish of wishes) deployment.queues.send(QUEUE, JSON.stringify(wish));
  await deployment.settle();
}

describe('a queue that a function reads', () => {
  it('is emptied batch by batch', async () => {
    await work({}, {}, {}, {}, {});
    expect(deployment.queues.bodies(QUEUE)).toEqual([]);
    expect(runs().map(({ outcome }) => outcome.kind)).toEqual(['answered', 'answered', 'answered']);
  });

  it('is read by no more runs at once than the mapping allows', async () => {
    await work(...Array.from({ length: 8 }, () => ({ seconds: 0.1 })));
    expect(deployment.peakConcurrency()).toBe(2);
  });

  it('returns only the failed message of a batch after its visibility timeout', async () => {
    const before = clock.now();
    const began = performance.now();
    await work({ fails: 'itself' }, {});
    expect(clock.now() - before).toBeGreaterThan(3 * 60);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(runs()).toHaveLength(3);
    expect(deployment.queues.bodies(DEAD_LETTERS)).toEqual([JSON.stringify({ fails: 'itself' })]);
  });

  it('returns all messages of a failed run again, until they are dead letters', async () => {
    const before = deployment.queues.bodies(DEAD_LETTERS).length;
    await work({ fails: 'all' }, {});
    expect(runs().map(({ outcome }) => outcome.kind)).toContain('failed');
    expect(deployment.queues.bodies(DEAD_LETTERS).length).toBeGreaterThan(before);
    expect(deployment.queues.bodies(QUEUE)).toEqual([]);
  });

  it.each([
    ['is no object', 'done'],
    ['names nothing', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['names it by another word', { batchItemFailures: [{ messageId: 'x' }] }],
    ['names what was not in the batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
  ])('takes a batch for failed whose answer %s', async (_, answer) => {
    await work({ answer });
    expect(runs()).toHaveLength(3);
    expect(deployment.queues.bodies(DEAD_LETTERS)).toContain(JSON.stringify({ answer }));
  });

  it('treats a batch without reported failures as done', async () => {
    await work({ answer: null }, { answer: {} });
    expect(deployment.queues.bodies(DEAD_LETTERS)).not.toContain(JSON.stringify({ answer: null }));
  });

  it('delays a message for as long as its sender asks', async () => {
    const before = clock.now();
    await work({ next: { with: { DelaySeconds: 900 } } });
    expect(clock.now() - before).toBeGreaterThanOrEqual(900);
    expect(runs()).toHaveLength(2);
  });
});

describe("a deployment's clock", () => {
  it('is the clock of its functions', async () => {
    clock.set(Date.parse('2031-05-04T03:02:01Z') / 1000);
    deployment.queues.send(QUEUE, JSON.stringify({ answer: null }));
    await deployment.settle();
    // Logs arrive through a separate pipe.
    await expect
      .poll(() => deployment.logs.findLast(({ name }) => name === WORKER)?.line)
      .toContain('it is 2031-05-04T03:02 here');
  });
});

describe('a template that AWS would refuse', () => {
  let made: EmulatedDeployment | undefined;
  afterEach(() => made?.close());
  const deploy = async (change: Parameters<typeof differing>) => {
    made = await deployEmulated(FIXTURE, { clock, change: differing(...change) });
  };

  it('has a role without permission to read its queue', async () => {
    await expect(deploy(['WorkerRole', { Policies: [] }])).rejects.toThrow(
      'WorkerRole may not do sqs:ReceiveMessage on arn:aws:sqs:eu-central-1:123456789012:fixture-work',
    );
  });

  it("has a visibility timeout shorter than the function's timeout", async () => {
    await expect(deploy(['Queue', { VisibilityTimeout: 5 }])).rejects.toThrow('shows messages again while');
  });

  it('limits a mapping to one run at a time', async () => {
    await expect(deploy(['Mapping', { ScalingConfig: { MaximumConcurrency: 1 } }])).rejects.toThrow(
      'a concurrency below 2',
    );
  });

  it('reads more than ten messages without a batching window', async () => {
    await expect(deploy(['Mapping', { BatchSize: 11 }])).rejects.toThrow('need a batching window');
  });
});

describe('a message to a queue', () => {
  it('is denied to a function whose policy does not name that queue', async () => {
    const answer = await fetch(`${deployment.api}/hook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sends: {} }),
    });
    expect(answer.status).toBe(400);
    expect(deployment.queues.bodies(QUEUE)).toEqual([]);
    expect(deployment.gateway.recorded.flatMap(({ denied }) => denied)).toEqual([
      {
        caller: HOOK,
        action: 'sqs:SendMessage',
        resource: 'arn:aws:sqs:eu-central-1:123456789012:fixture-work',
        context: {},
      },
    ]);
  });
});
