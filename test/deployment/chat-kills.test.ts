import { describe, expect, it } from 'vitest';
import { closingForTests, LONGEST_MS } from './closing-again.ts';
import { slash, type } from './emulator/conversation.ts';
import { beforeAndAfter, killAtWrites } from './emulator/faults.ts';
import { CHAT_WORK, DEAD_LETTERS, DISCORD_HOOK, TELEGRAM_HOOK } from './emulator/live.ts';
import { DIRECT, PERSON } from './emulator/people.ts';
import { receivedBy, titlesOf } from './emulator/received.ts';

/** How long a run's claim on an update lasts. */
const LEASE_SECONDS = 30;

describe('a chat while functions are killed midway', { timeout: LONGEST_MS }, () => {
  const { clock, closing } = closingForTests();

  it('does what people ask for once, even if the functions that answer are killed at every kind of write', async () => {
    const world = await closing().resume('subscribed');
    const { deployment } = world;
    let [level, killed] = [20, 0];
    /** Kills the function once, and returns the time left to answer. */
    const killAt = (point: string) =>
      killAtWrites(deployment, [point], () => {
        killed += 1;
        clock.set(clock.now() + LEASE_SECONDS + 1);
      });
    // The count of commands is written twice only for the first command of a minute.
    const asking = (name: string) =>
      closing()
        .writes(name)
        .filter((kind) => kind !== `${name}: put CHAT`);
    const telegramPoints = beforeAndAfter(asking(TELEGRAM_HOOK));
    for (const point of telegramPoints) {
      killAt(point);
      level += 1;
      // Telegram repeats an update until it is answered.
      expect((await type(world, `/watch antpool ${level}%`)).at(-1)).toBe(200);
    }
    const discordPoints = beforeAndAfter(asking(DISCORD_HOOK));
    for (const point of discordPoints) {
      killAt(point);
      level += 1;
      const watch = { name: 'watch', options: { who: 'antpool', level: `${level}%` } };
      // A person who sees that it failed asks again.
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

  it('shows a picture even if the function that draws it is killed before or after it records that it is done', async () => {
    const world = await closing().resume('subscribed');
    const done = beforeAndAfter([`${CHAT_WORK}: put RECEIPT done`]);
    for (const ask of [
      () => type(world, '/pool foundryusa'),
      () => slash(world, { name: 'pool', options: { name: 'foundryusa' } }),
    ]) {
      const left = killAtWrites(world.deployment, done);
      await ask();
      expect([...left]).toEqual([]);
    }
    const told = titlesOf(receivedBy(world));
    expect(told[`telegram ${PERSON}`]).toContain('Foundry USA [picture]');
    expect(told[`discord ${DIRECT}`]).toContain('Foundry USA [picture]');
    expect(world.deployment.queues.bodies(DEAD_LETTERS)).toEqual([]);
  });
});
