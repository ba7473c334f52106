import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countOf, placeOf } from '../../lib/daily/figures.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { chainOfDays, ordinaryDays } from '../support/chains.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';

const chain = chainOfDays(ordinaryDays('2026-05-20', 8));

/** A block of ViaBTC on 27 May 2026, which the source calls unknown. */
const OTHERWISE = chain.at(-20)!.height;

describe('the daily job with a reachable mempool.space', () => {
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let env: Readonly<Record<string, string>>;
  let first: CliRun;
  let second: CliRun;
  let next: CliRun;
  const json = async (...args: readonly string[]) => {
    const { stdout, stderr, code } = await runCli([...args, '--json'], { env });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    [seeded, peer] = await Promise.all([seedStore(), startMempoolPeer(chain)]);
    env = {
      HASHTILT_STORE: seeded.path,
      HASHTILT_MEMPOOL_URL: peer.address,
      HASHTILT_MEMPOOL_PACE_MS: '0',
    };
    peer.distort((told) =>
      told.height === OTHERWISE
        ? { ...told, extras: { ...told.extras, pool: { ...told.extras.pool, name: 'Unknown' } } }
        : told,
    );
    first = await runCli(['daily', '--json'], { env });
    second = await runCli(['daily', '--json'], { env });
    peer.serve([...chain, ...chainOfDays([{ day: '2026-05-28', from: 18 }], chain)]);
    next = await runCli(['daily', '--json'], { env });
  });
  afterAll(async () => {
    await peer.close();
    seeded[Symbol.dispose]();
  });

  it('reports the newest day that closed there, as live', () => {
    expect(first.code).toBe(0);
    const { day, digest, source, evidence } = JSON.parse(first.stdout);
    expect(day).toBe('2026-05-27');
    expect(source).toEqual({ kind: 'live', labelledBy: null });
    expect(evidence.header + evidence.merkle).toBe(1008);
    // The six hours below the tip, with 18 blocks in the week, and a random sample of the others.
    expect(evidence.merkle).toBeGreaterThanOrEqual(18);
    expect(evidence.merkle).toBeLessThan(100);
    expect(digest.text).toContain(
      `live blocks from mempool.space (one source): ${evidence.merkle} of 1,008 coinbases proven`,
    );
  });

  it('replays the live days, too, and marks them as live', async () => {
    const { days, to, source } = await json('replay', '--from', '2026-04-20');
    expect({ days, to, source }).toEqual({
      days: 11,
      to: '2026-05-28',
      source: { kind: 'mixed', labelledBy: 'mempool.space' },
    });
    const { stdout } = await runCli(['replay', '--from', '2026-05-21', '--signals'], { env });
    expect(stdout.split('\n')[0]).toBe('8 days, 21 May 2026 to 28 May 2026; live; times are UTC');
  });

  it('calls nothing live recorded', () => {
    const { digest } = JSON.parse(first.stdout);
    expect(JSON.stringify(digest)).not.toMatch(/recorded|labelled/i);
  });

  it('lists blocks that the source attributes to another pool, naming both', async () => {
    const { from, to, ...document } = await json('disagreements');
    expect(document).toEqual({
      schema: 'hashtilt/disagreements@1',
      liveDays: 9,
      blocks: 1_296,
      labelled: 1_296,
      disagreements: [{ pool: 'viabtc', label: 'unknown', blocks: 1, heights: [OTHERWISE] }],
    });
    const { stdout } = await runCli(['disagreements'], { env });
    expect(stdout).toBe(
      '28 Feb 2026 to 28 May 2026: sources named a pool for 1,296 of 1,296 blocks on 9 live days; for 1 it is not the one we name.\n' +
        `\nViaBTC according to us, unknown according to the source: 1 block, height ${OTHERWISE}\n`,
    );
  });

  it('reports an unknown miner of more than 2% of the week to the operator, once', () => {
    const told = (run: CliRun) => run.stderr.split('\n').filter((line) => line.includes('unknown miner'));
    expect(told(first)).toEqual([
      expect.stringMatching(
        /^an unknown miner found 49 blocks in the last 7 days, more than 2%: bc1q\w+; "unknown" proposes a row for the registry$/,
      ),
    ]);
    expect([...told(second), ...told(next)]).toEqual([]);
  });

  it('gives the shares that were mined there', () => {
    expect(JSON.parse(first.stdout).digest.text).toMatch(/Foundry USA \(DCG\) +30\.\d%/);
  });

  it('prints the same when run again without a new block', () => {
    expect(second.stdout).toBe(first.stdout);
  });

  it('moves on when another day closes there', () => {
    expect(next.code).toBe(0);
    expect(JSON.parse(next.stdout)).toMatchObject({ day: '2026-05-28', digest: { id: 'digest-2026-05-28' } });
  });

  it('keeps the days between recorded and live ones as missing', async () => {
    const hole = await runCli(['day', '2026-05-01'], { env });
    expect(hole).toMatchObject({ code: 1, stdout: '' });
    expect(hole.stderr).toContain('2026-05-01');
    expect(hole.stderr).toContain('backfill');
    expect(JSON.parse(first.stdout).digest.text).toMatch(/28 days from 22 Apr 2026 to 19 May 2026/);
  });

  it('has a complete 7-day window, while the 30-day one says how many days it lacks', async () => {
    const day = ['--day', '2026-05-27'];
    expect(await json('shares', ...day, '--window', '7')).toMatchObject({ missingDays: 0, blocks: 1008 });
    expect(await json('shares', ...day, '--window', '30')).toMatchObject({
      missingDays: 22,
      blocks: 1152,
      hashRate: null,
      source: { kind: 'live' },
    });
  });

  it('stores the figures of the newest day, with the reason why no machines are placed on it', async () => {
    const store = await openEmbeddedStore(seeded.path);
    const figures = await store.figures.loadFigures();
    await store.close();
    expect(figures?.day).toBe('2026-05-28');
    expect(countOf(figures!, 'owner', 7)).toMatchObject({ blocks: 1008, missingDays: 0 });
    expect(countOf(figures!, 'owner', 30)).toMatchObject({ missingDays: 21 });
    expect(figures?.machines).toMatchObject({ knowledge: 'then', reason: null });
    expect(placeOf(figures!.machines, 'US')).toMatchObject({ level: 'country', status: 'ok' });
  });

  it('shows recorded days as recorded and live days as live, side by side', async () => {
    expect(await json('day', '2026-04-21')).toMatchObject({
      closed: true,
      source: { kind: 'recorded', labelledBy: 'mempool.space' },
      evidence: { header: 0, merkle: 0 },
    });
    expect(await json('day', '2026-05-27')).toMatchObject({
      closed: true,
      blocks: 144,
      source: { kind: 'live', labelledBy: null },
      evidence: { labelled: 0 },
    });
  });

  it('counts version bits from the headers it verified', async () => {
    const signals = await json('signals', '2', '--day', '2026-05-27');
    expect(signals).toMatchObject({ bit: 2, window: 7, from: '2026-05-21', missingDays: 0 });
    expect(signals).toMatchObject({ blocks: 1008, signalling: 0, withoutHeader: 0 });
    expect(signals.pools[0]).toMatchObject({ pool: 'foundryusa', signalling: 0 });
    const { stdout } = await runCli(['signals', '2', '--day', '2026-05-27'], { env });
    expect(stdout).toMatch(
      /^Version bit 2 in the 7 days to 27 May 2026\n\n0 of 1,008 blocks signal it: 0\.0% \(95% interval 0\.0-0\.\d%\)\.\n\nPool +Share +Blocks\nFoundry USA +0\.0% +0 of \d+\n/,
    );
  });

  it('lists the unknown miners', async () => {
    const { liveDays, miners } = await json('unknown');
    expect(liveDays).toBe(9);
    // One block in twenty of each day, all paid to one address.
    expect(miners).toMatchObject([{ tags: [], addresses: [expect.stringMatching(/^bc1/)] }]);
    expect(miners[0].heights).toHaveLength(miners[0].blocks);
  });

  it('shows an open day, too, as not closed', async () => {
    expect(await json('day', '2026-05-29')).toMatchObject({
      closed: false,
      blocks: 18,
      source: { kind: 'live' },
    });
  });
});
