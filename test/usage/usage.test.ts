import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Chat, newChat } from '../../lib/chats/chat.ts';
import { shardOf, VENDORS, type Vendor } from '../../lib/chats/chat-key.ts';
import { connectStore } from '../../lib/store/store.ts';
import { startClock } from '../deployment/emulator/clock.ts';
import { slash, type } from '../deployment/emulator/conversation.ts';
import { CLOSING_STEP, LAST_STEP, oneMore, recentDays } from '../deployment/emulator/day.ts';
import {
  advanceTo,
  CLOSE,
  COLLECT,
  DEAD_LETTERS,
  FAN_OUT,
  HEALTH,
  PUBLISH,
  runSteps,
  WAKE,
} from '../deployment/emulator/live.ts';
import { CROWD } from '../deployment/emulator/people.ts';
import { receivedBy } from '../deployment/emulator/received.ts';
import { loadValue } from '../deployment/emulator/saved-value.ts';
import { type ActUsage, recordUsage, usageOf } from '../deployment/emulator/usage.ts';
import { startWorld, type World } from '../deployment/emulator/world.ts';

const LONGEST_MS = 1_800_000;

/** Chats in a shard: one, and a whole page. */
const CROWDS = [1, 100];
const MESSAGES = ['digest', 'warning'] as const;

describe('what a deployment takes of what AWS charges for', () => {
  const days = recentDays(inject('startedAt'));
  const clock = startClock(days.timeOf(0));
  const acts: Record<string, ActUsage> = {};
  let world: World;

  const count = async (name: string, act: () => Promise<unknown>) => {
    acts[name] = await usageOf(world.deployment, act);
  };
  /** Twice, and the second time counts: a process is used for many. */
  const countWarm = async (name: string, act: () => Promise<unknown>) => {
    await act();
    await count(name, act);
  };

  beforeAll(async () => {
    const items = loadValue(inject('begun'));
    world = await startWorld(inject('assembly'), { clock, items, atFullSpeed: true, publishes: true });
    const { deployment, source } = world;
    // Once in the life of a deployment.
    deployment.queues.send(PUBLISH, '{}');
    await deployment.settle();
    await runSteps(world, days, 0, CLOSING_STEP - 1);
    advanceTo(world, days, CLOSING_STEP);
    await deployment.fire(COLLECT);
    await count('a day closes', () => deployment.fire(CLOSE));
    await count('a day is told and published', () => deployment.settle());
    clock.set(clock.now() + 3700);
    await count('an hour after news', async () => {
      await deployment.fire(WAKE);
      await deployment.settle();
    });
    await count('nothing due', () => deployment.fire(WAKE));
    await count('no day closes', () => deployment.fire(CLOSE));
    await count('no new block', () => deployment.fire(COLLECT));
    await count('health', () => deployment.fire(HEALTH));

    await countWarm('/start on Telegram', () => type(world, '/start'));
    await countWarm('/warnings on Telegram', () => type(world, '/warnings'));
    await countWarm('/pool with its picture on Telegram', () => type(world, '/pool foundryusa'));
    await countWarm('/start on Discord', () => slash(world, { name: 'start' }));
    await countWarm('/warnings on Discord', () => slash(world, { name: 'warnings' }));
    await countWarm('/pool with its picture on Discord', () =>
      slash(world, { name: 'pool', options: { name: 'foundryusa' } }),
    );

    for (const [index, [vendor, message, size]] of GROUPS.entries()) {
      await addChats(world, vendor, message, size, index);
      const task = { kind: 'shard', vendor, shard: index, after: null };
      await count(`a ${message} on ${vendor}, ${size}`, () => {
        deployment.queues.send(FAN_OUT, JSON.stringify(task));
        return deployment.settle();
      });
    }
    await runSteps(world, days, CLOSING_STEP, LAST_STEP);
    source.serve(oneMore(days));
    await count('a new block', () => deployment.fire(COLLECT));
  }, LONGEST_MS);
  afterAll(async () => {
    await world?.close();
    clock.stop();
  });

  it('is counted where all runs answered and everybody was told', async () => {
    const { runs, queues, template, items } = world.deployment;
    expect(runs.map(({ outcome }) => outcome.kind)).toEqual(runs.map(() => 'answered'));
    expect(queues.bodies(DEAD_LETTERS)).toEqual([]);
    expect(Object.keys(receivedBy(world)).length).toBeGreaterThan(
      CROWDS[1]! * VENDORS.length * MESSAGES.length,
    );
    const all = [...(await items())];
    const [one] = addressesIn('telegram', 0, 1);
    const keyOf = (key: string) => key.includes(`#${one} / `) || key.endsWith(` / ${one}`);
    const own = all.filter(([key]) => keyOf(key));
    const isRecord = ([key]: readonly [string, unknown]) => key.includes(' / digest-');
    const mappings = template
      .ofType<object>('AWS::Lambda::EventSourceMapping')
      .map(({ properties }) => properties);
    recordUsage({
      acts,
      tableBytes: bytesOf(all.filter(([key]) => !key.startsWith('CHAT'))),
      chatBytes: bytesOf(own.filter((item) => !isRecord(item))),
      recordBytes: bytesOf(own.filter(isRecord)) / own.filter(isRecord).length,
      messageBytes: {
        telegram: { digest: bytesTo(world, 'telegram', 1), warning: bytesTo(world, 'telegram', 3) },
        discord: { digest: bytesTo(world, 'discord', 5), warning: bytesTo(world, 'discord', 7) },
      },
      pageBytes: [...world.deployment.page.values()].reduce((sum, { body }) => sum + body.length, 0),
      frontPageBytes: world.deployment.page.get('index.html')!.body.length,
      alarms: template.ofType('AWS::CloudWatch::Alarm').length,
      polledQueues: {
        limited: mappings.filter((properties) => 'ScalingConfig' in properties).length,
        others: mappings.filter((properties) => !('ScalingConfig' in properties)).length,
      },
    });
  });
});

