import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../lib/chats/chat-key.ts';
import { alone, type Conversation, GROUP, PRIVATE, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

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

describe('/stop and /subscribe', () => {
  const person = { ...PRIVATE, chat: { vendor: 'telegram', address: '18' } as const };

  it('/subscribe joins as /start does', async () => {
    expect(await talk.ask('/subscribe', person)).toBe(await talk.ask('/start', person));
    expect(await talk.store.chats.loadChat(person.chat)).toMatchObject({
      settings: { digest: { form: 'short' } },
    });
  });

  it('/stop unsubscribes at once if no settings or alarms are lost', async () => {
    expect(await talk.ask('/stop', person)).toMatchInlineSnapshot(`
      "This chat is no longer subscribed

      Nothing more will come. Questions are still answered; /start subscribes it again.

      [Subscribe again > .start]"
    `);
    expect(await talk.store.chats.loadChat(person.chat)).toBeUndefined();
    expect(await talk.ask('/stop', person)).toMatchInlineSnapshot(`
      "This chat is not subscribed

      /start subscribes it."
    `);
  });

  it('/stop asks first if alarms would be lost, and offers to mute instead', async () => {
    await talk.ask('/watch foundry 35%', person);
    expect(await talk.ask('/unsubscribe', person)).toMatchInlineSnapshot(`
      "Stop everything in this chat?

      Nothing more will come, and its settings and 1 alarm will be erased. Muting the chat keeps them.

      [Stop > .stop yes] [Mute for 30 days > .mute 30d]"
    `);
    expect(await talk.store.chats.loadChat(person.chat)).toMatchObject({
      watches: [{ id: 'foundryusa-35' }],
    });
    expect(await talk.ask('/stop yes', person)).toMatch(/^This chat is no longer subscribed\n/);
    expect(await talk.store.chats.loadChat(person.chat)).toBeUndefined();
  });

  it('/stop is for admins only in a group', async () => {
    const member = { ...PRIVATE, kind: 'group', isAdmin: false } as const;
    expect(await talk.ask('/stop', member)).toBe(
      'Only admins of this chat can change what it gets\n\nIn a private chat with me you can set your own alarms.',
    );
  });
});
