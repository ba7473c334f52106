import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasJava } from '../support/dynamo-local.ts';
import { startClock } from './emulator/clock.ts';
import { type Closing, later, prepareClosing } from './emulator/closing.ts';
import { slash, type } from './emulator/conversation.ts';
import { CLOSING_STEP, recentDays } from './emulator/day.ts';
import { between, bothWays, calm, doubleMessages, killAtWrites, throttle } from './emulator/faults.ts';
import { lasting } from './emulator/items.ts';
import {
  CHAT_WORK,
  CLOSE,
  COLLECT,
  comeTo,
  DELIVER,
  DISCORD_HOOK,
  FAILED,
  FAN_OUT,
  fireAll,
  HEALTH,
  liveThroughClosing,
  SET_ASIDE,
  TELEGRAM_HOOK,
  WAKE,
} from './emulator/live.ts';
import { DIRECT, PERSON } from './emulator/people.ts';
import { repeatsIn, titlesOf, toldBy, withoutRepeats } from './emulator/told.ts';
import type { World } from './emulator/world.ts';

const LONGEST_MS = 900_000;

/** Whoever works on what somebody asked has so long before somebody else may. */
const LEASE_SECONDS = 30;

describe.skipIf(!hasJava())(
  'a day that closes and is told while something goes wrong',
  { timeout: LONGEST_MS },
  () => {
    const days = recentDays(Date.now() / 1000);
    const clock = startClock(days.timeOf(0));
    let closing: Closing;

    beforeAll(async () => {
      closing = await prepareClosing(inject('assembly'), clock, days);
    }, LONGEST_MS);
    afterAll(async () => {
      await closing?.close();
      clock.stop();
    });

    /** Lets schedules fire every ten minutes until functions have been ended wherever they were to be. */
    async function untilKilled(world: World, left: ReadonlySet<string>): Promise<void> {
      comeTo(world, days, CLOSING_STEP);
      for (let time = 0; time < 12 && left.size > 0; time++) {
        await fireAll(world, [COLLECT, CLOSE, WAKE]);
        clock.set(clock.now() + 600);
      }
      expect([...left]).toEqual([]);
      calm(world.deployment);
      await later(world, 2);
    }

    it('is told on both services where nothing does', () => {
      expect(Object.keys(closing.expected)).toHaveLength(6);
      for (const texts of Object.values(closing.expected)) expect(texts.length).toBeGreaterThanOrEqual(2);
    });

    it('is told as ever where functions end before and after every kind of write up to the commit', async () => {
      const world = await closing.resume();
      const untilCommit = closing.writes(CLOSE).filter((kind) => !AFTER_COMMIT.includes(kind));
      const points = [...between(closing.writes(COLLECT)), ...between(untilCommit)];
      await untilKilled(world, killAtWrites(world.deployment, points));
      expect(toldBy(world)).toEqual(closing.expected);
      expect(lasting(await world.deployment.items())).toEqual(closing.lasting);
    });

    it('is told as ever where functions end between the commit and the queues of what is to be sent', async () => {
      const world = await closing.resume();
      const [sending] = AFTER_COMMIT;
      const waking = [`${WAKE}: send to ${FAN_OUT}`, `${WAKE}: delete DUE`];
      const points = [`after ${sending}`, ...between(waking), ...between(closing.writes(FAN_OUT))];
      await untilKilled(world, killAtWrites(world.deployment, points));
      expect(toldBy(world)).toEqual(closing.expected);
    });

    it('is told to everybody where senders end at every kind of write, and what may be doubled is recorded so', async () => {
      const world = await closing.resume();
      const kinds = closing.writes(DELIVER.telegram, DELIVER.discord);
      await untilKilled(world, killAtWrites(world.deployment, bothWays(kinds)));
      const told = toldBy(world);
      expect(withoutRepeats(told)).toEqual(closing.expected);
      // Between being sent and being recorded a run may end, too; its messages come again after six time-outs,
      // when Discord has forgotten the nonce.
      const repeats = Object.entries(repeatsIn(told));
      expect(repeats.some(([chat]) => chat.startsWith('telegram'))).toBe(true);
      const recorded = await perhapsDoubled(world);
      for (const [chat, count] of repeats) expect(recorded[chat]).toBeGreaterThanOrEqual(count);
    });

    it('is told where an answer of a service is lost: Discord tells the repeat, Telegram shows it and we record it', async () => {
      const world = await closing.resume();
      world.telegram.next({ kind: 'reset' });
      world.discord.next({ kind: 'reset' });
      await liveThroughClosing(world, days);
      const told = toldBy(world);
      expect(withoutRepeats(told)).toEqual(closing.expected);
      const [[chat, count] = []] = Object.entries(repeatsIn(told));
      expect([chat?.split(' ')[0], count]).toEqual(['telegram', 1]);
      expect(await perhapsDoubled(world)).toEqual({ [chat!]: 1 });
      expect(world.discord.account()).toMatchObject({ deduplicated: 1 });
    });

    it('is told once where every schedule fires twice at once and every message comes twice', async () => {
      const world = await closing.resume();
      const { deployment } = world;
      doubleMessages(deployment);
      comeTo(world, days, CLOSING_STEP);
      for (const name of [COLLECT, CLOSE, WAKE]) {
        await Promise.all([deployment.fire(name), deployment.fire(name)]);
        await deployment.settle();
      }
      await later(world, 1);
      expect(toldBy(world)).toEqual(closing.expected);
    });

    it('is told as ever where the table refuses every third request', async () => {
      const world = await closing.resume();
      throttle(world.deployment);
      await liveThroughClosing(world, days);
      calm(world.deployment);
      await later(world, 1);
      expect(toldBy(world)).toEqual(closing.expected);
    });

    it('is told as ever while messages that nobody can read are set aside, which an alarm watches', async () => {
      const world = await closing.resume();
      const { queues, template } = world.deployment;
      const poison = [FAN_OUT, DELIVER.telegram, DELIVER.discord, CHAT_WORK].map(
        (queue) => `poison in ${queue}`,
      );
      for (const body of poison) queues.send(body.replace('poison in ', ''), body);
      await liveThroughClosing(world, days);
      expect(queues.bodies(SET_ASIDE).toSorted()).toEqual(poison.toSorted());
      expect(toldBy(world)).toEqual(closing.expected);
      expect(template.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties)).toContainEqual(
        expect.objectContaining({
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: SET_ASIDE }],
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 0,
        }),
      );
    });

    it('is told as ever where the source was down for all of it, which alarms are told', async () => {
      const world = await closing.resume('subscribed');
      world.source.misbehave({ kind: 'status', status: 503 });
      for (let step = 1; step <= CLOSING_STEP; step++) {
        comeTo(world, days, step);
        await fireAll(world, [COLLECT, CLOSE, WAKE, HEALTH]);
      }
      expect(toldBy(world)).toEqual({});
      const logged = world.deployment.logs.map(({ line }) => JSON.stringify(line));
      for (const metric of ['SourceOut', 'NoNewBlock'])
        expect(logged.filter((line) => line.includes(`"${metric}":1`)).length).toBeGreaterThan(3);
      world.source.behave();
      clock.set(clock.now() + 600);
      await fireAll(world, [COLLECT, CLOSE, WAKE]);
      expect(toldBy(world)).toEqual(closing.expected);
      expect(world.deployment.queues.bodies(FAILED)).toEqual([]);
    });

    it('keeps what people ask for, once, where the functions that answer them end at every kind of write', async () => {
      const world = await closing.resume('subscribed');
      const { deployment } = world;
      let [level, killed] = [20, 0];
      /** Ends the function once, and gives the time that is left to it to answer. */
      const killAt = (point: string) =>
        killAtWrites(deployment, [point], () => {
          killed += 1;
          clock.set(clock.now() + LEASE_SECONDS + 1);
        });
      const telegramPoints = bothWays(closing.writes(TELEGRAM_HOOK));
      for (const point of telegramPoints) {
        killAt(point);
        level += 1;
        // Telegram asks again until it is answered.
        expect((await type(world, `/watch antpool ${level}%`)).at(-1)).toBe(200);
      }
      const discordPoints = bothWays(closing.writes(DISCORD_HOOK));
      for (const point of discordPoints) {
        killAt(point);
        level += 1;
        const watch = { name: 'watch', options: { who: 'antpool', level: `${level}%` } };
        // Whoever is told that it failed asks again.
        expect([await slash(world, watch), await slash(world, watch)]).toEqual([500, 200]);
      }
      expect(killed).toBe(telegramPoints.length + discordPoints.length);
      const items = [...(await deployment.items()).values()];
      for (const [address, points] of [
        [String(PERSON), telegramPoints],
        [DIRECT, discordPoints],
      ] as const) {
        const { watches } = items.find((item) => item.address === address && 'watches' in item)!;
        expect(watches).toHaveLength(1 + points.length);
      }
    });

    it('shows a picture where the function that draws it ends before and after it says that it is done', async () => {
      const world = await closing.resume('subscribed');
      const done = bothWays([`${CHAT_WORK}: put RECEIPT done`]);
      for (const ask of [
        () => type(world, '/pool foundryusa'),
        () => slash(world, { name: 'pool', options: { name: 'foundryusa' } }),
      ]) {
        const left = killAtWrites(world.deployment, done);
        await ask();
        expect([...left]).toEqual([]);
      }
      const told = titlesOf(toldBy(world));
      expect(told[`telegram ${PERSON}`]).toContain('Foundry USA [picture]');
      expect(told[`discord ${DIRECT}`]).toContain('Foundry USA [picture]');
      expect(world.deployment.queues.bodies(SET_ASIDE)).toEqual([]);
    });
  },
);

/** What close-days writes once the news are committed. */
const AFTER_COMMIT = [`${CLOSE}: send to ${FAN_OUT}`, `${CLOSE}: delete DUE`];

/** How many messages of each chat are recorded as perhaps doubled. */
async function perhapsDoubled({ deployment }: World): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { pk, perhapsDoubled: doubled } of (await deployment.items()).values()) {
    const [, service, address] = /^CHAT#(\w+)#(.+)$/.exec(String(pk)) ?? [];
    if (service === undefined || Number(doubled ?? 0) === 0) continue;
    counts[`${service} ${address}`] = (counts[`${service} ${address}`] ?? 0) + Number(doubled);
  }
  return counts;
}
