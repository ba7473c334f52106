import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { SHARDS, VENDORS } from '../../lib/chats/chat-key.ts';
import { startEmbedded } from '../../lib/store/embedded.ts';
import { connectStore } from '../../lib/store/store.ts';
import { CLOCK_MODULE, type EmulatedClock, startClock } from '../deployment/emulator/clock.ts';
import type { DiscordControl } from '../support/discord-peer.ts';
import { type DynamoOverHttp, serveOverHttp } from '../support/dynamo-http.ts';
import { type DynamoProxy, startDynamoProxy, type Write } from '../support/dynamo-proxy.ts';
import { createFaults } from '../support/peer/faults.ts';
import { type PeerProcess, startPeerProcess } from '../support/peer/start-process.ts';
import { type CliRun, startCli } from '../support/run-cli.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type SeededStore, seedStore } from '../support/seeded-store.ts';
import type { TelegramControl } from '../support/telegram-peer.ts';

/** Recipients: people and groups of Telegram, channels of Discord. */
const PEOPLE = Number(process.env.HASHTILT_FAULT_RECIPIENTS ?? 20_000) * 0.15;
const GROUPS = PEOPLE;
const CHANNELS = Math.round((PEOPLE / 0.15) * 0.7);
const RANDOM_KILLS = Number(process.env.HASHTILT_FAULT_KILLS ?? 50);
const HOURS = 3_600_000;

const TELEGRAM_TOKEN = '123456:generated-token';
const DISCORD_TOKEN = 'generated.discord.token';
const FIRST_PERSON = 700_000_000;
const FIRST_GROUP = -900_000_000;
const FIRST_CHANNEL = 1_400_000_000_000_000_000n;

const seed = Number(process.env.HASHTILT_SEED ?? Date.now() % 1_000_000);
const random = seededRandom(seed);

const people = Array.from({ length: PEOPLE }, (_, index) => FIRST_PERSON + index);
const groups = Array.from({ length: GROUPS }, (_, index) => FIRST_GROUP + index);
const channels = Array.from({ length: CHANNELS }, (_, index) => String(FIRST_CHANNEL + BigInt(index)));
/** Announcement channels, whose messages are crossposted to followers. */
const announcements = new Set(channels.filter((_, index) => index % 20 === 0));

const faults = {
  seed,
  silence: 0.02,
  tooMany: 0.05,
  blocked: 0.01,
  migrated: 0.005,
  refusing: 0.03,
  full: 0.02,
};

/** A topic that groups wanted their messages in, and that there is no more; every tenth had one. */
const LOST_TOPIC = 12;
const DAY_SECONDS = 86_400;

type Row = {
  readonly vendor: string;
  readonly chat: string;
  readonly status: string;
  readonly possibleDuplicates: number;
};
type Deliveries = Readonly<
  Record<'sent' | 'pending' | 'withheld' | 'unknown' | 'gone' | 'gaveUp', number>
> & {
  readonly deliveries: readonly Row[];
};

