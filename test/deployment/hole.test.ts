import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dayAfter } from '../support/chains.ts';
import { startClock } from './emulator/clock.ts';
import { type } from './emulator/conversation.ts';
import { OLDER_BLOCKS, OLDER_DAYS, recentDays } from './emulator/day.ts';
import type { Items } from './emulator/items.ts';
import { CLOSE, COLLECT, fireAll } from './emulator/live.ts';
import { PERSON } from './emulator/people.ts';
import { loadValue } from './emulator/saved-value.ts';
import { startWorld, type World } from './emulator/world.ts';

const LONGEST_MS = 900_000;

/** The requests that the source answers before it refuses: not enough for all days at once. */
const ANSWERS_A_RUN = 50;
const MAX_RUNS = 6;

describe('a deployment whose source has thirty of the missing days', () => {
  const days = recentDays(inject('startedAt'));
  const last = dayAfter(days.day, -9);
  const first = dayAfter(last, 1 - OLDER_DAYS);
  const clock = startClock(days.timeOf(0));
  let world: World;
  let atEnd: Items;
  /** The answers to a person while days were fetched, and once they were counted. */
  const [meanwhile, after]: [string[], string[]] = [[], []];
  const ask = async (text: string) => {
    await type(world, text);
    return world.telegram.sent.findLast(({ chat }) => chat === PERSON)!.text;
  };

  beforeAll(async () => {
    world = await startWorld(inject('assembly'), {
      clock,
      items: loadValue(inject('begun')),
      atFullSpeed: true,
    });
    world.source.serve(days.withOlder);
    while (after.length < MAX_RUNS && sinceOf(after.at(-1)) !== first) {
      world.source.allow(ANSWERS_A_RUN);
      const run = world.deployment.fire(COLLECT);
      meanwhile.push(await ask('/pools 30d'));
      await run;
      await fireAll(world, [CLOSE]);
      after.push(await ask('/status'));
    }
    meanwhile.push(await ask('/pools 30d'));
    atEnd = await world.deployment.items();
  }, LONGEST_MS);
  afterAll(async () => {
    await world?.close();
    clock.stop();
  });

  it('fills them by itself, over several scheduled runs, and fetches no page twice', () => {
    const stored = Array.from({ length: OLDER_DAYS }, (_, index) =>
      atEnd.get(`LEDGER / ${dayAfter(first, index)}`),
    );
    for (const day of stored.slice(0, -1)) {
      expect(day).toMatchObject({ kind: 'closed', source: 'live' });
      const { header, merkle } = day!.evidence as { header: number; merkle: number };
      expect(header + merkle).toBe(OLDER_BLOCKS);
    }
    expect(after.length).toBeGreaterThan(1);
    expect(world.deployment.runs.map(({ outcome }) => outcome.kind)).toEqual(
      world.deployment.runs.map(() => 'answered'),
    );
    const pages = world.source.answered.filter((path) => /\/blocks\/9[56]\d+$/.test(path));
    const given = pages.filter((path) => Number(path.split('/').at(-1)) >= days.withOlder[0]!.height);
    expect(new Set(given).size).toBe(given.length);
  });

  it('says after each run how far back history is complete', () => {
    const since = after.map(sinceOf);
    expect(since.at(-1)).toBe(first);
    expect(since).toEqual(since.toSorted().reverse());
  });

  it('answers while they are fetched, and counts the available days of a window', () => {
    const counted = meanwhile.map((text) => Number(/ \((\d+) of 30 days counted\)/.exec(text)?.[1] ?? 30));
    expect(counted[0]).toBe(8);
    expect(counted.at(-1)).toBe(30);
    expect(counted).toEqual(counted.toSorted((a, b) => a - b));
  });
});

/** The day since which history is complete, as a status says it. */
function sinceOf(status: string | undefined): string | undefined {
  const [, day] = /History is complete from (.+?) on;/.exec(status ?? '') ?? [];
  return day && new Date(`${day} UTC`).toISOString().slice(0, 10);
}
