import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasJava } from '../support/dynamo-local.ts';
import { startHttpPeer } from '../support/http-peer.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { recentChain } from './emulator/day.ts';
import { deployEmulated, type EmulatedDeployment } from './emulator/deployment.ts';
import { itemsOf } from './emulator/items.ts';

const COLLECT = 'hashtilt-prod-collect-blocks';
const CLOSE = 'hashtilt-prod-close-days';
const HEALTH = 'hashtilt-prod-check-health';

/** Days are closed once in so many steps: what matters is that each is closed in time. */
const CLOSE_EVERY = 6;

describe.skipIf(!hasJava())('a deployment, from its template and bundles alone', () => {
  const { growing, day } = recentChain(Date.now() / 1000);
  let deployment: EmulatedDeployment;
  let source: MempoolPeer;
  let checker: Awaited<ReturnType<typeof startHttpPeer>>;
  let beats = 0;

  beforeAll(async () => {
    source = await startMempoolPeer(growing[0]!);
    checker = await startHttpPeer(() => {
      beats += 1;
      return { status: 200, body: 'OK' };
    });
    deployment = await deployEmulated({
      HASHTILT_MEMPOOL_URL: source.address,
      HASHTILT_MEMPOOL_PACE_MS: '0',
    });
    deployment.secrets.set('/hashtilt/prod/heartbeat-url', {
      value: `${checker.url}/check`,
      type: 'SecureString',
    });
    for (const [step, chain] of growing.entries()) {
      source.serve(chain);
      await deployment.fire(COLLECT);
      if (step % CLOSE_EVERY === 0) await deployment.fire(CLOSE);
    }
    await deployment.fire(CLOSE);
    await deployment.fire(HEALTH);
  }, 280_000);
  afterAll(async () => {
    await Promise.all([deployment?.close(), source?.close(), checker?.close()]);
  });

  const messages = () => deployment.messagesIn('hashtilt-prod-failed-runs');

  it('answers every event, within its time-out and memory', () => {
    expect(deployment.runs.map(({ outcome }) => outcome.kind)).toEqual(deployment.runs.map(() => 'answered'));
    expect(messages()).toEqual([]);
    for (const { name, memoryMiB } of deployment.functions) {
      const peaks = deployment.runs.filter((run) => run.name === name).map(({ peakMiB }) => peakMiB ?? 0);
      expect(Math.max(...peaks)).toBeLessThan(memoryMiB);
    }
  });

  it('stores the warning of the day on which a pool mined four blocks of five', async () => {
    const items = await itemsOf(deployment.dynamoEndpoint, deployment.tableName);
    expect(items.get(`MESSAGE#warning-${day} / MESSAGE`)).toMatchObject({
      text: expect.stringContaining('Foundry USA'),
    });
    for (const service of ['telegram', 'discord'])
      expect(items.get(`DELIVERIES#${day} / warning-${day} ${service}`)).toMatchObject({
        status: 'withheld',
      });
  });

  it('proves the blocks of that day before it warns', async () => {
    const items = await itemsOf(deployment.dynamoEndpoint, deployment.tableName);
    expect(items.get(`LEDGER / ${day}`)).toMatchObject({
      kind: 'closed',
      evidence: { labelled: 0, header: 0 },
    });
  });

  it('is in good health at the end, and tells the outside checker so', () => {
    const [last] = deployment.logs.filter(({ name }) => name === HEALTH).map(({ line }) => line);
    expect(last).toMatchObject({ message: 'done', faults: [], heartbeat: 'told' });
    expect(beats).toBe(1);
  });

  it('makes no call that a policy denies', () => {
    expect(deployment.gateway.recorded.length).toBeGreaterThan(100);
    expect(deployment.gateway.recorded.flatMap(({ denied }) => denied)).toEqual([]);
  });

  it('has no permission that it does not need', () => {
    const unused = deployment.policies
      .unused()
      .map(({ role, action }) => `${role.replace(/\w{8}$/, '')} ${action}`);
    console.log(`permissions that this run did not use:\n${unused.join('\n')}`);
    expect(unused.toSorted()).toEqual(
      [
        // Writes the ends of epochs beyond the shipped ones; the generated chain has none.
        'collectblocksRole dynamodb:BatchWriteItem',
        // For events of runs that fail and of schedules that cannot start them; here all succeed.
        'checkhealthRole sqs:SendMessage',
        'checkhealthscheduleRole sqs:SendMessage',
        'closedaysRole sqs:SendMessage',
        'closedaysscheduleRole sqs:SendMessage',
        'collectblocksRole sqs:SendMessage',
        'collectblocksscheduleRole sqs:SendMessage',
      ].toSorted(),
    );
  });
});
