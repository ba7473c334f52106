import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasJava } from '../support/dynamo-local.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { startHttpPeer } from '../support/peer/http-peer.ts';
import { type Assembly, synthesiseAssembly } from './emulator/assembly.ts';
import { startClock } from './emulator/clock.ts';
import { oneMore, recentChain } from './emulator/day.ts';
import { deployEmulated, type EmulatedDeployment } from './emulator/deployment.ts';
import { calm, killAtWrite, throttle } from './emulator/faults.ts';
import { type Item, withoutRevisions } from './emulator/items.ts';
import { begin, CLOSE, COLLECT, HEALTH, liveOn } from './emulator/live.ts';
import { type RunUsage, recordUsage, usageOf } from './emulator/usage.ts';

/** Bundles that grow past this start slowly; the recorded days and their rules are most of close-days. */
const MOST_KIB = { 'collect-blocks': 700, 'close-days': 1_800, 'check-health': 650 };

/** The step after which the day of the majority closes. */
const CLOSING_STEP = 6;

/** Five minutes on two cores of one's own; machines that are shared take longer. */
const LONGEST_MS = 900_000;

const FAILED = 'hashtilt-prod-failed-runs';

describe.skipIf(!hasJava())('a deployment, from its template and bundles alone', () => {
  const chain = recentChain(Date.now() / 1000);
  const { day } = chain;
  const clock = startClock();
  let assembly: Assembly;
  let deployment: EmulatedDeployment;
  let source: MempoolPeer;
  let checker: Awaited<ReturnType<typeof startHttpPeer>>;
  let beats = 0;
  let atBeginning: ReadonlyMap<string, Item>;
  let atEnd: ReadonlyMap<string, Item>;

  beforeAll(async () => {
    source = await startMempoolPeer([]);
    checker = await startHttpPeer(() => {
      beats += 1;
      return { status: 200, body: 'OK' };
    });
    assembly = synthesiseAssembly({ HASHTILT_MEMPOOL_URL: source.address, HASHTILT_MEMPOOL_PACE_MS: '0' });
    deployment = await deployEmulated(assembly, { clock });
    deployment.secrets.set('/hashtilt/prod/heartbeat-url', {
      value: `${checker.url}/check`,
      type: 'SecureString',
    });
    await begin(deployment, source, chain);
    atBeginning = await deployment.items();
    let closing: RunUsage | undefined;
    await liveOn(deployment, source, chain, async (step, name) => {
      if (name !== CLOSE || step !== CLOSING_STEP) return false;
      closing = await usageOf(deployment, CLOSE);
      return true;
    });
    await deployment.fire(HEALTH);
    atEnd = await deployment.items();
    const nothingNew = await usageOf(deployment, COLLECT);
    source.serve(oneMore(chain));
    recordUsage({
      runs: {
        'collect-blocks, a new block': await usageOf(deployment, COLLECT),
        'collect-blocks, nothing new': nothingNew,
        'close-days, a day closes': closing!,
        'close-days, nothing new': await usageOf(deployment, CLOSE),
        'check-health': await usageOf(deployment, HEALTH),
      },
      tableBytes: JSON.stringify([...atEnd.values()]).length,
      alarms: deployment.template.ofType('AWS::CloudWatch::Alarm').length,
    });
  }, LONGEST_MS);
  afterAll(async () => {
    await Promise.all([deployment?.close(), source?.close(), checker?.close()]);
    rmSync(assembly.folder, { recursive: true });
    clock.stop();
  });

  it('answers every event, within its time-out and memory', () => {
    expect(deployment.runs.map(({ outcome }) => outcome.kind)).toEqual(deployment.runs.map(() => 'answered'));
    expect(deployment.queues.bodies(FAILED)).toEqual([]);
    for (const { name, memoryMiB } of deployment.functions) {
      const peaks = deployment.runs.filter((run) => run.name === name).map(({ peakMiB }) => peakMiB ?? 0);
      expect(Math.max(...peaks)).toBeLessThan(memoryMiB);
    }
  });

  it('stores the warning of the day on which a pool mined four blocks of five', () => {
    expect(atEnd.get(`MESSAGE#warning-${day} / MESSAGE`)).toMatchObject({
      text: expect.stringContaining('Foundry USA'),
    });
  });

  it('proves the blocks of that day before it warns', () => {
    expect(atEnd.get(`LEDGER / ${day}`)).toMatchObject({
      kind: 'closed',
      evidence: { labelled: 0, header: 0, merkle: 144 },
    });
  });

  it('is in good health at the end, and tells the outside checker so', () => {
    const [last] = deployment.logs.filter(({ name }) => name === HEALTH).map(({ line }) => line);
    expect(last).toMatchObject({ message: 'done', faults: [], heartbeat: 'told' });
    expect(beats).toBe(2);
  });

  it('has small bundles', () => {
    const kib = deployment.functions.map(({ name, folder }) => [
      name.replace('hashtilt-prod-', ''),
      Math.round(statSync(join(folder, 'index.mjs')).size / 1024),
    ]);
    console.log(`bundles in KiB: ${kib.map(([name, size]) => `${name} ${size}`).join(', ')}`);
    for (const [name, size] of kib) expect(size).toBeLessThanOrEqual(MOST_KIB[name as keyof typeof MOST_KIB]);
  });

  it('makes no call that a policy denies', () => {
    expect(deployment.gateway.recorded.length).toBeGreaterThan(100);
    expect(deployment.gateway.recorded.flatMap(({ denied }) => denied)).toEqual([]);
  });

  it('has no permission that it does not need', () => {
    const unused = deployment.policies
      .unused()
      .map(({ role, action }) => `${role.replace(/Role\w{8}$/, '')} ${action}`);
    console.log(`permissions that this run did not use:\n${unused.join('\n')}`);
    expect(unused.toSorted()).toEqual([
      // For events of runs that fail, and of schedules that cannot start them; here all succeed.
      'checkhealth sqs:SendMessage',
      'checkhealthschedule sqs:SendMessage',
      'closedays sqs:SendMessage',
      'closedaysschedule sqs:SendMessage',
      // Writes the ends of epochs beyond the shipped ones; the generated chain has none.
      'collectblocks dynamodb:BatchWriteItem',
      'collectblocks sqs:SendMessage',
      'collectblocksschedule sqs:SendMessage',
    ]);
  });

  describe('where something goes wrong at every turn', () => {
    let troubled: EmulatedDeployment;
    const sourceOut = () =>
      troubled.logs.filter(({ line }) => JSON.stringify(line).includes('"SourceOut":1'));

    beforeAll(async () => {
      troubled = await deployEmulated(assembly, { clock, items: atBeginning.values() });
      await liveOn(troubled, source, chain, async (step, name) => {
        const twice = () => Promise.all([troubled.fire(name), troubled.fire(name)]);
        // The source is out for twelve hours, while the schedules go on.
        if (step === 2) source.misbehave({ kind: 'status', status: 404 });
        if (step === 3 && name === COLLECT) return true;
        if (step === 4) source.behave();
        if (name === COLLECT && step % 3 === 1) await twice();
        else if (name === COLLECT) killAtWrite(troubled, COLLECT, 1);
        else if (step === CLOSING_STEP) {
          for (const write of [1, 3, 5, 7]) {
            killAtWrite(troubled, CLOSE, write);
            await troubled.fire(CLOSE);
          }
          calm(troubled);
          await twice();
        } else throttle(troubled);
        await troubled.fire(name);
        calm(troubled);
        return true;
      });
    }, LONGEST_MS);
    afterAll(() => troubled?.close());

    it('ends with the same items, the same warnings among them, as where nothing did', async () => {
      const [found, expected] = [await troubled.items(), atEnd].map(withoutRevisions);
      expect([...found!.keys()]).toEqual([...expected!.keys()]);
      expect(found).toEqual(expected);
    });

    it('has been through what it was meant to go through', () => {
      const kinds = troubled.runs.map(({ outcome }) => outcome.kind);
      expect(kinds.filter((kind) => kind === 'exited').length).toBeGreaterThan(5);
      expect(sourceOut().length).toBeGreaterThan(0);
    });

    it('repeats a run that was ended, and loses no event', () => {
      expect(troubled.queues.bodies(FAILED)).toEqual([]);
    });
  });

  describe('whose policy forgets what a function does', () => {
    let forgetful: EmulatedDeployment;

    beforeAll(async () => {
      forgetful = await deployEmulated(assembly, {
        clock,
        change: (right) => ({
          ...right,
          resources: JSON.parse(
            JSON.stringify(right.resources).replaceAll('"ssm:GetParameters"', '"ssm:GetParameter"'),
          ),
        }),
      });
      await forgetful.fire(HEALTH);
    });
    afterAll(() => forgetful?.close());

    it('is found out: the call is denied, the run fails, its event is kept', () => {
      expect(forgetful.gateway.recorded.flatMap(({ denied }) => denied)).toContainEqual({
        caller: HEALTH,
        action: 'ssm:GetParameters',
        resource: 'arn:aws:ssm:eu-central-1:123456789012:parameter/hashtilt/prod/heartbeat-url',
        context: {},
      });
      expect(forgetful.runs.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'failed', 'failed']);
      expect(forgetful.queues.bodies(FAILED)).toHaveLength(1);
    });
  });
});
