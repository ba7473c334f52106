import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dayAfter } from '../support/chains.ts';
import { startHttpPeer } from '../support/peer/http-peer.ts';
import { startClock } from './emulator/clock.ts';
import { slash, subscribeAll, type } from './emulator/conversation.ts';
import { CLOSING_STEP, LAST_STEP, recentDays } from './emulator/day.ts';
import type { Items } from './emulator/items.ts';
import { CLOSE, COLLECT, DEAD_LETTERS, HEALTH, PUBLISH, runSteps } from './emulator/live.ts';
import { CHANNEL, DIRECT, GROUP, PERSON } from './emulator/people.ts';
import { receivedBy, since, titlesOf } from './emulator/received.ts';
import { loadValue } from './emulator/saved-value.ts';
import { OWN_DISCORD_CHANNEL, OWN_TELEGRAM_CHAT } from './emulator/settings.ts';
import { startWorld, type World } from './emulator/world.ts';

/** Five minutes on two dedicated cores; shared machines take longer. */
const LONGEST_MS = 900_000;

const JOINED = 'This chat is subscribed';
const ALARM_SET = 'Alarm set';
const FORGOTTEN = 'Everything kept about this chat is erased';
const WARNING =
  '🔴 Critical: Foundry USA (DCG): above half of Bitcoin mining, more than 99% sure (and 2 more)';
/** Those who set an alarm that goes off on the same day. */
const WITH_ALARM = WARNING.replace('2 more', '3 more');
const OVER = 'Foundry USA (DCG): no longer above half of Bitcoin mining';
const HISTORY = 'Foundry USA: the last 30 days (9 of 30 days counted)';

/** The early signs of that day, hours before it closes: two of the other pools find nothing any more. */
function earlySign(day: string): string {
  return `🚨 Emergency: Early sign: Foundry USA (DCG): above half of Bitcoin mining since ${shortDate(day)}, 02:55 UTC, more than 99% sure`;
}

/** Those who were sent a change are also sent the return. */
function wayBack(day: string): string {
  return `Early sign: Foundry USA (DCG): share of blocks back to 28.6% since ${shortDate(day)}, 00:05 UTC`;
}

function shortDate(day: string): string {
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return date.format(new Date(day)).replace('Sept', 'Sep');
}

/** Permissions that such days do not need. */
const UNUSED = [
  // For events that failed for good; here all succeed.
  ...['checkhealth', 'closedays', 'collectblocks', 'wake'].flatMap((name) => [
    `${name} sqs:SendMessage hashtilt-prod-dead-letters`,
    `${name}schedule sqs:SendMessage hashtilt-prod-dead-letters`,
  ]),
  // For a shard with more than a hundred chats.
  'fanout sqs:SendMessage hashtilt-prod-fan-out',
  ...['telegram', 'discord'].flatMap((service) => [
    // For a chat that moved or blocked the bot.
    `deliver${service} dynamodb:BatchWriteItem table/hashtilt-prod`,
    // For messages that a service delays or refuses.
    `deliver${service} sqs:SendMessage hashtilt-prod-deliver-${service}`,
    `deliver${service} sqs:SendMessage hashtilt-prod-dead-letters`,
  ]),
  // For a chat that cannot be read.
  'fanout sqs:SendMessage hashtilt-prod-dead-letters',
  // For a chat that moved or blocked the bot before its picture came.
  'chatwork dynamodb:BatchWriteItem table/hashtilt-prod',
].toSorted();

