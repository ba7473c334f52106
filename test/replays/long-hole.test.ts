import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClosedDay } from '../../lib/core/ledger/ledger.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { buildChain } from '../support/chain-builder.ts';
import { dayAfter } from '../support/chains.ts';
import { type MempoolPeer, planDays, startMempoolPeer } from '../support/mempool-peer.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';
import { startTelegramPeer, type TelegramPeer } from '../support/telegram-peer.ts';

/** The missing days, from the last recorded day to the newest that is over. */
const DAYS = 230;
const FIRST = '2026-04-22';
const LAST = dayAfter(FIRST, DAYS - 1);
/** Half a day before the missing days, and the blocks that close the last one. */
const TIP_TIME = Date.parse(`${dayAfter(LAST, 1)}T03:30:00Z`) / 1_000;
const LONGEST_MINUTES = 25;
const PAGE_LENGTH = 15;

const TOKEN = '4242:AAF-secret_of_the_bot';
const PERSON = 4711;

/** The pool of each tag. */
const POOLS: Readonly<Record<string, string>> = {
  '/Foundry USA Pool/': 'foundryusa',
  'Mined by AntPool': 'antpool',
  '/ViaBTC/': 'viabtc',
  '/F2Pool/': 'f2pool',
  '/SpiderPool/': 'spiderpool',
  '/MARA Pool/': 'marapool',
  '/LUXOR/': 'luxor',
  'Mined by SECPOOL': 'secpool',
  '': 'unknown',
};

const plans = planDays(DAYS + 0.65, TIP_TIME).map((plan) => ({ ...plan, txCount: 1 }));
const chain = buildChain({ height: 960_001 }, plans);

const dayOfTime = (time: number) => new Date(1_000 * time).toISOString().slice(0, 10);

/** Blocks of each day by pool, and its lowest height. */
const mined = new Map<string, { readonly pools: Record<string, number>; blocks: number; lowest: number }>();
for (const [index, { time, tag }] of plans.entries()) {
  const { height } = chain[index]!;
  const day = mined.get(dayOfTime(time)) ?? { pools: {}, blocks: 0, lowest: height };
  const pool = POOLS[tag!]!;
  day.pools[pool] = (day.pools[pool] ?? 0) + 1;
  day.blocks += 1;
  mined.set(dayOfTime(time), { ...day, lowest: Math.min(day.lowest, height) });
}

/** The newest `count` missing days that are over. */
const newest = (count: number) => Array.from({ length: count }, (_, index) => dayAfter(LAST, -index));
const blocksOf = (days: readonly string[]) => days.reduce((sum, day) => sum + mined.get(day)!.blocks, 0);

/** A day as texts show it: "22 Apr 2026". */
const shown = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
    .format(new Date(day))
    .replace('Sept', 'Sep');

/** A chat's answer at one moment, and the lowest height that the source had given by then. */
type Told = {
  readonly lowest: number;
  readonly status: string;
  readonly pools: string;
  readonly digest: string;
};

