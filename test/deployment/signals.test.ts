import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import { startClock } from './emulator/clock.ts';
import { subscribeAll } from './emulator/conversation.ts';
import { CLOSING_STEP, recentDays } from './emulator/day.ts';
import { beforeAndAfter, endFaults, killAtWrites } from './emulator/faults.ts';
import { advanceTo, CLOSE, COLLECT, FAN_OUT, fireAll, WAKE } from './emulator/live.ts';
import { receivedBy } from './emulator/received.ts';
import { loadValue } from './emulator/saved-value.ts';
import { startWorld, type World } from './emulator/world.ts';

const LONGEST_MS = 900_000;

/** Blocks are collected every ten minutes; one is found some minutes before. */
const UNTIL_COLLECTED_SECONDS = 540;

/** Chats that a killed function did not reach are checked again within the next hour. */
const UNTIL_WOKEN_SECONDS = 3600;
const MAX_WAKES = 6;

const EARLY = /Early sign: Foundry USA \(DCG\): above half of Bitcoin mining/;

describe('a jump that a deployment sees block by block, each collected twice', {
  timeout: LONGEST_MS,
}, () => {
  const days = recentDays(inject('startedAt'));
  const clock = startClock(days.timeOf(0));
  const chain = days.growing.at(-1)!;
  const begun = days.growing[0]!.length;
  let world: World;
  /** Blocks of the chain when the early sign came, and seconds by schedule from the block that decided. */
  let told: { readonly length: number; readonly seconds: number } | undefined;

  async function collect(blocks: typeof chain): Promise<void> {
    clock.set(Math.max(blocks.at(-1)!.time + UNTIL_COLLECTED_SECONDS, clock.now()));
    world.source.serve(blocks);
    await fireAll(world, [COLLECT, COLLECT]);
  }
  const early = () =>
    Object.values(receivedBy(world)).map((texts) => texts.filter((text) => EARLY.test(text)));

  beforeAll(async () => {
    world = await startWorld(inject('assembly'), { clock, items: loadValue(inject('begun')) });
    await subscribeAll(world);
    for (let length = begun + 1; told === undefined && length < begun + 60; length++) {
      await collect(chain.slice(0, length));
      const [text] = early().flat();
      const height = Number(/detected at block ([\d,]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
      const decided = chain.find((block) => block.height === height);
      const collectedAt = chain[length - 1]!.time + UNTIL_COLLECTED_SECONDS;
      if (decided !== undefined) told = { length, seconds: collectedAt - decided.time };
    }
  }, LONGEST_MS);
  afterAll(async () => {
    await world?.close();
    clock.stop();
  });

  it('is sent within fifteen minutes of the deciding block, once to every chat', () => {
    expect(told!.seconds).toBeLessThanOrEqual(900);
    expect(early().map((texts) => texts.length)).toEqual(early().map(() => 1));
    expect(early().length).toBeGreaterThanOrEqual(6);
  });

  it('is not sent again after one reorganisation that removes the deciding block and another that restores it', async () => {
    const below = chain.slice(0, told!.length - 2);
    const branch = [...below, ...buildChain(below, later(below.at(-1)!.time, 4))];
    await collect(branch);
    await collect(chain.slice(0, branch.length + 2));
    expect(early().map((texts) => texts.length)).toEqual(early().map(() => 1));
  });

  it('is not sent again when its day closes, whose digest says that it is confirmed', async () => {
    advanceTo(world, days, CLOSING_STEP);
    await fireAll(world, [COLLECT, CLOSE, WAKE]);
    expect(early().map((texts) => texts.length)).toEqual(early().map(() => 1));
    const digests = Object.values(receivedBy(world))
      .flat()
      .filter((text) => /^Bitcoin mining on/.test(text));
    expect(digests.length).toBeGreaterThan(0);
    for (const digest of digests)
      expect(digest).toMatch(/above half of Bitcoin mining since[^\n]*: confirmed by the day/);
  });

  it('is sent once to every chat if functions are killed before and after they store it and queue it', async () => {
    await world.close();
    clock.set(days.timeOf(0));
    world = await startWorld(inject('assembly'), { clock, items: loadValue(inject('begun')) });
    await subscribeAll(world);
    await collect(chain.slice(0, told!.length - 1));
    const kinds = [`${COLLECT}: put PROGRESS`, `${WAKE}: send to ${FAN_OUT}`];
    const left = killAtWrites(world.deployment, beforeAndAfter(kinds));
    await collect(chain.slice(0, told!.length));
    for (let time = 0; time < MAX_WAKES && left.size > 0; time++) {
      clock.set(clock.now() + UNTIL_WOKEN_SECONDS);
      await fireAll(world, [WAKE]);
    }
    expect([...left]).toEqual([]);
    endFaults(world.deployment);
    clock.set(clock.now() + UNTIL_WOKEN_SECONDS);
    await fireAll(world, [WAKE]);
    expect(early().map((texts) => texts.length)).toEqual(early().map(() => 1));
    expect(early().length).toBeGreaterThanOrEqual(6);
  });
});

/** Ordinary blocks at the usual rate. */
function later(time: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({ time: time + 600 * (index + 1), tag: '/F2Pool/' }));
}
