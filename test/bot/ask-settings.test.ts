import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, GROUP, PRIVATE, shown, startConversation } from '../support/conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
});
afterAll(() => talk.close());

const settings = async () => (await talk.store.chats.loadChat(PRIVATE.chat))?.settings;

describe('settings', () => {
  it('are shown with how to change them, and that the chat is not subscribed yet', async () => {
    expect(await talk.ask('/settings')).toMatchInlineSnapshot(`
      "Settings of this chat

      This chat is not subscribed yet: /start subscribes it with these settings.

      • digest: short, daily, as soon as the day closes
      • severity: warning and above
      • quiet: off
      • emergencies: come through in quiet hours
      • zone: UTC
      • language: English

      Change one by its name: /settings quiet 22-7

      [Full digest > .settings digest full] [Weekly digest > .settings digest weekly] [No digest > .settings digest off]
      [Quiet 22-7 > .settings quiet 22-7]
      [Notice and above > .settings severity notice] [Critical and above > .settings severity critical]
      [Emergency only > .settings severity emergency]"
    `);
  });

  it.each([
    ['digest 8', { digest: { form: 'short', hour: 8 } }],
    ['digest soon', { digest: { form: 'short', hour: null } }],
    ['digest full', { digest: { form: 'full', hour: null } }],
    ['digest at 18', { digest: { form: 'full', hour: 18 } }],
    ['digest Weekly 8', { digest: { form: 'weekly', hour: 8 } }],
    ['digest off', { digest: { form: 'off', hour: 8 } }],
    ['digest on', { digest: { form: 'short', hour: 8 } }],
    ['digest off', { digest: { form: 'off', hour: 8 } }],
    ['quiet 22-7', { quiet: { from: 22, to: 7 } }],
    ['quiet 22:00 to 7:00', { quiet: { from: 22, to: 7 } }],
    ['quiet off', { quiet: null }],
    ['zone berlin', { zone: 'Europe/Berlin' }],
    ['timezone New York', { zone: 'America/New_York' }],
    ['severity critical', { leastSeverity: 'critical' }],
    ['emergencies off', { emergenciesPassQuiet: false }],
    ['language english', { language: 'en' }],
  ])('accept "%s"', async (typed, expected) => {
    const reply = await talk.send({ kind: 'text', text: `/settings ${typed}` });
    expect(reply.message.title).toBe('Changed: settings of this chat');
    expect(await settings()).toMatchObject(expected);
  });

  it.each([
    'digest 25',
    'digest',
    'digest full please',
    'quiet 7-7',
    'quiet 22',
    'zone Atlantis',
    'severity loud',
    'emergencies maybe',
    'language de',
  ])('refuse "%s" and list the valid values', async (typed) => {
    const before = await settings();
    expect(await talk.ask(`/settings ${typed}`)).toMatch(/^What should \w+ be\?\n\nPossible values: /);
    expect(await settings()).toEqual(before);
  });

  it('ask back for an ambiguous zone or setting', async () => {
    expect(await talk.ask('/settings zone america/new')).toMatchInlineSnapshot(`
      "Changed: settings of this chat

      • digest: off; warnings still come
      • severity: critical and above
      • quiet: off
      • emergencies: wait for the end of quiet hours
      • zone: America/New_York
      • language: English

      Change one by its name: /settings quiet 22-7

      [Short digest > .settings digest short] [Full digest > .settings digest full] [Weekly digest > .settings digest weekly]
      [Quiet 22-7 > .settings quiet 22-7]
      [Notice and above > .settings severity notice] [Warning and above > .settings severity warning]
      [Emergency only > .settings severity emergency]"
    `);
    expect(await talk.ask('/settings volume 11')).toMatchInlineSnapshot(`
      "Which setting?

      • digest: short, full, weekly (on Mondays), or off; and when: an hour of the day, or "soon": as soon as a day closes
      • quiet: two hours of the day, or off
      • zone: a city or a time zone
      • severity: notice, warning, critical, emergency
      • emergencies: on or off: whether emergencies come through in quiet hours
      • language: English only, so far

      [All settings > .settings]"
    `);
  });

  it('change in place when a button is pressed', async () => {
    const reply = await talk.send({ kind: 'press', payload: '.settings digest weekly' });
    expect(reply.isEdit).toBe(true);
    expect(await settings()).toMatchObject({ digest: { form: 'weekly' } });
  });
});

