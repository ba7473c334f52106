import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { type CliRun, runCli, startCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { type Services, startServices } from '../support/services.ts';

/** 21 days of blocks: the first run closes eight of them, the second the last eight. */
const chain = chainOfDays(ordinaryDays('2026-05-20', 21));
const early = chain.filter(({ time }) => time < Date.parse('2026-05-28T02:30:00Z') / 1000);

const HOLE = ['--from', '2026-05-28', '--to', '2026-06-01'];
const AFTER = '2026-06-03';
const LAST = '2026-06-09';

describe('five missing days between live days', () => {
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let services: Services;
  let env: Readonly<Record<string, string>>;
  let resumed: CliRun;
  let fetchedBefore: ReadonlySet<string>;
  let fetchedAfter: readonly string[];

  /** How many days the shares of a week lack. */
  const missingDays = async (day: string) => {
    const shares = await runCli(['shares', '--day', day, '--window', '7', '--json'], { env });
    return JSON.parse(shares.stdout).missingDays;
  };
  const coinbases = () => peer.requests.filter((path) => path.includes('/txid/0'));

  beforeAll(async () => {
    [seeded, peer, services] = await Promise.all([seedStore(), startMempoolPeer(early), startServices()]);
    env = {
      HASHTILT_STORE: seeded.path,
      HASHTILT_MEMPOOL_URL: peer.address,
      HASHTILT_MEMPOOL_PACE_MS: '0',
      ...services.env,
    };
    await runCli(['daily'], { env });
    peer.serve(chain);
    await runCli(['daily'], { env });
    expect(await missingDays(AFTER)).toBe(5);
    const asked = coinbases().length;
    const killed = startCli(['backfill', ...HOLE], { env });
    while (coinbases().length < asked + 5 && killed.child.exitCode === null) await sleep(5);
    killed.child.kill('SIGKILL');
    expect((await killed.ended).code).toBeNull();
    fetchedBefore = new Set(coinbases().slice(asked));
    const seen = coinbases().length;
    resumed = await runCli(['backfill', ...HOLE, '--source', 'mempool', '--json'], { env });
    fetchedAfter = coinbases().slice(seen);
  });
  afterAll(async () => {
    await Promise.all([peer.close(), services.close()]);
    seeded[Symbol.dispose]();
  });

  it('are filled by a backfill, even one that was killed halfway and run again', () => {
    expect(resumed.code).toBe(0);
    const { daysFilled, ...told } = JSON.parse(resumed.stdout);
    expect(told).toEqual({
      schema: 'hashtilt/backfill@1',
      from: '2026-05-28',
      to: '2026-06-01',
      daysMissing: 0,
    });
    // The killed run had filled the others.
    expect(daysFilled).toBeGreaterThanOrEqual(1);
    expect(daysFilled).toBeLessThanOrEqual(5);
  });

  it('are filled with progress on stderr', () => {
    expect(resumed.stderr).toMatch(
      /(^|\n)[1-5]\.0 of [1-5] days, at 28 May 2026: \d+ blocks, [\d,]+ a second\n$/,
    );
  });

  it('are proven once: stored blocks are not fetched again', () => {
    // Only the proof that was in flight when the run was killed may be repeated.
    const again = fetchedAfter.filter((path) => fetchedBefore.has(path));
    // Blocks to prove are drawn at random: about one in 36 of 300.
    expect(fetchedBefore.size).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(1);
  });

  it('send nothing while they are filled', () => {
    expect(services.telegram.sent).toEqual([]);
    expect(services.discord.requests()).toBe(0);
  });

  it('complete every window that includes them, afterwards', async () => {
    expect(await missingDays(AFTER)).toBe(0);
    const after = await runCli(['daily', '--json'], { env });
    expect(JSON.parse(after.stdout)).toMatchObject({ day: LAST, source: { kind: 'live' } });
  });
});
