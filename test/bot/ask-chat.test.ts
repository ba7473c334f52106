import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { type Conversation, GROUP, PRIVATE, shown, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

/** A separate private chat for each test. */
const alone = (number: number) => ({
  ...PRIVATE,
  chat: { vendor: 'telegram', address: String(number) } as const,
});

describe('joining', () => {
  it('subscribes to the digest and to warnings, and says so', async () => {
    expect(await talk.ask('/start', alone(1))).toMatchInlineSnapshot(`
      "This chat is subscribed

      Hashtilt watches how Bitcoin's hash rate tilts towards one pool, one owner, one country, and warns you before somebody holds a majority.

      This chat now gets
      • Digest: short, daily, as soon as the day closes
      • Warnings: severity warning and above, when somebody comes close to a majority and when that is over

      /settings changes this, /mute 3d silences it for three days, /stop ends it, /forget erases everything kept about this chat.

      [Today > .today] [Warnings > .warnings] [Help > .help]"
    `);
    expect(await talk.store.chats.loadChat(alone(1).chat)).toMatchObject({
      kind: 'private',
      settings: { digest: { form: 'short', hour: null }, leastSeverity: 'warning' },
    });
  });

  it('records that a Discord channel is an announcement channel, so that its messages are published', async () => {
    const chat = { vendor: 'discord', address: '140000000000000005' } as const;
    await talk.ask('/start', { ...GROUP, chat, kind: 'channel', isAdmin: true, isAnnouncement: true });
    expect(await talk.store.chats.loadChat(chat)).toMatchObject({ announcement: true });
  });

  it('is stored together with a silence requested within the same second', async () => {
    const { chat } = alone(73);
    const at = Date.parse('2026-04-22T09:00:00.250Z') / 1000;
    await talk.ask('/start', { ...alone(73), at });
    await talk.ask('/mute', { ...alone(73), at });
    const second = Math.floor(at);
    expect(await talk.store.chats.loadChat(chat)).toMatchObject({ since: second, silence: { from: second } });
  });

  it('schedules the chat for the next wake-up, as every change does', async () => {
    const { chat } = alone(72);
    await talk.ask('/start', alone(72));
    const due = await talk.store.deliveries.loadDue(Number.MAX_SAFE_INTEGER);
    expect(due).toContainEqual(expect.objectContaining({ vendor: 'telegram', shard: shardOf(chat) }));
  });

  it('by a link sets the alarm that the link names', async () => {
    expect(await talk.ask('/start watch_foundryusa_35', alone(2))).toMatchInlineSnapshot(`
      "This chat is subscribed

      Hashtilt watches how Bitcoin's hash rate tilts towards one pool, one owner, one country, and warns you before somebody holds a majority.

      This chat now gets
      • Digest: short, daily, as soon as the day closes
      • Warnings: severity warning and above, when somebody comes close to a majority and when that is over

      /settings changes this, /mute 3d silences it for three days, /stop ends it, /forget erases everything kept about this chat.

      Alarm set

      Foundry USA above 35% of blocks over 7 days. Now: 30.4% (95% interval 27.6-33.3%), 7 days to 21 Apr 2026 (recorded).

      From 22 Apr 2026 on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.

      [Today > .today] [Warnings > .warnings] [Help > .help]
      [Remove > .unwatch foundryusa-35] [All alarms > .watches]"
    `);
    const chat = await talk.store.chats.loadChat(alone(2).chat);
    expect(chat?.watches).toMatchObject([
      { id: 'foundryusa-35', rule: { lens: 'pool', subject: 'foundryusa', window: 7, above: 0.35 } },
    ]);
  });

  it('by a link that would erase or silence the chat only joins', async () => {
    await talk.ask('/watch foundry 35%', alone(3));
    await talk.ask('/start forget', alone(3));
    await talk.ask('/start mute_365d', alone(3));
    expect(await talk.store.chats.loadChat(alone(3).chat)).toMatchObject({
      silence: null,
      watches: [{ id: 'foundryusa-35' }],
    });
  });

  it('again turns back on what was off, and keeps a lower severity', async () => {
    await talk.ask('/settings digest off', alone(4));
    await talk.ask('/settings severity emergency', alone(4));
    await talk.ask('/start', alone(4));
    expect((await talk.store.chats.loadChat(alone(4).chat))?.settings).toMatchObject({
      digest: { form: 'short' },
      leastSeverity: 'warning',
    });
    await talk.ask('/settings severity notice', alone(4));
    await talk.ask('/start', alone(4));
    expect((await talk.store.chats.loadChat(alone(4).chat))?.settings.leastSeverity).toBe('notice');
  });

  it('in a forum subscribes the topic of the last request', async () => {
    await talk.ask('/start', { ...GROUP, isAdmin: true });
    expect(await talk.store.chats.loadChat(GROUP.chat)).toMatchObject({ kind: 'group', topic: 12 });
    await talk.ask('/mute 1d', { ...GROUP, isAdmin: true, topic: 13 });
    expect(await talk.store.chats.loadChat(GROUP.chat)).toMatchObject({ topic: 12 });
    await talk.ask('/start', { ...GROUP, isAdmin: true, topic: 13 });
    expect(await talk.store.chats.loadChat(GROUP.chat)).toMatchObject({ topic: 13 });
  });
});

describe('alarms', () => {
  it('are confirmed with the current share and when they will be sent', async () => {
    expect(await talk.ask('/watch foundry 35%', alone(10))).toMatchInlineSnapshot(`
      "Alarm set

      Foundry USA above 35% of blocks over 7 days. Now: 30.4% (95% interval 27.6-33.3%), 7 days to 21 Apr 2026 (recorded).

      From 22 Apr 2026 on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.

      This chat is now subscribed: it gets the daily digest and warnings. /settings changes that.

      [Remove > .unwatch foundryusa-35] [All alarms > .watches]"
    `);
  });

  it('on a country ask whether on machines or operators', async () => {
    expect(await talk.ask('/watch china 50%', alone(11))).toMatchInlineSnapshot(`
      "China: its machines, or its operators?

      Machines: where the hardware stands, modelled. Operators: the pool owners' country, counted.

      [Machines > .watch machines CN 50% 7d] [Operators > .watch operators CN 50% 7d]"
    `);
  });

  it('watch operators if these are named, and say so', async () => {
    await talk.ask('/start', alone(11));
    expect(await talk.ask('/watch operators us below 30% 30d', alone(11))).toMatchInlineSnapshot(`
      "Alarm set

      Pool owners in the United States below 30% of blocks over 30 days. Now: 40.6% (95% interval 39.2-42.1%), 30 days to 21 Apr 2026 (recorded).

      From 22 Apr 2026 on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.

      This is about the pool owners' country (counted), not where machines stand.

      [Remove > .unwatch operators-us-below-30-30d] [All alarms > .watches]"
    `);
  });

  it('watch machines if these are named, and say so', async () => {
    expect(await talk.ask('/watch china machines 50%', alone(11))).toMatchInlineSnapshot(`
      "Alarm set

      Machines in China (modelled) above half of the world's hash rate. Now: about 14% (95% interval 5-29%), 21 Apr 2026.

      From 22 Apr 2026 on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.

      This is about machines, modelled from published tables that may be months old. While they are too old, the alarm stays silent.

      [Remove > .unwatch machines-cn-50] [All alarms > .watches]"
    `);
    expect(await talk.ask('/watch sichuan 1/3', alone(11))).toMatchInlineSnapshot(`
      "Alarm set

      Machines in Sichuan (modelled) above one third of the world's hash rate. Now: not known, its figures are too old.

      From 22 Apr 2026 on, you hear when we are 95% sure of it, and again when it is over. One reading past the level is not enough: shares move by chance.

      This is about machines, modelled from published tables that may be months old. While they are too old, the alarm stays silent.

      [Remove > .unwatch machines-cn-sc-33-3] [All alarms > .watches]"
    `);
    expect((await talk.store.chats.loadChat(alone(11).chat))?.watches).toMatchObject([
      { rule: { lens: 'operator-country', window: 30, below: 0.3 } },
      { rule: { lens: 'country', subject: 'CN', window: 7, above: 0.5 } },
      { rule: { lens: 'region', subject: 'CN-SC', window: 7, above: '1/3' } },
    ]);
  });

  it('without a level ask for one', async () => {
    expect(await talk.ask('/watch foundry jump', alone(14))).toMatchInlineSnapshot(`
      "Alarm set

      Foundry USA: any sudden change.

      You hear within minutes of the block that shows it, once, whether up or down. Only above 5% of blocks can a change be told from chance that fast.

      This chat is now subscribed: it gets the daily digest and warnings. /settings changes that.

      [Remove > .unwatch foundryusa-jump] [All alarms > .watches]"
    `);
    expect((await talk.ask('/watch china operators jump', alone(14))).split('\n')[0]).toMatchInlineSnapshot(
      `"Only pools, owners and template groups can be watched for jumps"`,
    );
    expect((await talk.ask('/watches', alone(14))).split('\n\n')[1]).toMatchInlineSnapshot(
      `"• foundryusa-jump: Foundry USA: any sudden change."`,
    );
    expect((await talk.ask('/unwatch foundryusa-jump', alone(14))).split('\n')[0]).toMatchInlineSnapshot(
      `"Alarm removed"`,
    );
    expect(await talk.ask('/watch antpool', alone(12))).toMatchInlineSnapshot(`
      "AntPool: at what level?

      Choose one, or type your own:

      /watch antpool 35%

      [25% > .watch antpool 25%] [1/3 > .watch antpool 1/3] [40% > .watch antpool 40%] [50% > .watch antpool 50%]"
    `);
    expect(await talk.store.chats.loadChat(alone(12).chat)).toBeUndefined();
  });

  it('at a level that no share can cross are refused', async () => {
    expect(await talk.ask('/watch antpool 100%', alone(12))).toMatchInlineSnapshot(`
      "A level must be between 0% and 100%

      For example: /watch foundry 35%"
    `);
  });

  it('are listed with their current shares', async () => {
    await talk.ask('/watch foundry 35%', alone(13));
    await talk.ask('/watch anybody 40%', alone(13));
    await talk.ask('/unwatch foundryusa pause', alone(13));
    expect(await talk.ask('/watches', alone(13))).toMatchInlineSnapshot(`
      "Alarms of this chat: 2

      • foundryusa-35: Foundry USA above 35% of blocks over 7 days (paused). Now: 30.4% (95% interval 27.6-33.3%), 7 days to 21 Apr 2026 (recorded).
      • anybody-40: Any owner above 40% of blocks over 7 days.

      /unwatch NAME removes one, /unwatch NAME pause silences it, /unwatch NAME resume turns it back on.

      [Resume foundryusa-35 > .unwatch foundryusa-35 resume] [Remove > .unwatch foundryusa-35]
      [Pause anybody-40 > .unwatch anybody-40 pause] [Remove > .unwatch anybody-40]"
    `);
    expect(await talk.ask('/watches', alone(14))).toMatchInlineSnapshot(`
      "This chat has no alarms

      Set one, for example: /watch foundry 35%

      [Any owner above 40% > .watch anybody 40%]"
    `);
  });

  it('are paused, resumed and removed by the start of their name', async () => {
    await talk.ask('/watch foundry 35%', alone(15));
    await talk.ask('/watch antpool 1/3', alone(15));
    const watches = async () => (await talk.store.chats.loadChat(alone(15).chat))?.watches;
    expect(await talk.ask('/unwatch ant pause', alone(15))).toMatchInlineSnapshot(`
      "Alarm paused

      • AntPool above one third of blocks over 7 days

      [All alarms > .watches]"
    `);
    expect(await watches()).toMatchObject([{ paused: false }, { id: 'antpool-33-3', paused: true }]);
    await talk.ask('/unwatch ant resume', alone(15));
    expect(await watches()).toMatchObject([{ paused: false }, { paused: false }]);
    expect(await talk.ask('/unwatch zzz', alone(15))).toMatchInlineSnapshot(`
      "Which alarm?

      • foundryusa-35: Foundry USA above 35% of blocks over 7 days
      • antpool-33-3: AntPool above one third of blocks over 7 days

      [Remove foundryusa-35 > .unwatch foundryusa-35]
      [Remove antpool-33-3 > .unwatch antpool-33-3]"
    `);
    await talk.ask('/unwatch foundry', alone(15));
    expect(await watches()).toMatchObject([{ id: 'antpool-33-3' }]);
    expect(await talk.ask('/unwatch all', alone(15))).toMatchInlineSnapshot(`
      "Alarm removed

      • AntPool above one third of blocks over 7 days

      [All alarms > .watches]"
    `);
    expect(await watches()).toEqual([]);
  });

  it('that are paused resume when set again', async () => {
    await talk.ask('/watch foundry 35%', alone(17));
    await talk.ask('/unwatch all pause', alone(17));
    await talk.ask('/watch foundry 35%', alone(17));
    expect((await talk.store.chats.loadChat(alone(17).chat))?.watches).toMatchObject([{ paused: false }]);
  });

  it('without a name ask for one', async () => {
    expect(await talk.ask('/watch', alone(18))).toMatchInlineSnapshot(`
      "/watch needs a little more

      Set an alarm: tell this chat when a share crosses a level.

      For example: /watch foundry 35%

      [Foundry USA > .watch foundryusa] [AntPool > .watch antpool] [F2Pool > .watch f2pool] [ViaBTC > .watch viabtc] [SpiderPool > .watch spiderpool]"
    `);
  });

  it('are limited to fifty, not counting one set again', async () => {
    for (let level = 1; level <= 50; level++) await talk.ask(`/watch foundry ${level}%`, alone(16));
    expect(await talk.ask('/watch antpool 20%', alone(16))).toMatchInlineSnapshot(`
      "This chat has 50 alarms, as many as a chat can have

      Remove one with /unwatch before you set another.

      [All alarms > .watches]"
    `);
    expect(await talk.ask('/watch foundry 20%', alone(16))).toMatch(/^This alarm is already set/);
    expect((await talk.store.chats.loadChat(alone(16).chat))?.watches).toHaveLength(50);
  });
});

describe('silence', () => {
  it('holds for the requested time, and says that what was missed follows', async () => {
    await talk.ask('/start', alone(20));
    const reply = await talk.send({ kind: 'text', text: '/mute 3d' }, { ...alone(20), at: 1_777_000_000 });
    expect(shown(reply)).toMatchInlineSnapshot(`
      "Silence until 27 Apr 2026, 03:06 (UTC)

      Nothing comes before then, not even emergencies. Afterwards you hear what you missed. Questions are still answered.

      [End the silence > .unmute]"
    `);
    const silence = { from: 1_777_000_000, until: 1_777_000_000 + 3 * 86_400 };
    expect(await talk.store.chats.loadChat(alone(20).chat)).toMatchObject({ silence });
  });

  it('ends on request, with what it held back still to be sent', async () => {
    await talk.ask('/start', alone(21));
    await talk.send({ kind: 'text', text: '/mute' }, { ...alone(21), at: 1_777_000_000 });
    const reply = await talk.send({ kind: 'text', text: '/unmute' }, { ...alone(21), at: 1_777_003_600 });
    expect(shown(reply)).toMatchInlineSnapshot(`
      "The silence is over

      Next you hear what you missed."
    `);
    expect(await talk.store.chats.loadChat(alone(21).chat)).toMatchObject({
      silence: { from: 1_777_000_000, until: 1_777_003_600 },
    });
    expect(await talk.ask('/unmute', alone(21))).toMatchInlineSnapshot(`
      "The silence is over

      Next you hear what you missed."
    `);
  });

  it('of an impossible length is asked back', async () => {
    await talk.ask('/start', alone(22));
    expect(await talk.ask('/mute 99y', alone(22))).toMatchInlineSnapshot(`
      "How long? From ten minutes to a year

      For example: /mute 12h, /mute 3d, /mute 2w

      [12h > .mute 12h] [3d > .mute 3d] [2w > .mute 2w]"
    `);
  });
});
