import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedLedger } from '../../lib/daily/seed-ledger.ts';
import { openEmbeddedStore } from '../../lib/store/embedded-store.ts';
import { ANTPOOL, chainOfDays, FOUNDRY, majorityOf, ordinaryDays } from '../support/chains.ts';
import type { Write } from '../support/dynamo-proxy.ts';
import { embeddedContent } from '../support/embedded-content.ts';
import { type Kill, type KilledRun, killsAt, runOnTable } from '../support/interrupted-run.ts';
import { type MempoolPeer, startMempoolPeer } from '../support/mempool-peer.ts';
import { startCli, temporaryFolder } from '../support/run-cli.ts';
import { startServices, titlesAt } from '../support/services.ts';

/** 1: every place where a run can be killed; n: every n-th. Each costs two runs. */
const STRIDE = Number(process.env.HASHTILT_KILL_EVERY || 1);

const OFF = { HASHTILT_MEMPOOL_URL: 'off' };
const DAILY = ['daily', '--json'];

const days = ordinaryDays('2026-05-20', 8).map(({ day }, index) => {
  if (index === 7) return { day, tags: majorityOf(FOUNDRY) };
  return index === 2 ? { day, tags: majorityOf(ANTPOOL) } : { day };
});

type Folder = ReturnType<typeof temporaryFolder>;

const empty = temporaryFolder();
const seeded = temporaryFolder();
const first = temporaryFolder();
const live = temporaryFolder();
let peer: MempoolPeer;
let online: Readonly<Record<string, string>>;
let firstRun: KilledRun;
let liveRun: KilledRun;

/** Three stores to start from (empty, with the ledger, after the first run), and clean runs on them. */
beforeAll(async () => {
  await (await openEmbeddedStore(empty.path)).close();
  copyTo(seeded, empty);
  const store = await openEmbeddedStore(seeded.path);
  await seedLedger(store.ledger);
  await store.close();
  copyTo(first, empty);
  firstRun = await runOnTable(first.path, DAILY, OFF);
  peer = await startMempoolPeer(chainOfDays(days));
  online = { HASHTILT_MEMPOOL_URL: peer.address, HASHTILT_MEMPOOL_PACE_MS: '0' };
  copyTo(live, first);
  liveRun = await runOnTable(live.path, DAILY, online);
});
afterAll(async () => {
  await peer.close();
  for (const folder of [empty, seeded, first, live]) folder[Symbol.dispose]();
});

describe('a run that is killed and run again has the result of one that was not killed:', () => {
  it('the first run, while it stores the recorded days', async () => {
    const seeding = firstRun.writes.slice(0, -restOfFirstRun().length);
    expect(seeding.length).toBeGreaterThan(150);
    const places = killsAt(seeding);
    // One batch of days after another, all alike.
    const tenth = places.filter((_, index) => index % 10 === 0);
    await each(everyNth(tenth), async (kill) => {
      using folder = copyOf(empty);
      await runTwice(folder, kill, OFF);
      await expectEnd(folder, first, kill);
    });
  });

  it('the first run, while it stores what it computed from the days', async () => {
    const offset = firstRun.writes.length - restOfFirstRun().length;
    await each(everyNth(killsAt(restOfFirstRun())), async ({ write, when }) => {
      using folder = copyOf(seeded);
      const kill = { write: write - offset, when };
      const { stdout } = await runTwice(folder, kill, OFF);
      expect(stdout).toBe(firstRun.run.stdout);
      await expectEnd(folder, first, kill);
    });
  });

  it('a live run on which warnings fire', async () => {
    expect(JSON.parse(liveRun.run.stdout).warnings).toMatchObject([{ history: false }]);
    await each(everyNth(killsAt(liveRun.writes)), async (kill) => {
      using folder = copyOf(first);
      const { stdout } = await runTwice(folder, kill, online);
      expect(withoutSample(stdout)).toBe(withoutSample(liveRun.run.stdout));
      await expectEnd(folder, live, kill);
    });
  });

  it('a run that sends: nothing is lost, and only undetectable duplicates are sent twice', async () => {
    using sent = copyOf(live);
    const services = await startServices();
    const { writes } = await runOnTable(sent.path, [...DAILY, '--send'], { ...online, ...services.env });
    const titles = titlesAt(services);
    await services.close();
    expect(titles.telegram).toHaveLength(3);
    expect(sentToTelegram(writes).size).toBe(3);
    await each(everyNth(killsAt(writes)), async (kill) => {
      using folder = copyOf(live);
      const killed = await startServices();
      let unrecorded = 0;
      await runTwice(folder, kill, { ...online, ...killed.env }, [...DAILY, '--send'], (made) => {
        const recorded = sentToTelegram(made.filter((write) => !isLost(write, kill)));
        unrecorded = titlesAt(killed).telegram.length - recorded.size;
      });
      const after = titlesAt(killed);
      await killed.close();
      expect(after.discord, place(kill)).toEqual(titles.discord);
      expect([...new Set(after.telegram)], place(kill)).toEqual(titles.telegram);
      // Telegram cannot recognise a repeat after a kill between its acceptance of a message and the record of it.
      expect(after.telegram, place(kill)).toHaveLength(3 + unrecorded);
      await expectEnd(folder, sent, kill);
    });
  });

  it('the first run on the embedded store, at random moments', async () => {
    const moments = Array.from({ length: 25 }, (_, index) => 200 + 97 * index);
    await each(everyNth(moments), async (moment) => {
      using folder = temporaryFolder();
      const env = { HASHTILT_STORE: folder.path, ...OFF };
      const { child, ended } = startCli(DAILY, { env });
      await Promise.race([sleep(moment), ended]);
      child.kill('SIGKILL');
      await ended;
      const again = await startCli(DAILY, { env }).ended;
      expect(again, `killed after ${moment} ms`).toMatchObject({ code: 0, stdout: firstRun.run.stdout });
      expect(await embeddedContent(folder.path)).toEqual(await contentOf(first));
    });
  });
});

