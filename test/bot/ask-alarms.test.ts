import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alone, type Conversation, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

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