describe('a fresh station whose source has the 230 days since the recorded ones', () => {
  const folder = temporaryFolder();
  const clock = `${folder.path}-clock`;
  const began = Math.round(1_000 * TIP_TIME);
  const told: Told[] = [];
  let peer: MempoolPeer;
  let telegram: TelegramPeer;
  let minutes: number;
  let log = '';

  /** The first answer with this beginning that came after others. */
  async function ask(text: string, after: number, begins: RegExp): Promise<string> {
    await telegram.say({ chat: PERSON, text });
    for (;;) {
      const answer = telegram.sent.slice(after).find((one) => begins.test(one.text));
      if (answer !== undefined) return answer.text;
      await sleep(20);
    }
  }

  async function look(): Promise<Told> {
    const after = telegram.sent.length;
    const status = await ask('/status', after, /^Newest closed day/);
    const pools = await ask('/pools 90d', after, /^Largest pools/);
    const digest = await ask('/today', after, /^Bitcoin mining on/);
    const pages = peer.requests.flatMap((path) => /\/api\/v1\/blocks\/(\d+)$/.exec(path)?.[1] ?? []);
    const lowest =
      Math.min(...pages.map(Number).filter((height) => height > chain[0]!.height)) - PAGE_LENGTH + 1;
    return { lowest, status, pools, digest };
  }

  beforeAll(async () => {
    writeFileSync(clock, String(began));
    [peer, telegram] = await Promise.all([
      startMempoolPeer(chain, { pageLength: PAGE_LENGTH }),
      startTelegramPeer({ token: TOKEN, chats: [PERSON] }),
    ]);
    const station = startCli(['station'], {
      env: {
        NODE_OPTIONS: `--import ${new URL('../support/work-clock.mjs', import.meta.url)}`,
        WORK_CLOCK: clock,
        HASHTILT_STORE: folder.path,
        HASHTILT_MEMPOOL_URL: peer.address,
        HASHTILT_SITE_LISTEN: 'off',
        TELEGRAM_BOT_TOKEN: TOKEN,
        HASHTILT_TELEGRAM_API: telegram.url,
      },
      longestMs: 3_600_000,
      onStderr: (text) => {
        log = text;
      },
    });
    const runs = () => log.match(/ blocks: .*days are closed/g)?.length ?? 0;
    for (let seen = 0; !told.at(-1)?.status.includes('Missing: nothing'); ) {
      if (station.child.exitCode !== null) throw new Error(`the station ended: ${log}`);
      if (/ blocks: (?!.*days are closed)/.test(log)) throw new Error(log);
      if (runs() > seen) {
        seen = runs();
        told.push(await look());
      }
      await sleep(50);
    }
    station.child.kill('SIGTERM');
    await station.ended;
    const workedMs = Number(readFileSync(`${clock}-station`, 'utf8'));
    minutes = (Number(readFileSync(clock, 'utf8')) - began + workedMs) / 60_000;
    const runsInAll = `${runs()} runs and ${peer.requests.length} requests for ${chain.length} blocks`;
    console.log(`${minutes.toFixed(1)} minutes of pauses and work, in ${runsInAll}`);
  });
  afterAll(async () => {
    await Promise.all([peer.close(), telegram.close()]);
    for (const file of [clock, `${clock}-station`]) rmSync(file, { force: true });
    folder[Symbol.dispose]();
  });

  it('fills all of history without a command, as it was mined', async () => {
    const store = await openEmbeddedStore(folder.path);
    const ledger = (await store.ledger.loadDays()).filter(({ day }) => day >= FIRST);
    await store.close();
    const found = ledger.map((one) => {
      const { day, kind, source, count } = one as ClosedDay;
      return [day, kind, source, Object.fromEntries(count.pools)];
    });
    const expected = newest(DAYS).map((day) => [day, 'closed', 'live', mined.get(day)!.pools]);
    expect(found).toEqual(expected.reverse());
  });

  it('takes at most 25 minutes, at one request per 200 ms', () => {
    expect(minutes).toBeGreaterThan((peer.requests.length * 0.2) / 60);
    expect(minutes).toBeLessThanOrEqual(LONGEST_MINUTES);
  });

  it('says meanwhile how far back history is complete, and never further than it has fetched', () => {
    expect(told.length).toBeGreaterThan(5);
    const complete = told.slice(0, -1).map(({ status, digest, lowest }) => {
      const [, count = '1', from = shown(FIRST), to = from, since] =
        /Missing: (?:(\d+) days from (.+?) to (.+?) are|.+? is) not counted yet; figures that need \w+ are left out\. History is complete from (.+?) on; older days follow, the newest first\./.exec(
          status,
        ) ?? [];
      const first = dayAfter(FIRST, Number(count));
      expect([from, to, since]).toEqual([shown(FIRST), shown(dayAfter(first, -1)), shown(first)]);
      expect(mined.get(first)!.lowest).toBeGreaterThanOrEqual(lowest);
      expect(digest).toMatch(/ · history complete from \d+ \w+ 2026 on$/m);
      return first;
    });
    expect(complete).toEqual(complete.toSorted().reverse());
    expect(new Set(complete).size).toBeGreaterThan(4);
  });

  it('counts the available days of a window, and says how many', () => {
    for (const { pools } of told) {
      const [, counted = '90'] =
        /^Largest pools in the 90 days to .* \((\d+) of 90 days counted\)/.exec(pools) ?? [];
      const days = newest(Number(counted));
      const blocks = blocksOf(days);
      expect(pools).toContain(`Counted from ${blocks.toLocaleString('en-US')} blocks`);
      const ours = days.reduce((sum, day) => sum + mined.get(day)!.pools.foundryusa!, 0);
      expect(pools).toMatch(new RegExp(`^Foundry USA +${((100 * ours) / blocks).toFixed(1)}%`, 'm'));
      if (counted !== '90') expect(pools).toContain(`${counted} of 90 days counted · `);
    }
  });

  it('no longer mentions missing days once there are none', () => {
    const { status, pools, digest } = told.at(-1)!;
    expect(status).toContain('Missing: nothing');
    expect(pools).not.toContain('days counted');
    expect(digest).not.toContain('history');
  });
});