describe(`the digest for ${PEOPLE + GROUPS + CHANNELS} chats, sent by processes that are killed (HASHTILT_SEED=${seed})`, () => {
  let store: SeededStore;
  let dynamo: Awaited<ReturnType<typeof startEmbedded>>;
  let overHttp: DynamoOverHttp;
  let proxy: DynamoProxy;
  let telegram: PeerProcess<TelegramControl>;
  let discord: PeerProcess<DiscordControl>;
  let onWrite: (write: Write) => 'before' | 'after' | undefined = () => undefined;
  let running: ReturnType<typeof startCli>;
  let clock: EmulatedClock;
  /** While both services take nothing from the sender; at the end of the first day; and days later. */
  let barred: readonly {
    readonly run: CliRun;
    readonly deliveries: Deliveries;
    readonly chats: readonly Chat[];
  }[];
  let firstDay: { readonly deliveries: Deliveries; readonly chats: readonly Chat[] };
  let kills = 0;
  let deliveries: Deliveries;
  let text: string;

  const env = () => ({
    NODE_OPTIONS: `--import ${CLOCK_MODULE}`,
    EMULATED_CLOCK: clock.file,
    HASHTILT_MEMPOOL_URL: 'off',
    HASHTILT_TABLE: 'hashtilt',
    HASHTILT_DYNAMODB_ENDPOINT: proxy.endpoint,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    HASHTILT_TELEGRAM_API: telegram.url,
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
    HASHTILT_DISCORD_API: discord.url,
  });

  /** Runs `daily --send`, killed where `kill` says; null where it came to its end. */
  async function send(kill: (write: Write) => 'before' | 'after' | undefined): Promise<CliRun> {
    onWrite = kill;
    running = startCli(['daily', '--send'], { env: env(), longestMs: HOURS });
    return running.ended;
  }

  async function list(): Promise<Deliveries> {
    onWrite = () => undefined;
    const { stdout, stderr } = await startCli(['deliveries', '--all', '--json'], {
      env: env(),
      longestMs: HOURS,
    }).ended;
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  /** Sends until nothing is left to be sent. */
  async function finish(): Promise<Deliveries> {
    for (let run = 1; ; run++) {
      await send(() => undefined);
      const found = await list();
      if (run === 8 || found.pending + found.withheld + found.unknown === 0) return found;
    }
  }

  /** All stored chats. */
  async function chats(): Promise<readonly Chat[]> {
    const reading = connectStore('hashtilt', dynamo.config);
    const found: Chat[] = [];
    for (const vendor of VENDORS)
      for (let shard = 0; shard < SHARDS; shard++)
        found.push(...(await reading.chats.loadShard(vendor, shard, null, 100_000)).chats);
    await reading.close();
    return found;
  }

  const setFaults = async (rates: typeof faults) => {
    await telegram.control.setFaults(rates);
    await discord.control.setFaults({ ...rates, migrated: 0 });
  };

  async function sendWhileBarred(how: 'token' | 'address') {
    for (const { control } of [telegram, discord]) await control.bar(how);
    const run = await send(() => undefined);
    const found = { run, deliveries: await list(), chats: await chats() };
    for (const { control } of [telegram, discord]) await control.bar(null);
    clock.set(clock.now() + 360);
    return found;
  }

  beforeAll(async () => {
    clock = startClock();
    store = await seedStore();
    dynamo = await startEmbedded(store.path);
    await fill(dynamo.config);
    overHttp = await serveOverHttp(dynamo.answer);
    proxy = await startDynamoProxy(overHttp.endpoint, async (write, forward) => {
      const when = onWrite(write);
      if (when === undefined) return forward();
      if (when === 'after') await forward();
      running.child.kill('SIGKILL');
      await running.ended;
      return 'none';
    });
    const unlimited = { all: null, chat: null, group: null };
    telegram = await startPeerProcess<TelegramControl>('telegram', {
      token: TELEGRAM_TOKEN,
      chats: [],
      ranges: [
        { from: FIRST_PERSON, count: PEOPLE },
        { from: FIRST_GROUP, count: GROUPS },
      ],
      limits: unlimited,
      faults,
      keep: 1,
    });
    discord = await startPeerProcess<DiscordControl>('discord', {
      token: DISCORD_TOKEN,
      channels: [...announcements].map((id) => ({ id, type: 5 })),
      ranges: [{ from: String(FIRST_CHANNEL), count: CHANNELS }],
      faults: { ...faults, migrated: 0 },
      // A message to crosspost must still be there.
      keep: 2 * CHANNELS,
    });

    // The fault of the sender comes first, when everything is still to be sent.
    barred = [await sendWhileBarred('token'), await sendWhileBarred('address')];
    const kinds = await killAtEachKindOfWrite();
    console.log(`killed before and after each of ${kinds.length} kinds of write: ${kinds.join(', ')}`);
    for (let count = 0; count < RANDOM_KILLS; count++) {
      const at = 1 + Math.floor(random() * 600);
      const when = random() < 0.5 ? 'before' : 'after';
      let writes = 0;
      await send(() => (++writes === at ? when : undefined));
    }
    console.log(`killed ${RANDOM_KILLS} times at random`);
    kills = 2 * kinds.length + RANDOM_KILLS;
    firstDay = { deliveries: await finish(), chats: await chats() };
    await setFaults({ ...faults, refusing: 0 });
    // Whether the first day was an unusual one, with runs that were killed before they counted, does not matter.
    for (let day = 0; day < 3; day++) {
      clock.set(clock.now() + DAY_SECONDS);
      deliveries = await finish();
    }
    const { texts } = await discord.control.account();
    expect(texts).toHaveLength(1);
    text = texts[0]!.begins;
  }, 2 * HOURS);

  afterAll(async () => {
    await Promise.all([telegram.stop(), discord.stop(), proxy.close(), overHttp.close()]);
    await dynamo.close();
    clock.stop();
    store[Symbol.dispose]();
  });

  /** Kills a run at the first write of every kind, before it and after it, until no new kind comes in a while. */
  async function killAtEachKindOfWrite(): Promise<readonly string[]> {
    const killed = new Map<string, Set<'before' | 'after'>>();
    const QUIET_WRITES = 3000;
    for (let isNew = true; isNew; ) {
      let writes = 0;
      const { code } = await send((write) => {
        writes += 1;
        if (writes > QUIET_WRITES) return 'before';
        const kind = kindOf(write);
        const ways = killed.get(kind) ?? new Set();
        killed.set(kind, ways);
        const when = (['before', 'after'] as const).find((way) => !ways.has(way));
        if (when !== undefined) ways.add(when);
        return when;
      });
      isNew = code === null && writes <= QUIET_WRITES;
    }
    return [...killed.keys()].sort();
  }

  it('reaches everybody who can be reached', async () => {
    const atTelegram = await telegram.control.account();
    const atDiscord = await discord.control.account();
    const { sent, gone } = deliveries;
    expect(deliveries).toMatchObject({ pending: 0, withheld: 0, unknown: 0, gaveUp: 0 });
    expect(sent + gone).toBe(PEOPLE + GROUPS + CHANNELS);
    expect(atTelegram.distinct + atDiscord.distinct).toBe(sent);
    expect(text).not.toBe('');
  });

  it.each([0, 1])(
    'gives nothing up for the fault of the sender, and charges no chat with it (%s)',
    (index) => {
      const { run, deliveries: found, chats: all } = barred[index]!;
      expect(run.code).toBe(1);
      expect(run.stderr.match(/accepts nothing from this sender/g)).toHaveLength(2);
      expect(found).toMatchObject({ sent: 0, unknown: 0, gone: 0, gaveUp: 0 });
      expect(found.pending + found.withheld).toBe(PEOPLE + GROUPS + CHANNELS);
      expect(all.filter(({ standing }) => standing.kind !== 'on')).toEqual([]);
    },
  );

  it('switches nobody off who only refused for a day, and tells them once they take it again', async () => {
    const { deliveries: found, chats: all } = firstDay;
    const refusing = all.filter(({ standing }) => standing.kind === 'refusing');
    const paused = (some: readonly Chat[]) => some.filter(({ standing }) => standing.kind === 'paused');
    expect(paused(all)).toEqual([]);
    expect(found).toMatchObject({ pending: 0, withheld: 0, unknown: 0, gaveUp: 0, gone: refusing.length });
    const later = await chats();
    console.log(
      `${refusing.length} refused on the first day, ${paused(later).length} of them to the end; ${deliveries.sent} told`,
    );
    expect(later.filter(({ standing }) => standing.kind === 'refusing')).toEqual([]);
    expect(paused(later)).toHaveLength(deliveries.gone);
    expect(refusing.length).toBeGreaterThan(deliveries.gone);
  });

  it('has groups whose topic is gone told outside of it, and forgets the topic but where it was killed', async () => {
    const withTopic = (await chats()).filter(
      ({ topic, standing }) => topic !== null && standing.kind === 'on',
    );
    expect(withTopic.length).toBeLessThanOrEqual(kills);
  });

  it('tells groups that were at their own limit once they take it again', async () => {
    const full = createFaults(faults);
    const found = deliveries.deliveries.filter(
      ({ vendor, chat }) => vendor === 'telegram' && full.ofRecipient(chat) === 'full',
    );
    console.log(`${found.length} chats at their own limit`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ status }) => status !== 'sent')).toEqual([]);
  });

  it('hands every announcement on to those that follow it', async () => {
    const { crossposted, duplicates } = await discord.control.account();
    const told = deliveries.deliveries.filter(
      ({ chat, status }) => announcements.has(chat) && status === 'sent',
    ).length;
    console.log(`${crossposted} of ${told} announcements crossposted`);
    expect(told).toBeGreaterThan(0);
    expect(crossposted).toBeGreaterThanOrEqual(told);
    expect(crossposted).toBeLessThanOrEqual(
      told + duplicates.filter(({ recipient }) => announcements.has(recipient)).length,
    );
  });

  it('sends nothing twice in Discord unless the nonce was forgotten, nor in Telegram unless an answer was in doubt', async () => {
    const atTelegram = await telegram.control.account();
    const atDiscord = await discord.control.account();
    const doubtful = new Set(
      deliveries.deliveries
        .filter(({ possibleDuplicates }) => possibleDuplicates > 0)
        .map(({ vendor, chat }) => `${vendor} ${chat}`),
    );
    const doubled = [
      ...atTelegram.duplicates.map(({ recipient }) => `telegram ${recipient}`),
      ...atDiscord.duplicates.map(({ recipient }) => `discord ${recipient}`),
    ];
    console.log(
      `${doubled.length} doubled (${atDiscord.duplicates.length} in Discord), ${doubtful.size} counted as a possible duplicate;`,
      `Discord recognised ${atDiscord.deduplicated} repeats by their nonce; ${JSON.stringify(atTelegram.answers)} ${JSON.stringify(atDiscord.answers)}`,
    );
    expect(doubled.filter((name) => !doubtful.has(name))).toEqual([]);
    // The same nonce, and after Discord forgot it: nothing else is sent twice there.
    const forgotten = new Map(atDiscord.forgotten.map(({ channel, seconds }) => [channel, seconds]));
    expect(atDiscord.duplicates.filter(({ recipient }) => !((forgotten.get(recipient) ?? 0) > 120))).toEqual(
      [],
    );
  });

  /** Adds the chats to the store. */
  async function fill(config: Awaited<ReturnType<typeof startEmbedded>>['config']): Promise<void> {
    const filling = connectStore('hashtilt', config);
    const keys = [
      ...[...people, ...groups].map((id) => ({ vendor: 'telegram', address: String(id) }) as const),
      ...channels.map((address) => ({ vendor: 'discord', address }) as const),
    ];
    for (let from = 0; from < keys.length; from += 50) {
      const some = keys.slice(from, from + 50);
      await Promise.all(
        some.map((key) => {
          const isForum = key.vendor === 'telegram' && Number(key.address) < 0 && key.address.endsWith('0');
          return filling.chats.saveChat({
            ...newChat(key, 'group', 0),
            topic: isForum ? LOST_TOPIC : null,
            announcement: announcements.has(key.address),
          });
        }),
      );
    }
    await filling.close();
  }
});

/** What a write is about: which items, and for a delivery its status. */
function kindOf({ operation, body }: Write): string {
  const text = JSON.stringify(body);
  const [, partition = ''] = /"pk":\{"S":"([A-Z-]+)/.exec(text) ?? [];
  const [, status = ''] = /"status":\{"S":"([\w-]+)"\}/.exec(text) ?? [];
  const isClaim = /"claimedUntil":\{"N"/.test(text);
  const verb = text.includes('DeleteRequest') ? 'delete' : operation === 'BatchWriteItem' ? 'batch' : 'put';
  return [verb, partition, isClaim ? 'claim' : status].filter(Boolean).join(' ');
}
