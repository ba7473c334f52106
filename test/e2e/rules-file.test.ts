import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { evaluationSettings } from '../../lib/cli/delivery.ts';
import { loadSettings } from '../../lib/cli/input.ts';
import { stationParts } from '../../lib/cli/station.ts';
import { type OpenedStore, openStore } from '../../lib/cli/world.ts';
import { chainOfDays, dayAfter, FOUNDRY, majorityOf, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { temporaryFolder } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';

const FIRST = '2026-05-20';
const QUIET = chainOfDays(ordinaryDays(FIRST, 2));
/** A day on which Foundry USA mines 86 of 144 blocks. */
const DAY = dayAfter(FIRST, 2);
const MAJORITY = chainOfDays([...ordinaryDays(FIRST, 2), { day: DAY, tags: majorityOf(FOUNDRY) }]);

const half = { id: 'half', lens: 'owner', subject: '*', measure: 'share', window: 1, above: '1/2' };

describe('a rules file that changes while a station runs', { timeout: 300_000 }, () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let store: OpenedStore;
  let lines: string[];
  let pauses: number[];
  /** Runs the ten-minute job once more. */
  let collect: () => Promise<void>;
  let end: () => Promise<void>;

  const write = (rules: unknown) => writeFileSync(join(folder.path, 'rules.json'), JSON.stringify(rules));
  const firedOn = async (day: string) =>
    (await store.warnings.loadTransitions(day as never, day as never)).map(({ rule }) => rule);

  beforeEach(async () => {
    folder = temporaryFolder();
    [seeded, peer] = await Promise.all([seedStore(), startMempoolPeer(QUIET)]);
    vi.stubEnv('HASHTILT_STORE', seeded.path);
    vi.stubEnv('HASHTILT_RULES', join(folder.path, 'rules.json'));
    vi.stubEnv('HASHTILT_MEMPOOL_URL', peer.address);
    vi.stubEnv('HASHTILT_MEMPOOL_PACE_MS', '0');
    vi.stubEnv('HASHTILT_SITE_LISTEN', 'off');
    write([{ ...half, severity: 'warning' }]);
    const settings = loadSettings();
    store = await openStore(settings);
    lines = [];
    pauses = [];
    const log = (line: string) => void lines.push(line);
    // Ten minutes pass when the test asks for the next run.
    let next = Promise.withResolvers<void>();
    let rested = Promise.withResolvers<void>();
    const sleep = async (seconds: number) => {
      pauses.push(seconds);
      rested.resolve();
      await next.promise;
      next = Promise.withResolvers();
    };
    const parts = stationParts(settings, store, evaluationSettings(settings), { now: () => 0, log, sleep });
    const stop = new AbortController();
    const running = parts.find(({ name }) => name === 'blocks')!.run(stop.signal);
    await Promise.race([rested.promise, running]);
    collect = async () => {
      rested = Promise.withResolvers();
      next.resolve();
      await Promise.race([rested.promise, running]);
    };
    end = async () => {
      stop.abort();
      next.resolve();
      await running;
    };
  });
  afterEach(async () => {
    await end();
    vi.unstubAllEnvs();
    await store.close();
    await peer.close();
    seeded[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  it('leaves the previous rules in force while it is invalid, logs every fault once, and applies once it is valid', async () => {
    write([
      { ...half, severity: 'loud', bogus: 1 },
      { ...half, id: 'two', severity: 'notice', above: '1/0' },
    ]);
    peer.serve(MAJORITY);
    await collect();
    await collect();
    expect(await firedOn(DAY)).toEqual(['half']);
    const told = lines.filter((line) => line.startsWith('rules: '));
    expect(told).toHaveLength(1);
    const [said, ...faults] = told[0]!.split('\n');
    expect(said).toBe('rules: refused, the previous rules stay in force:');
    expect(faults.map((fault) => fault.replace(folder.path, ''))).toEqual([
      expect.stringMatching(/^\/rules\.json: \[0\]\.severity: .*expected/),
      expect.stringMatching(/^\/rules\.json: \[0\].*bogus/),
      expect.stringMatching(/^\/rules\.json: \[1\]\.above: expected a number or a fraction/),
    ]);

    write([{ ...half, id: 'two-fifths', above: 0.4, severity: 'critical' }]);
    await collect();
    expect(lines).toContain('rules: the file is valid again, and its rules are in force');
    expect(await firedOn(DAY)).toEqual(['two-fifths']);
    // The longest that a block waits before it is processed.
    expect(Math.max(...pauses)).toBe(600);
  });
});