describe('two days of a deployment, from its template and bundles alone', () => {
  const days = recentDays(inject('startedAt'));
  const { day } = days;
  const clock = startClock(days.timeOf(0));
  let world: World;
  let checker: Awaited<ReturnType<typeof startHttpPeer>>;
  let beats = 0;
  /** What every chat has received when the day of the majority is over. */
  let afterFirst: ReturnType<typeof receivedBy>;
  let afterChat: ReturnType<typeof receivedBy>;
  let atEnd: Items;

  beforeAll(async () => {
    checker = await startHttpPeer(() => {
      beats += 1;
      return { status: 200, body: 'OK' };
    });
    world = await startWorld(inject('assembly'), { clock, items: loadValue(inject('begun')) });
    world.deployment.secrets.set('/hashtilt/prod/heartbeat-url', {
      value: `${checker.url}/check`,
      type: 'SecureString',
    });
    await subscribeAll(world);
    await runSteps(world, days, 0, CLOSING_STEP);
    afterFirst = receivedBy(world);
    for (const text of ['/today', '/pool foundryusa', '/history foundry 30d', '/forget yes'])
      await type(world, text);
    await slash(world, { name: 'today' });
    await slash(world, { name: 'pool', options: { name: 'foundryusa' } });
    await slash(world, { name: 'history', options: { who: 'foundry', time: '30d' } });
    await slash(world, { name: 'forget', options: { sure: 'yes' } });
    afterChat = receivedBy(world);
    await runSteps(world, days, CLOSING_STEP, LAST_STEP);
    await world.deployment.fire(HEALTH);
    atEnd = await world.deployment.items();
  }, LONGEST_MS);
  afterAll(async () => {
    await Promise.all([world?.close(), checker?.close()]);
    clock.stop();
  });

  it('answers every event, within its timeout and memory', () => {
    const { runs, functions, queues } = world.deployment;
    expect(runs.map(({ outcome }) => outcome.kind)).toEqual(runs.map(() => 'answered'));
    expect(queues.bodies(DEAD_LETTERS)).toEqual([]);
    for (const { name, memoryMiB } of functions) {
      const peaks = runs.filter((run) => run.name === name).map(({ peakMiB }) => peakMiB ?? 0);
      expect(Math.max(...peaks)).toBeLessThan(memoryMiB);
    }
  });

  it('never runs more functions at once than a new account may', () => {
    expect(world.deployment.peakConcurrency()).toBeLessThanOrEqual(10);
  });

  it('proves the blocks of a day before it warns', () => {
    expect(atEnd.get(`LEDGER / ${day}`)).toMatchObject({
      kind: 'closed',
      evidence: { labelled: 0, header: 0, merkle: 144 },
    });
  });

  it('warns every chat of the day on which a pool mined four blocks in five, with a picture, and then sends the digest', () => {
    // That other pools find none is in the same message.
    const early = earlySign(day);
    const onDiscord = (warning: string) => [early, `${warning} [picture]`, digestOf(day)];
    // Too long for a caption: the picture follows.
    const onTelegram = (warning: string) => [early, warning, `> ${warning}:  [picture]`, digestOf(day)];
    expect(titlesOf(afterFirst)).toEqual({
      [`discord ${CHANNEL}`]: [JOINED, ...onDiscord(WARNING)],
      [`discord ${DIRECT}`]: [JOINED, ALARM_SET, ...onDiscord(WITH_ALARM)],
      [`discord ${OWN_DISCORD_CHANNEL}`]: onDiscord(WARNING),
      [`telegram ${GROUP}`]: [`> a message of theirs: ${JOINED}`, ...onTelegram(WARNING)],
      [`telegram ${OWN_TELEGRAM_CHAT}`]: onTelegram(WARNING),
      [`telegram ${PERSON}`]: [JOINED, ALARM_SET, ...onTelegram(WITH_ALARM)],
    });
  });

  it('answers commands on both services, with their pictures', () => {
    const answered = titlesOf(since(afterFirst, afterChat));
    expect(answered[`telegram ${PERSON}`]).toEqual([
      // A picture is added to a text that fits a caption.
      ...[digestOf(day), `${digestOf(day)} [picture]`],
      ...['Foundry USA', 'Foundry USA [picture]'],
      ...[HISTORY, `${HISTORY} [picture]`],
      FORGOTTEN,
    ]);
    expect(answered[`discord ${DIRECT}`]).toEqual([
      `${digestOf(day)} [picture]`,
      'Foundry USA [picture]',
      `${HISTORY} [picture]`,
      FORGOTTEN,
    ]);
    expect(titlesOf(afterChat)).toMatchObject({
      [`telegram ${GROUP}`]: titlesOf(afterFirst)[`telegram ${GROUP}`],
    });
  });

  it('sends the resolution as a reply to those who were warned, and nothing to those who left', () => {
    const told = titlesOf(since(afterChat, receivedBy(world)));
    const next = dayAfter(day, 1);
    const over = [wayBack(next), `> ${WARNING}: ${OVER}`, digestOf(next)];
    const stay = [`telegram ${GROUP}`, `telegram ${OWN_TELEGRAM_CHAT}`, `discord ${CHANNEL}`];
    for (const chat of [...stay, `discord ${OWN_DISCORD_CHANNEL}`]) expect(told[chat]).toEqual(over);
    for (const chat of [`telegram ${PERSON}`, `discord ${DIRECT}`]) expect(told[chat]).toEqual([]);
  });

  it('keeps nothing about those who asked to be forgotten', () => {
    const kept = JSON.stringify([...atEnd.values()]);
    expect(kept).toContain(`"address":"${GROUP}"`);
    for (const address of [PERSON, DIRECT]) {
      expect(kept).not.toContain(`"address":"${address}"`);
      expect([...atEnd.keys()].filter((key) => key.includes(`#${address} `))).toEqual([]);
    }
  });

  it('requests the page after each closing and each early sign, and once more in case the run is killed before', () => {
    const sent = world.deployment.gateway.recorded.filter(({ writes }) => writes === `send to ${PUBLISH}`);
    const callers = sent.map(({ caller }) => caller);
    expect(callers.filter((caller) => caller === CLOSE).length).toBeGreaterThanOrEqual(4);
    expect(callers.filter((caller) => caller === COLLECT).length).toBeGreaterThanOrEqual(2);
    expect(world.deployment.queues.bodies(PUBLISH)).toHaveLength(sent.length);
  });

  it('is healthy at the end, and tells the outside checker', () => {
    const [last] = world.deployment.logs.filter(({ name }) => name === HEALTH).map(({ line }) => line);
    expect(last).toMatchObject({ message: 'done', faults: [], heartbeat: 'sent' });
    expect(beats).toBe(1);
  });

  it('makes no call that a policy denies', () => {
    expect(world.deployment.gateway.recorded.length).toBeGreaterThan(100);
    expect(world.deployment.gateway.recorded.flatMap(({ denied }) => denied)).toEqual([]);
  });

  it('has no unused permission', () => {
    const unused = world.deployment.policies
      .unused()
      // Here the page's queue is not consumed: page.test.ts publishes it.
      .filter(({ role }) => !role.startsWith('publishsite'))
      .map(
        ({ role, action, resource }) =>
          `${role.replace(/Role\w{8}$/, '')} ${action} ${resource.split(':').at(-1)}`,
      );
    console.log(`permissions that this run did not use:\n${unused.join('\n')}`);
    expect(unused.toSorted()).toEqual(UNUSED);
  });
});

/** The title of a day's digest. */
function digestOf(day: string): string {
  return `Bitcoin mining on ${shortDate(day)} ${day.slice(0, 4)}`;
}
