import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltBlock, buildChain } from '../support/chain-builder.ts';
import { chainOfDays, dayAfter, FOUNDRY, ordinaryDays, planDay } from '../support/chains.ts';
import { type Kill, killsAt, runOnTable } from '../support/interrupted-run.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { runCli, temporaryFolder } from '../support/run-cli.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import { type Services, startServices, titlesAt } from '../support/services.ts';

/** Eight days on which Foundry USA mines three blocks of ten, then a day that is all its own. */
const FIRST = '2026-05-20';
const DAY = dayAfter(FIRST, 8);
const steady = chainOfDays(ordinaryDays(FIRST, 8));
const rest = [
  ...planDay({ day: DAY, tags: [FOUNDRY], from: 18 }),
  ...planDay({ day: dayAfter(DAY, 1), to: 19 }),
];
const whole = [...steady, ...buildChain(steady, rest)];

/** Each costs two runs. */
const MOST_KILLS = 6;

/** So many blocks are too few to tell of. */
const TOO_FEW = 9;

const SEND = ['daily', '--send'];
const EARLY = /Early sign: Foundry USA \(DCG\): above half of Bitcoin mining since/;

describe('blocks that one pool suddenly mines all of', () => {
  let seeded: SeededStore;
  let peer: MempoolPeer;
  let services: Services;
  let env: Readonly<Record<string, string>>;
  /** The store before the run that told of it. */
  let eve: ReturnType<typeof temporaryFolder> | undefined;
  /** Height of the newest block when the early sign came. */
  let toldAt: number | undefined;

  /** Serves a chain and runs the daily job as a station does every ten minutes: once for each block, that is. */
  async function collect(chain: readonly BuiltBlock[]): Promise<void> {
    peer.serve(chain);
    const { code, stderr } = await runCli(SEND, { env });
    if (code !== 0) throw new Error(stderr);
  }
  const early = () => {
    const { telegram, discord } = titlesAt(services);
    return [telegram, discord].map((titles) => titles.filter((title) => EARLY.test(title ?? '')));
  };

  beforeAll(async () => {
    [seeded, peer, services] = await Promise.all([seedStore(), startMempoolPeer(steady), startServices()]);
    env = {
      HASHTILT_STORE: seeded.path,
      HASHTILT_MEMPOOL_URL: peer.address,
      HASHTILT_MEMPOOL_PACE_MS: '0',
      ...services.env,
    };
    await collect(steady);
    await collect(whole.slice(0, steady.length + TOO_FEW));
    for (let length = steady.length + TOO_FEW; toldAt === undefined && length < steady.length + 30; ) {
      eve?.[Symbol.dispose]();
      eve = temporaryFolder();
      cpSync(seeded.path, eve.path, { recursive: true });
      length += 1;
      await collect(whole.slice(0, length));
      if (early()[0]!.length > 0) toldAt = whole[length - 1]!.height;
    }
  });
  afterAll(async () => {
    await Promise.all([peer.close(), services.close()]);
    seeded[Symbol.dispose]();
    eve?.[Symbol.dispose]();
  });

  it('are told within four hours, by the collect that brings the block which decides, once to each service', () => {
    const newest = new Intl.NumberFormat('en-US').format(toldAt!);
    expect(toldAt! - steady.at(-1)!.height).toBeGreaterThan(TOO_FEW + 1);
    expect(toldAt! - steady.at(-1)!.height).toBeLessThan(24);
    expect(early().map((titles) => titles.length)).toEqual([1, 1]);
    expect(services.telegram.sent.find(({ text }) => EARLY.test(text))!.text).toContain(`block ${newest}`);
  });

  it('are not told again when the deciding blocks leave the chain and come back', async () => {
    const fork = toldAt! - 3;
    const below = whole.filter(({ height }) => height < fork);
    const other = planDay({ day: DAY, from: 18 + below.length - steady.length, to: 40, salt: 1 });
    const branch = [...below, ...buildChain(below, other)];
    await collect(branch);
    const next = branch.length + 3;
    await collect(whole.slice(0, next));
    expect(early().map((titles) => titles.length)).toEqual([1, 1]);
  });

  it('are not told again when the day closes, which confirms them in its digest', async () => {
    await collect(whole);
    await collect(whole);
    expect(early().map((titles) => titles.length)).toEqual([1, 1]);
    const digest = services.telegram.sent.findLast(({ text }) =>
      text.startsWith('Bitcoin mining on 28 May'),
    )!;
    expect(digest.text).toMatch(
      /Sudden changes[\s\S]*above half of Bitcoin mining since[^\n]*: confirmed by the day/,
    );
  });

  it('are told once wherever the run that finds them is killed, and run again', {
    timeout: 900_000,
  }, async () => {
    peer.serve(whole.filter(({ height }) => height <= toldAt!));
    const online = { HASHTILT_MEMPOOL_URL: peer.address, HASHTILT_MEMPOOL_PACE_MS: '0' };
    const killed = async (kill?: Kill) => {
      using folder = temporaryFolder();
      cpSync(eve!.path, folder.path, { recursive: true });
      const own = await startServices();
      const on = { ...online, ...own.env };
      const first = await runOnTable(folder.path, SEND, on, kill);
      if (kill !== undefined) await runOnTable(folder.path, SEND, on);
      const titles = titlesAt(own).discord.filter((title) => EARLY.test(title ?? ''));
      await own.close();
      return { titles, writes: first.writes };
    };
    const clean = await killed();
    expect(clean.titles).toHaveLength(1);
    const places = killsAt(clean.writes);
    const stride = Math.ceil(places.length / MOST_KILLS);
    for (const kill of places.filter((_, index) => index % stride === 0))
      expect((await killed(kill)).titles, JSON.stringify(kill)).toHaveLength(1);
  });
});
