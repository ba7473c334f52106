import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startClock } from './emulator/clock.ts';
import { type ClosingAgain, closeAgain, later } from './emulator/closing.ts';
import { slash, type } from './emulator/conversation.ts';
import { CLOSING_STEP, recentDays } from './emulator/day.ts';
import { between, bothWays, calm, killAtWrites } from './emulator/faults.ts';
import { lasting } from './emulator/items.ts';
import { kept } from './emulator/kept.ts';
import {
  CHAT_WORK,
  CLOSE,
  COLLECT,
  comeTo,
  DELIVER,
  DISCORD_HOOK,
  FAN_OUT,
  fireAll,
  SET_ASIDE,
  TELEGRAM_HOOK,
  WAKE,
} from './emulator/live.ts';
import { DIRECT, PERSON } from './emulator/people.ts';
import { perhapsDoubled, repeatsIn, titlesOf, toldBy, withoutRepeats } from './emulator/told.ts';
import type { World } from './emulator/world.ts';

const LONGEST_MS = 900_000;

/** Whoever works on what somebody asked has so long before somebody else may. */
const LEASE_SECONDS = 30;

/** What goes on after functions have ended: days that are not closed yet, or chats that are looked at again. */
const CLOSING_AGAIN = { fire: [COLLECT, CLOSE, WAKE], everySeconds: 600 };
const WAKING = { fire: [WAKE], everySeconds: 3600 };
const MOST_TIMES = 12;

/** What close-days writes once the news are committed. */
const AFTER_COMMIT = [`${CLOSE}: send to ${FAN_OUT}`, `${CLOSE}: delete DUE`];

describe('a day that closes and is told while functions end in the middle', { timeout: LONGEST_MS }, () => {
  const days = recentDays(inject('startedAt'));
  const clock = startClock(days.timeOf(0));
  let closing: ClosingAgain;

  beforeAll(async () => {
    closing = await closeAgain(inject('assembly'), clock, days, kept(inject('closing')));
  }, LONGEST_MS);
  afterAll(async () => {
    await closing?.close();
    clock.stop();
  });

  /** Comes to the closing, and lets schedules fire until functions have been ended wherever they were to be. */
  async function untilKilled(
    world: World,
    left: ReadonlySet<string>,
    then: { readonly fire: readonly string[]; readonly everySeconds: number },
  ): Promise<void> {
    comeTo(world, days, CLOSING_STEP);
    await fireAll(world, [COLLECT, CLOSE, WAKE]);
    for (let time = 0; time < MOST_TIMES && left.size > 0; time++) {
      clock.set(clock.now() + then.everySeconds);
      await fireAll(world, then.fire);
    }
    expect([...left]).toEqual([]);
    calm(world.deployment);
    await later(world, 1);
  }

  it('is told as ever where they end between any two kinds of writes up to the commit', async () => {
    const world = await closing.resume();
    const untilCommit = closing.writes(CLOSE).filter((kind) => !AFTER_COMMIT.includes(kind));
    const points = [...between(closing.writes(COLLECT)), ...between(untilCommit)];
    await untilKilled(world, killAtWrites(world.deployment, points), CLOSING_AGAIN);
    expect(toldBy(world)).toEqual(closing.expected);
    expect(lasting(await world.deployment.items())).toEqual(closing.lasting);
  });

  it('is told as ever where they end between the commit and the queues of what is to be sent', async () => {
    const world = await closing.resume();
    const [sending] = AFTER_COMMIT;
    const waking = [`${WAKE}: send to ${FAN_OUT}`, `${WAKE}: delete DUE`];
    const points = [`after ${sending}`, ...between(waking), ...between(closing.writes(FAN_OUT))];
    await untilKilled(world, killAtWrites(world.deployment, points), WAKING);
    expect(toldBy(world)).toEqual(closing.expected);
  });

  it('is told to everybody where they end before and after every kind of write of the senders, and what may be doubled is recorded so', async () => {
    const world = await closing.resume();
    // A message is stored by whoever comes first, for both services.
    const kinds = closing
      .writes(DELIVER.telegram, DELIVER.discord)
      .filter((kind) => !kind.endsWith('put MESSAGE'));
    await untilKilled(world, killAtWrites(world.deployment, bothWays(kinds)), WAKING);
    const told = toldBy(world);
    expect(withoutRepeats(told)).toEqual(closing.expected);
    // Between being sent and being recorded a run may end, too; its messages come again after six time-outs,
    // when Discord has forgotten the nonce.
    const repeats = Object.entries(repeatsIn(told));
    expect(repeats.some(([chat]) => chat.startsWith('telegram'))).toBe(true);
    const recorded = await perhapsDoubled(world);
    for (const [chat, count] of repeats) expect(recorded[chat]).toBeGreaterThanOrEqual(count);
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
    // How often a chat has asked is put anew with the first command of a minute only.
    const asking = (name: string) => closing.writes(name).filter((kind) => kind !== `${name}: put CHAT`);
    const telegramPoints = bothWays(asking(TELEGRAM_HOOK));
    for (const point of telegramPoints) {
      killAt(point);
      level += 1;
      // Telegram asks again until it is answered.
      expect((await type(world, `/watch antpool ${level}%`)).at(-1)).toBe(200);
    }
    const discordPoints = bothWays(asking(DISCORD_HOOK));
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
});