/** Every service, message and size, each in a shard of its own. */
const GROUPS = VENDORS.flatMap((vendor) =>
  MESSAGES.flatMap((message) => CROWDS.map((size) => [vendor, message, size] as const)),
);

/** Addresses of a service that lie in one shard. */
function addressesIn(vendor: Vendor, shard: number, count: number): readonly string[] {
  const { from, count: all } = CROWD[vendor];
  const found: string[] = [];
  for (let index = 0n; index < BigInt(all) && found.length < count; index++) {
    const address = String(BigInt(from) + index);
    if (shardOf({ vendor, address }) === shard) found.push(address);
  }
  return found;
}

function bytesOf(what: object): number {
  return JSON.stringify(what).length;
}

/** What the first message to a chat in a shard has sent to its service. */
function bytesTo({ telegram, discord }: World, vendor: Vendor, shard: number): number {
  const [address] = addressesIn(vendor, shard, 1);
  if (vendor === 'telegram') {
    // The picture of a warning follows it.
    const sent = telegram.sent.filter(({ chat }) => String(chat) === address).slice(0, shard === 3 ? 2 : 1);
    return sent.reduce((sum, { payload, photo }) => sum + bytesOf(payload) + (photo?.bytes ?? 0), 0);
  }
  const { payload, files } = discord.sent.find(({ channel }) => channel === address)!;
  return files.reduce((sum, { bytes }) => sum + bytes, bytesOf(payload));
}

/** Chats that want one kind of message only, and have been there since before the day that is told. */
async function addChats(
  { deployment }: World,
  vendor: Vendor,
  message: 'digest' | 'warning',
  size: number,
  shard: number,
): Promise<void> {
  const { chats, close } = connectStore('hashtilt-prod', deployment.table!.config);
  for (const address of addressesIn(vendor, shard, size)) {
    const chat = newChat({ vendor, address }, 'private', 0);
    await chats.saveChat({ ...chat, settings: settingsFor(chat, message) });
  }
  await close();
}

function settingsFor({ settings }: Chat, message: 'digest' | 'warning'): Chat['settings'] {
  return message === 'digest'
    ? { ...settings, leastSeverity: 'emergency' }
    : { ...settings, digest: { ...settings.digest, form: 'off' } };
}
