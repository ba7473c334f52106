import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildChain } from '../support/chain-builder.ts';
import { FOUNDRY } from '../support/chains.ts';
import { startClock } from './emulator/clock.ts';
import { CLOSING_STEP, recentDays } from './emulator/day.ts';
import { endFaults, killAtWrites, writesOf } from './emulator/faults.ts';
import { advanceTo, CLOSE, COLLECT, DEAD_LETTERS, fireAll, PUBLISH } from './emulator/live.ts';
import { loadValue } from './emulator/saved-value.ts';
import { startWorld, type World } from './emulator/world.ts';

const LONGEST_MS = 1_800_000;

/** A publisher is killed at the first put, one in the middle and the last. */
const KILLS = 3;

/** Unused here: no page is removed. */
const UNUSED = ['s3:DeleteObject'];

describe('the public page of a deployment', { timeout: LONGEST_MS }, () => {
  const days = recentDays(inject('startedAt'));
  const { day } = days;
  const chain = days.growing[CLOSING_STEP]!;
  const clock = startClock(days.timeOf(0));
  let world: World;
  const texts = () => new Map([...world.deployment.page].map(([key, { body }]) => [key, body.toString()]));
  /** The bucket before the day closed, after, and after its correction. */
  let [before, closed, corrected] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  let puts: readonly string[] = [];

  async function publish(): Promise<void> {
    world.deployment.queues.send(PUBLISH, '{"publish":"page"}');
    await world.deployment.settle();
  }

  beforeAll(async () => {
    const items = loadValue(inject('begun'));
    world = await startWorld(inject('assembly'), { clock, items, atFullSpeed: true, publishes: true });
    await publish();
    before = texts();
    advanceTo(world, days, CLOSING_STEP);
    await fireAll(world, [COLLECT, CLOSE]);
    closed = texts();
    const { recorded } = world.deployment.gateway;
    const calls = recorded.length;
    // A longer branch replaces the last blocks of the day.
    const below = chain.slice(0, -24);
    const rest = chain.slice(-24).map(({ time }) => ({ time: time + 1, tag: FOUNDRY }));
    const last = rest.at(-1)!;
    world.source.serve([...below, ...buildChain(below, [...rest, { ...last, time: last.time + 600 }])]);
    clock.set(clock.now() + 1200);
    await fireAll(world, [COLLECT, CLOSE]);
    corrected = texts();
    puts = writesOf(recorded.slice(calls), [PUBLISH]).filter((kind) => /: put [^A-Z]/.test(kind));
  }, LONGEST_MS);
  afterAll(async () => {
    await world?.close();
    clock.stop();
  });

  it('is complete after its first publication', () => {
    expect(before.get('index.html')).toContain('<h1>');
    expect([...before.keys()].filter((key) => /^v1\/days\/[\d-]+\.json$/.test(key)).length).toBeGreaterThan(
      2_000,
    );
    expect(before.has(`v1/days/${day}.json`)).toBe(false);
  });

  it('is published after a close: the new day is there, and the front page shows it', () => {
    expect(JSON.parse(closed.get(`v1/days/${day}/r1.json`)!)).toMatchObject({ day, revision: 1 });
    expect(JSON.parse(closed.get('v1/latest.json')!)).toMatchObject({ day });
    expect(closed.get('index.html')).toContain(`<time datetime="${day}">`);
    expect(closed.has(`warnings/${day}.html`)).toBe(true);
  });

  it('is published after a correction: the day has a new revision, and the old one stays', () => {
    expect(corrected.get(`v1/days/${day}/r1.json`)).toBe(closed.get(`v1/days/${day}/r1.json`));
    expect(JSON.parse(corrected.get(`v1/days/${day}.json`)!)).toMatchObject({
      revision: 2,
      permanent: `${day}/r2.json`,
    });
    expect(corrected.get('index.html')).not.toBe(closed.get('index.html'));
  });

  it('may be cached forever if it never changes, otherwise for minutes', () => {
    const told = [...world.deployment.page].map(([key, { cacheControl }]) => ({ key, cacheControl }));
    const forEver = told.filter(({ cacheControl }) => cacheControl === 'public, max-age=31536000, immutable');
    expect(forEver.map(({ key }) => key)).toEqual(
      told.map(({ key }) => key).filter((key) => /^v1\/days\/[\d-]+\/r\d+\.json$/.test(key)),
    );
    expect(new Set(told.filter((one) => !forEver.includes(one)).map((one) => one.cacheControl))).toEqual(
      new Set(['public, max-age=300']),
    );
    expect(world.deployment.page.get('index.html')).toMatchObject({ type: 'text/html; charset=utf-8' });
  });

  it('is linked from the messages, without a setting', () => {
    const variables = world.deployment.functions.map(({ variables }) => variables.HASHTILT_SITE_URL);
    expect(new Set(variables).size).toBe(1);
    expect(variables[0]).toMatch(/^https:\/\/\w+\.cloudfront\.net\/$/);
    expect(corrected.get('v1/warnings.atom')).toContain(`${variables[0]}warnings/${day}.html`);
  });

  it('is old or new in each of its files if a publisher is killed at any put, and new in all of them after the next', async () => {
    const { deployment } = world;
    const [first, last] = [0, puts.length - 1];
    const points = Array.from(
      { length: KILLS },
      (_, index) => first + Math.round((last * index) / (KILLS - 1)),
    );
    for (const point of points) {
      deployment.page.clear();
      for (const [key, text] of closed)
        deployment.page.set(key, { body: Buffer.from(text), type: 'text/plain', cacheControl: undefined });
      let found: ReadonlyMap<string, string> = new Map();
      const left = killAtWrites(deployment, [`before ${puts[point]}`], () => {
        found = texts();
      });
      await publish();
      endFaults(deployment);
      expect([...left]).toEqual([]);
      const torn = [...found].filter(
        ([key, text]) => text !== closed.get(key) && text !== corrected.get(key),
      );
      expect(torn.map(([key]) => key)).toEqual([]);
      expect(linksInto(found)).toEqual([]);
      const end = texts();
      expect([...corrected].filter(([key, text]) => end.get(key) !== text).map(([key]) => key)).toEqual([]);
    }
  });

  it('makes no call that a policy denies, and has no unused permission', () => {
    const { gateway, policies, queues } = world.deployment;
    expect(gateway.recorded.flatMap(({ denied }) => denied)).toEqual([]);
    expect(queues.bodies(DEAD_LETTERS)).toEqual([]);
    const unused = policies.unused().filter(({ role }) => role.startsWith('publishsite'));
    expect(unused.map(({ action }) => action)).toEqual(UNUSED);
  });
});

/** Broken links of pages. */
function linksInto(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.endsWith('.html')) return [];
    return [...text.matchAll(/ (?:href|src)="([^"#:]+)"/g)]
      .map(([, to]) => new URL(to!, `file:///${path}`).pathname.slice(1))
      .filter((to) => !files.has(to));
  });
}