describe('a paused chat', () => {
  const standing = async () => (await talk.store.chats.loadChat(PRIVATE.chat))?.standing;
  const pause = async () => {
    const chat = await talk.store.chats.loadChat(PRIVATE.chat);
    const reason =
      'Telegram refused messages on 3 different days, most recently with “403 Forbidden: bot was blocked by the user”';
    const since = Date.parse('2026-04-20T02:00:00Z') / 1000;
    await talk.store.chats.saveChat({ ...chat!, standing: { kind: 'paused', reason, since } });
  };

  it('is resumed by /settings, which says since when and why it was paused', async () => {
    await talk.ask('/start');
    await pause();
    expect((await talk.ask('/settings')).split('\n\n')[1]).toBe(
      'Paused since 20 Apr 2026, because Telegram refused messages on 3 different days, most recently with “403 Forbidden: bot was blocked by the user”. Your command has opened it again.',
    );
    expect(await standing()).toEqual({ kind: 'on' });
    expect(await talk.ask('/settings')).not.toContain('Paused');
  });

  it.each(['/today', '/settings quiet off', '/mute', 'antpool', 'what is this'])(
    'is resumed by any question: %s',
    async (text) => {
      await pause();
      await talk.ask(text);
      expect(await standing()).toEqual({ kind: 'on' });
    },
  );

  it('is scheduled for delivery once resumed', async () => {
    await pause();
    await talk.store.deliveries.removeDue(await talk.store.deliveries.loadDue(2_000_000_000));
    await talk.ask('/today');
    expect(await talk.store.deliveries.loadDue(2_000_000_000)).toMatchObject([{ vendor: 'telegram' }]);
  });
});

describe('in a group', () => {
  it.each([
    'start',
    'watch foundry 35%',
    'unwatch all',
    'mute 3d',
    'unmute',
    'settings digest off',
    'forget',
  ])('only admins can use /%s', async (command) => {
    const reply = await talk.send({ kind: 'text', text: `/${command}` }, GROUP);
    expect(reply).toMatchObject({
      message: { title: 'Only admins of this chat can change what it gets' },
      isPrivate: true,
      isEdit: false,
    });
    expect(await talk.store.chats.loadChat(GROUP.chat)).toBeUndefined();
  });

  it('permission is checked again at every button press', async () => {
    const payload = '.settings digest off';
    const refused = await talk.send({ kind: 'press', payload }, GROUP);
    expect(shown(refused)).toMatchInlineSnapshot(`
      "Only admins of this chat can change what it gets

      In a private chat with me you can set your own alarms."
    `);
    expect(refused.isEdit).toBe(false);
    const allowed = await talk.send({ kind: 'press', payload }, { ...GROUP, isAdmin: true });
    expect(allowed.isEdit).toBe(true);
  });

  it('anybody can ask questions', async () => {
    expect(await talk.ask('/pool@hashtilt_bot ant', GROUP)).toMatch(/^AntPool/);
  });
});

describe('rate limiting', () => {
  it('says once how long to wait, then stays silent until the next minute', async () => {
    const chat = { vendor: 'discord', address: '140000000000000001' } as const;
    const at = 1_777_000_020;
    const ask = (second: number) =>
      talk.send({ kind: 'text', text: '/status' }, { ...GROUP, chat, at: at + second });
    const replies = [];
    for (let asked = 0; asked < 21; asked++) replies.push(await ask(1));
    expect(replies.slice(0, 20).map(({ message }) => message.id)).toEqual(Array(20).fill('status'));
    expect(shown(replies[20]!)).toMatchInlineSnapshot(
      `"That's more than 20 questions a minute. Try again in 59 s."`,
    );
    const input = { kind: 'text', text: '/status' } as const;
    for (let asked = 0; asked < 5; asked++)
      expect(await talk.core.answer({ ...GROUP, chat, at: at + 30, input })).toBeNull();
    expect((await ask(60)).message.id).toBe('status');
  });
});

describe('/forget', () => {
  it('erases everything about the chat from the store, and nothing about others', async () => {
    const [gone, stays] = ['77001', '77002'].map((address) => ({
      ...PRIVATE,
      chat: { vendor: 'telegram', address } as const,
    }));
    for (const chat of [gone!, stays!]) {
      await talk.ask('/start watch_foundryusa_35', chat);
      await talk.ask('/mute 3d', chat);
    }
    const about = async (address: string) =>
      (await talk.items()).filter((item) => JSON.stringify(item).includes(address));
    expect((await about('77001')).length).toBeGreaterThan(1);
    const others = await about('77002');
    const before = await talk.store.chats.loadChat(gone!.chat);
    expect(await talk.ask('/forget', gone!)).toMatchInlineSnapshot(`
      "Erase everything kept about this chat?

      Settings, alarms and the record of what was sent. This cannot be undone.

      [Erase it > .forget yes]
      [Keep it > .settings]"
    `);
    expect(await talk.store.chats.loadChat(gone!.chat)).toEqual(before);
    expect(shown(await talk.send({ kind: 'press', payload: '.forget yes' }, gone!))).toMatchInlineSnapshot(`
      "Everything kept about this chat is erased

      Settings, alarms and the record of what was sent. Nothing more will come; /start starts over.

      [Start again > .start]"
    `);
    expect(await about('77001')).toEqual([]);
    expect(await about('77002')).toEqual(others);
  });
});
