import { describe, expect, it } from 'vitest';
import { closingForTests, LONGEST_MS } from './closing-again.ts';
import { later } from './emulator/closing.ts';
import { CLOSING_STEP } from './emulator/day.ts';
import { duplicateMessages, endFaults, throttle } from './emulator/faults.ts';
import {
  advanceTo,
  CHAT_WORK,
  CLOSE,
  COLLECT,
  DEAD_LETTERS,
  DELIVER,
  FAN_OUT,
  fireAll,
  HEALTH,
  runClosingStep,
  WAKE,
} from './emulator/live.ts';
import { possibleDuplicates, receivedBy, repeatsIn, withoutRepeats } from './emulator/received.ts';

describe('a day that closes and is sent while something goes wrong', { timeout: LONGEST_MS }, () => {
  const { days, clock, closing } = closingForTests();

  it('is sent on both services if nothing does', () => {
    expect(Object.keys(closing().expected)).toHaveLength(6);
    for (const texts of Object.values(closing().expected)) expect(texts.length).toBeGreaterThanOrEqual(2);
  });

  it("is sent if a service's answer is lost: Discord deduplicates the repeat, Telegram shows it and we record it", async () => {
    const world = await closing().resume();
    world.telegram.next({ kind: 'reset' });
    world.discord.next({ kind: 'reset' });
    await runClosingStep(world, days);
    const told = receivedBy(world);
    expect(withoutRepeats(told)).toEqual(closing().expected);
    const [[chat, count] = []] = Object.entries(repeatsIn(told));
    expect([chat?.split(' ')[0], count]).toEqual(['telegram', 1]);
    expect(await possibleDuplicates(world)).toEqual({ [chat!]: 1 });
    expect(world.discord.account()).toMatchObject({ deduplicated: 1 });
  });

  it('is sent once if every schedule fires twice at once and every message arrives twice', async () => {
    const world = await closing().resume();
    const { deployment } = world;
    duplicateMessages(deployment);
    advanceTo(world, days, CLOSING_STEP);
    for (const name of [COLLECT, CLOSE, WAKE]) {
      await Promise.all([deployment.fire(name), deployment.fire(name)]);
      await deployment.settle();
    }
    await later(world, 1);
    expect(receivedBy(world)).toEqual(closing().expected);
  });

  it('is sent as usual if the table refuses every fifth request', async () => {
    const world = await closing().resume();
    throttle(world.deployment);
    await runClosingStep(world, days);
    endFaults(world.deployment);
    await later(world, 1);
    expect(receivedBy(world)).toEqual(closing().expected);
  });

  it('is sent as usual while unreadable messages become dead letters, which raise an alarm', async () => {
    const world = await closing().resume();
    const { queues, template } = world.deployment;
    const poison = [FAN_OUT, DELIVER.telegram, DELIVER.discord, CHAT_WORK].map(
      (queue) => `poison in ${queue}`,
    );
    for (const body of poison) queues.send(body.replace('poison in ', ''), body);
    await runClosingStep(world, days);
    expect(queues.bodies(DEAD_LETTERS).toSorted()).toEqual(poison.toSorted());
    expect(receivedBy(world)).toEqual(closing().expected);
    expect(template.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties)).toContainEqual(
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: DEAD_LETTERS }],
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
      }),
    );
  });

  it('is sent as usual if the source was down all day, which raises alarms', async () => {
    const world = await closing().resume('subscribed');
    world.source.misbehave({ kind: 'status', status: 503 });
    for (let step = 1; step <= CLOSING_STEP; step++) {
      advanceTo(world, days, step);
      await fireAll(world, [COLLECT, CLOSE, WAKE, HEALTH]);
    }
    expect(receivedBy(world)).toEqual({});
    const logged = world.deployment.logs.map(({ line }) => JSON.stringify(line));
    for (const metric of ['SourceOut', 'NoNewBlock'])
      expect(logged.filter((line) => line.includes(`"${metric}":1`)).length).toBeGreaterThan(3);
    world.source.behave();
    clock.set(clock.now() + 600);
    await fireAll(world, [COLLECT, CLOSE, WAKE]);
    expect(receivedBy(world)).toEqual(closing().expected);
    expect(world.deployment.queues.bodies(DEAD_LETTERS)).toEqual([]);
  });
});
