import { describe, expect, it } from 'vitest';
import { closingForTests, LONGEST_MS } from './closing-again.ts';
import { later } from './emulator/closing.ts';
import { CLOSING_STEP } from './emulator/day.ts';
import { between, bothWays, calm, killAtWrites } from './emulator/faults.ts';
import { lasting } from './emulator/items.ts';
import { CLOSE, COLLECT, comeTo, DELIVER, FAN_OUT, fireAll, WAKE } from './emulator/live.ts';
import { possibleDuplicates, repeatsIn, toldBy, withoutRepeats } from './emulator/told.ts';
import type { World } from './emulator/world.ts';

/** What goes on after functions have ended: days that are not closed yet, or chats that are looked at again. */
const CLOSING_AGAIN = { fire: [COLLECT, CLOSE, WAKE], everySeconds: 600 };
const WITH_WAKE = { fire: [WAKE], everySeconds: 3600 };
const MOST_TIMES = 12;

/** What close-days writes once the news are committed. */
const AFTER_COMMIT = [`${CLOSE}: send to ${FAN_OUT}`, `${CLOSE}: delete DUE`];

describe('a day that closes and is told while functions end in the middle', { timeout: LONGEST_MS }, () => {
  const { days, clock, closing } = closingForTests();

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
    const world = await closing().resume();
    const untilCommit = closing()
      .writes(CLOSE)
      .filter((kind) => !AFTER_COMMIT.includes(kind));
    const points = [...between(closing().writes(COLLECT)), ...between(untilCommit)];
    await untilKilled(world, killAtWrites(world.deployment, points), CLOSING_AGAIN);
    expect(toldBy(world)).toEqual(closing().expected);
    expect(lasting(await world.deployment.items())).toEqual(closing().lasting);
  });

  it('is told as ever where they end between the commit and the queues of what is to be sent', async () => {
    const world = await closing().resume();
    const [sending] = AFTER_COMMIT;
    const wakeDependencies = [`${WAKE}: send to ${FAN_OUT}`, `${WAKE}: delete DUE`];
    const points = [`after ${sending}`, ...between(wakeDependencies), ...between(closing().writes(FAN_OUT))];
    await untilKilled(world, killAtWrites(world.deployment, points), WITH_WAKE);
    expect(toldBy(world)).toEqual(closing().expected);
  });

  it('is told to everybody where they end before and after every kind of write of the senders, and what may be doubled is recorded so', async () => {
    const world = await closing().resume();
    // A message is stored by whoever comes first, for both services.
    const kinds = closing()
      .writes(DELIVER.telegram, DELIVER.discord)
      .filter((kind) => !kind.endsWith('put MESSAGE'));
    await untilKilled(world, killAtWrites(world.deployment, bothWays(kinds)), WITH_WAKE);
    const told = toldBy(world);
    expect(withoutRepeats(told)).toEqual(closing().expected);
    // Between being sent and being recorded a run may end, too. Its messages come again while Discord still
    // knows what it has shown.
    const repeats = Object.entries(repeatsIn(told));
    expect(repeats.length).toBeGreaterThan(0);
    expect(repeats.filter(([chat]) => !chat.startsWith('telegram'))).toEqual([]);
    expect(world.discord.account().deduplicated).toBeGreaterThan(0);
    const recorded = await possibleDuplicates(world);
    for (const [chat, count] of repeats) expect(recorded[chat]).toBeGreaterThanOrEqual(count);
  });
});
