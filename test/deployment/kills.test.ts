import { describe, expect, it } from 'vitest';
import { closingForTests, LONGEST_MS } from './closing-again.ts';
import { later } from './emulator/closing.ts';
import { CLOSING_STEP } from './emulator/day.ts';
import { beforeAndAfter, endFaults, killAtWrites, pointsBetween } from './emulator/faults.ts';
import { lasting } from './emulator/items.ts';
import { advanceTo, CLOSE, COLLECT, DELIVER, FAN_OUT, fireAll, WAKE } from './emulator/live.ts';
import { possibleDuplicates, receivedBy, repeatsIn, withoutRepeats } from './emulator/received.ts';
import type { World } from './emulator/world.ts';

/** What continues after functions were killed: closing days, or checking chats again. */
const CLOSING_AGAIN = { fire: [COLLECT, CLOSE, WAKE], everySeconds: 600 };
const WITH_WAKE = { fire: [WAKE], everySeconds: 3600 };
const MAX_TIMES = 12;

/** What close-days writes after the commit. */
const AFTER_COMMIT = [`${CLOSE}: send to ${FAN_OUT}`, `${CLOSE}: delete DUE`];

describe('a day that closes and is sent while functions are killed midway', { timeout: LONGEST_MS }, () => {
  const { days, clock, closing } = closingForTests();

  /** Advances to the closing, and fires schedules until functions have been killed at every planned write. */
  async function untilKilled(
    world: World,
    left: ReadonlySet<string>,
    then: { readonly fire: readonly string[]; readonly everySeconds: number },
  ): Promise<void> {
    advanceTo(world, days, CLOSING_STEP);
    await fireAll(world, [COLLECT, CLOSE, WAKE]);
    for (let time = 0; time < MAX_TIMES && left.size > 0; time++) {
      clock.set(clock.now() + then.everySeconds);
      await fireAll(world, then.fire);
    }
    expect([...left]).toEqual([]);
    endFaults(world.deployment);
    await later(world, 1);
  }

  it('is sent as usual if they are killed between any two kinds of writes up to the commit', async () => {
    const world = await closing().resume();
    const untilCommit = closing()
      .writes(CLOSE)
      .filter((kind) => !AFTER_COMMIT.includes(kind));
    const points = [...pointsBetween(closing().writes(COLLECT)), ...pointsBetween(untilCommit)];
    await untilKilled(world, killAtWrites(world.deployment, points), CLOSING_AGAIN);
    expect(receivedBy(world)).toEqual(closing().expected);
    expect(lasting(await world.deployment.items())).toEqual(closing().lasting);
  });

  it('is sent as usual if they are killed between the commit and queueing the messages', async () => {
    const world = await closing().resume();
    const [sending] = AFTER_COMMIT;
    const wakeDependencies = [`${WAKE}: send to ${FAN_OUT}`, `${WAKE}: delete DUE`];
    const points = [
      `after ${sending}`,
      ...pointsBetween(wakeDependencies),
      ...pointsBetween(closing().writes(FAN_OUT)),
    ];
    await untilKilled(world, killAtWrites(world.deployment, points), WITH_WAKE);
    expect(receivedBy(world)).toEqual(closing().expected);
  });

  it('is sent to every chat if they are killed before and after every kind of write of the senders, and possible duplicates are recorded', async () => {
    const world = await closing().resume();
    // The first sender stores a message for both services.
    const kinds = closing()
      .writes(DELIVER.telegram, DELIVER.discord)
      .filter((kind) => !kind.endsWith('put MESSAGE'));
    await untilKilled(world, killAtWrites(world.deployment, beforeAndAfter(kinds)), WITH_WAKE);
    const told = receivedBy(world);
    expect(withoutRepeats(told)).toEqual(closing().expected);
    // A run may also be killed between sending and recording. Its messages are received again while Discord still
    // remembers their nonces.
    const repeats = Object.entries(repeatsIn(told));
    expect(repeats.length).toBeGreaterThan(0);
    expect(repeats.filter(([chat]) => !chat.startsWith('telegram'))).toEqual([]);
    expect(world.discord.account().deduplicated).toBeGreaterThan(0);
    const recorded = await possibleDuplicates(world);
    for (const [chat, count] of repeats) expect(recorded[chat]).toBeGreaterThanOrEqual(count);
  });
});
