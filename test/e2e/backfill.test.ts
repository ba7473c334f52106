import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { type CliRun, runCli, startCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { type Services, startServices } from '../support/services.ts';

/** 21 days of blocks: the first run sees eight of them close, the second the last eight. */
const chain = chainOfDays(ordinaryDays('2026-05-20', 21));
const early = chain.filter(({ time }) => time < Date.parse('2026-05-28T02:30:00Z') / 1000);

const HOLE = ['--from', '2026-05-28', '--to', '2026-06-01'];
const AFTER = '2026-06-03';
const LAST = '2026-06-09';

describe('a hole of five days between live days', () => {
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let services: Services;
  let env: Readonly<Record<string, string>>;
  let killedAt: string;
  let resumed: CliRun;
  let fetchedBefore: ReadonlySet<string>;
  let fetchedAfter: readonly string[];

  /** How many days the shares of a week say they miss. */
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
    const killed = await startCli(['backfill', ...HOLE], {
      env,
      onStderr: (text, child) => text.split('\n').length > 20 && child.kill('SIGKILL'),
    }).ended;
    expect(killed.code).toBeNull();
    killedAt = killed.stderr.trim().split('\n').at(-1)!;
    fetchedBefore = new Set(coinbases().slice(asked));
    const seen = coinbases().length;
    resumed = await runCli(['backfill', ...HOLE, '--json'], { env });
    fetchedAfter = coinbases().slice(seen);
  });
  afterAll(async () => {
    await Promise.all([peer.close(), services.close()]);
    seeded[Symbol.dispose]();
  });

  it('is filled by a backfill, even one that was killed half-way and run again', () => {
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toEqual({
      schema: 'hashtilt/backfill@1',
      from: '2026-05-28',
      to: '2026-06-01',
      daysFilled: 5,
      daysMissing: 0,
    });
  });

  it('shows progress beside the document, and goes on from where it was', () => {
    const done = (line: string) => Number(/^(\d+) of about \d+ blocks$/.exec(line)?.[1]);
    const [next] = resumed.stderr.split('\n');
    expect(done(killedAt)).toBeGreaterThanOrEqual(300);
    expect(done(next!)).toBeGreaterThan(done(killedAt));
  });

  it('has no block proven twice: what was stored is not fetched again', () => {
    // The page that was on its way when the run was killed is the only one that may come again.
    const again = fetchedAfter.filter((path) => fetchedBefore.has(path));
    // Which blocks are proven is drawn: about one in 36 of 300.
    expect(fetchedBefore.size).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(1);
  });

  it('sends nothing while it is filled', () => {
    expect(services.telegram.sent).toEqual([]);
    expect(services.discord.requests()).toBe(0);
  });

  it('is whole for every window that touches it, afterwards', async () => {
    expect(await missingDays(AFTER)).toBe(0);
    const after = await runCli(['daily', '--json'], { env });
    expect(JSON.parse(after.stdout)).toMatchObject({ day: LAST, source: { kind: 'live' } });
  });
});