/** The writes of the first run after the last day of the ledger. */
function restOfFirstRun(): readonly Write[] {
  const lastDay = firstRun.writes.findLastIndex(({ body }) => JSON.stringify(body).includes('"LEDGER"'));
  return firstRun.writes.slice(lastDay + 1);
}

function everyNth<T>(places: readonly T[]): readonly T[] {
  return places.filter((_, index) => index % STRIDE === 0);
}

/** Two concurrently: a run keeps one processor busy. */
async function each<T>(places: readonly T[], act: (place: T) => Promise<void>): Promise<void> {
  expect(places).not.toEqual([]);
  const lanes = [0, 1].map((lane) => places.filter((_, index) => index % 2 === lane));
  await Promise.all(
    lanes.map(async (lane) => {
      for (const one of lane) await act(one);
    }),
  );
}

async function runTwice(
  folder: Folder,
  kill: Kill,
  env: Readonly<Record<string, string>>,
  args = DAILY,
  afterKill: (writes: readonly Write[]) => void = () => {},
) {
  const killed = await runOnTable(folder.path, args, env, kill);
  expect(killed.run.code, place(kill)).toBeNull();
  afterKill(killed.writes);
  const { run } = await runOnTable(folder.path, args, env);
  expect(run, place(kill)).toMatchObject({ code: 0 });
  return run;
}

async function expectEnd(folder: Folder, clean: Folder, kill: Kill): Promise<void> {
  const [found, expected] = [await embeddedContent(folder.path), await contentOf(clean)];
  const lasting = (items: readonly string[]) =>
    items.filter(isLasting).map((item) => withoutSample(withoutAttempts(item)));
  expect(lasting(found), place(kill)).toEqual(lasting(expected));
}

const contents = new Map<string, ReturnType<typeof embeddedContent>>();

/** The content that a clean run left, read once: a store cannot be opened twice at a time. */
function contentOf({ path }: Folder): ReturnType<typeof embeddedContent> {
  const content = contents.get(path) ?? embeddedContent(path);
  contents.set(path, content);
  return content;
}

/** The pace, due times and tallies depend on the time of the run and its kills. */
function isLasting(item: string): boolean {
  return !/"pk":\{"S":"(PACE|DUE|TALLY#\w+)"\}/.test(item);
}

/**
 * Which coinbases of older blocks are proven is drawn, so that no source can foresee it; with it what is stored of a
 * block besides who mined it.
 */
function withoutSample(text: string): string {
  if (text.startsWith('{"pk":{"S":"BLOCKS"}'))
    return [...text.matchAll(/"(height|time|pool|id)":\{"[NS]":"([^"]*)"\}/g)].map(([one]) => one).join();
  return text
    .replace(/(?:none|all|[\d,]+) of ([\d,]+) coinbases proven/g, 'some of $1 coinbases proven')
    .replace(/(header|merkle)(\\*"):(\{\\*"N\\*":\\*")?\d+/g, '$1');
}

/** An interrupted delivery took more attempts, at another time, and got another id from the service. */
function withoutAttempts(item: string): string {
  if (!item.includes('"pk":{"S":"CHAT#')) return item;
  return item
    .replace(/"sentId":\{"S":"\d+"\}/, '"sentId":"of the service"')
    .replace(/"(revision|attempts|attemptedAt|expires|possibleDuplicates)":\{"N":"\d+"\},?/g, '')
    .replace(/"inDoubtSince":\{[^}]*\},?/, '');
}

/** Whether a write never reached the table. */
function isLost({ number }: Write, { write, when }: Kill): boolean {
  return when === 'before' && number === write;
}

/** The ids of the messages that writes record as sent to Telegram. */
function sentToTelegram(writes: readonly Write[]): ReadonlySet<string> {
  const texts = writes.map(({ body }) => JSON.stringify(body));
  const sent = texts.filter((text) => text.includes('"status":{"S":"sent"}'));
  return new Set(sent.flatMap((text) => /"sentId":\{"S":"(\d{1,9})"\}/.exec(text)?.[1] ?? []));
}

function place({ write, when }: Kill): string {
  return `killed ${when} write ${write}`;
}

function copyTo(folder: Folder, from: Folder): void {
  cpSync(from.path, folder.path, { recursive: true });
}

function copyOf(from: Folder): Folder {
  const folder = temporaryFolder();
  copyTo(folder, from);
  return folder;
}
