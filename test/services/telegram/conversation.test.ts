import { beforeEach, describe, expect, it } from 'vitest';
import { parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { message, reply } from '../../support/fixed-core.ts';
import { ADMIN, CHANNEL, GROUP, MEMBER, PERSON, type RunningBot, startBot } from './running-bot.ts';

let bot: RunningBot;
beforeEach(async () => {
  bot = await startBot();
  return () => bot.close();
});

const HTML = '<b>Pools &lt;7 days&gt;</b>\n\nFoundry &amp; AntPool';
const shown = { text: HTML, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
const calls = () => bot.recorder.calls.filter(({ call }) => call !== 'getMe');

describe('a text in a private chat', () => {
  it('is passed to the core as typed, and answered where it was said', async () => {
    const { statuses } = await bot.peer.say({ chat: PERSON, text: 'foundry' });
    expect(statuses).toEqual([200]);
    expect(bot.core.asked).toEqual([
      {
        chat: { vendor: 'telegram', address: '7' },
        kind: 'private',
        topic: null,
        isAdmin: true,
        at: expect.any(Number),
        input: { kind: 'text', text: 'foundry' },
      },
    ]);
    expect(calls()).toEqual([{ call: 'sendMessage', body: { chat_id: 7, ...shown } }]);
  });

  it('started by a deep link gets what the link asked for', async () => {
    await bot.peer.say({ chat: PERSON, text: '/start watch_foundryusa_35' });
    expect(bot.core.asked).toMatchObject([{ input: { kind: 'text', text: '/start watch_foundryusa_35' } }]);
  });

  it('is answered with buttons as given, row by row', async () => {
    bot.core.will(() =>
      reply({
        buttons: [
          [
            { kind: 'press', label: '30 days', payload: '.pools 30' },
            { kind: 'link', label: 'Method', url: 'https://example.org/method' },
          ],
        ],
      }),
    );
    await bot.peer.say({ chat: PERSON, text: '/pools' });
    expect(calls()[0]?.body).toEqual({
      chat_id: 7,
      ...shown,
      reply_markup: {
        inline_keyboard: [
          [
            { text: '30 days', callback_data: '.pools 30' },
            { text: 'Method', url: 'https://example.org/method' },
          ],
        ],
      },
    });
  });
});

describe('in a group', () => {
  it.each([
    ['closed', { closedTopics: [12] }],
    ['deleted', { deletedTopics: [12] }],
    ['missing', { topics: [] }],
  ])(
    'a command in a topic that is %s meanwhile is answered outside it, and so is its picture',
    async (_, forum) => {
      bot.peer.changeChat({ id: GROUP, ...forum });
      bot.core.will(() =>
        reply({ picture: { kind: 'ranking', lens: 'pool', window: 7, day: parseDay('2025-01-08') } }),
      );
      const { statuses } = await bot.peer.say({ chat: GROUP, from: MEMBER, text: '/pools', topic: 12 });
      expect(statuses).toEqual([200]);
      expect(bot.peer.sent).toHaveLength(1);
      expect(bot.peer.sent[0]?.payload).not.toHaveProperty('message_thread_id');
      expect(bot.pictures).toMatchObject([{ place: { chat: GROUP, topic: null } }]);
    },
  );

  it('a command is answered as a reply, in its topic', async () => {
    await bot.peer.say({ chat: GROUP, from: MEMBER, text: '/pools@Hashtilt_Peer_Bot 30', topic: 12 });
    expect(bot.core.asked).toMatchObject([{ kind: 'group', topic: 12, isAdmin: false }]);
    expect(calls()).toEqual([
      { call: 'getChatMember', body: { chat_id: GROUP, user_id: MEMBER } },
      {
        call: 'sendMessage',
        body: {
          chat_id: GROUP,
          ...shown,
          message_thread_id: 12,
          reply_parameters: { message_id: expect.any(Number), allow_sending_without_reply: true },
        },
      },
    ]);
  });

  it.each(['good morning', 'see /pools', '/pools@another_bot', '/pools@another_bot 30'])(
    'the words "%s" are not for the bot',
    async (text) => {
      expect((await bot.peer.say({ chat: GROUP, from: MEMBER, text })).statuses).toEqual([200]);
      expect(bot.core.asked).toEqual([]);
      expect(calls()).toEqual([]);
    },
  );

  it.each([
    ['that is forwarded', 'forwarded'],
    ["that the linked channel's post brings along", 'from-linked-channel'],
    ['of another bot', 'by-bot'],
    ['that another bot has put into the words of a person', 'via-bot'],
  ] as const)('a command %s is no command', async (_, how) => {
    expect(
      (await bot.peer.say({ chat: GROUP, from: ADMIN, text: '/start@Hashtilt_Peer_Bot', how })).statuses,
    ).toEqual([200]);
    expect(bot.core.asked).toEqual([]);
    expect(calls()).toEqual([]);
  });

  it('an administrator may change settings, even one who writes as the group; a member may not', async () => {
    await bot.peer.say({ chat: GROUP, from: ADMIN, text: '/mute' });
    await bot.peer.say({ chat: GROUP, anonymous: true, text: '/mute' });
    await bot.peer.say({ chat: GROUP, from: MEMBER, text: '/mute' });
    expect(bot.core.asked).toMatchObject([{ isAdmin: true }, { isAdmin: true }, { isAdmin: false }]);
  });

  it('an old button does not let someone who lost their rights change settings', async () => {
    bot.core.will(() =>
      reply({ buttons: [[{ kind: 'press', label: 'Off', payload: '.settings digest off' }]] }),
    );
    await bot.peer.say({ chat: GROUP, from: ADMIN, text: '/settings' });
    const press = { chat: GROUP, messageId: bot.peer.sent[0]!.messageId, data: '.settings digest off' };
    await bot.peer.press({ ...press, from: ADMIN });
    bot.peer.changeChat({ id: GROUP, members: { [ADMIN]: 'member' } });
    await bot.peer.press({ ...press, from: ADMIN });
    expect(bot.core.asked).toMatchObject([{ isAdmin: true }, { isAdmin: true }, { isAdmin: false }]);
  });
});

describe('in a channel', () => {
  it('a post may change settings; a press by a subscriber may not', async () => {
    bot.core.will(() => reply({ buttons: [[{ kind: 'press', label: 'Off', payload: '.mute' }]] }));
    await bot.peer.say({ chat: CHANNEL, text: '/start' });
    const { messageId } = bot.peer.sent[0]!;
    await bot.peer.press({ chat: CHANNEL, messageId, data: '.mute', from: MEMBER });
    await bot.peer.press({ chat: CHANNEL, messageId, data: '.mute', from: ADMIN });
    expect(bot.core.asked).toMatchObject([
      { kind: 'channel', isAdmin: true },
      { kind: 'channel', isAdmin: false },
      { kind: 'channel', isAdmin: true },
    ]);
  });
});

describe('a press', () => {
  const button = [[{ kind: 'press', label: '30 days', payload: '.pools 30' }]] as const;
  async function pressed(): Promise<{ chat: number; messageId: number; data: string }> {
    bot.core.will(() => reply({ buttons: button }));
    await bot.peer.say({ chat: PERSON, text: '/pools' });
    bot.recorder.clear();
    return { chat: PERSON, messageId: bot.peer.sent[0]!.messageId, data: '.pools 30' };
  }

  it('changes the message in place and ends the progress indicator', async () => {
    const press = await pressed();
    bot.core.will(() => reply({ message: message('Pools, 30 days'), isEdit: true }));
    const { queryId } = await bot.peer.press(press);
    expect(bot.core.asked[1]).toMatchObject({ input: { kind: 'press', payload: '.pools 30' } });
    expect(calls()).toEqual([
      { call: 'answerCallbackQuery', body: { callback_query_id: queryId } },
      {
        call: 'editMessageText',
        body: {
          chat_id: PERSON,
          message_id: press.messageId,
          ...shown,
          text: '<b>Pools, 30 days</b>\n\nFoundry &amp; AntPool',
          reply_markup: { inline_keyboard: [] },
        },
      },
    ]);
  });

  it('with an answer for the presser only shows an alert, and nothing in the chat', async () => {
    const press = await pressed();
    bot.core.will(() => reply({ message: message('Only admins can do that'), isPrivate: true }));
    const { queryId } = await bot.peer.press(press);
    expect(calls()).toEqual([
      {
        call: 'answerCallbackQuery',
        body: { callback_query_id: queryId, text: 'Only admins can do that', show_alert: true },
      },
    ]);
  });

  it('that changes nothing leaves the message as it is', async () => {
    const press = await pressed();
    bot.core.will(() => reply({ buttons: button, isEdit: true }));
    expect((await bot.peer.press(press)).statuses).toEqual([200]);
    expect(bot.peer.sent).toHaveLength(1);
    expect(bot.reports).toEqual([]);
  });

  it('under a message that can no longer be edited is answered with a new one', async () => {
    const press = await pressed();
    bot.peer.next({ kind: 'refused', code: 400, description: "Bad Request: message can't be edited" });
    bot.core.will(() => reply({ message: message('Pools, 30 days'), isEdit: true }));
    expect((await bot.peer.press(press)).statuses).toEqual([200]);
    expect(calls().map(({ call }) => call)).toEqual([
      'answerCallbackQuery',
      'editMessageText',
      'sendMessage',
    ]);
  });
});

describe('inline mode', () => {
  it('offers results for any chat, cached per person', async () => {
    const { queryId } = await bot.peer.ask({ query: 'us', from: PERSON });
    expect(bot.core.asked).toEqual([
      { asker: { vendor: 'telegram', address: '7' }, text: 'us', at: expect.any(Number) },
    ]);
    expect(calls()).toEqual([
      {
        call: 'answerInlineQuery',
        body: {
          inline_query_id: queryId,
          results: [
            {
              type: 'article',
              id: 'country-US',
              title: 'United States',
              description: '37%',
              input_message_content: {
                message_text: HTML,
                parse_mode: 'HTML',
                link_preview_options: { is_disabled: true },
              },
            },
          ],
          cache_time: 60,
          is_personal: true,
        },
      },
    ]);
  });
});
