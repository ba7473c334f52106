import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../lib/delivery/channel.ts';
import { InputError } from '../../../lib/errors.ts';
import { type Message, paragraph, text } from '../../../lib/messages/message.ts';
import { renderMessage } from '../../../lib/messages/render.ts';
import { telegramChannel } from '../../../lib/services/telegram/send.ts';
import { greyPicture } from '../../support/pictures.ts';
import type { ChatRefusal } from '../../support/telegram-peer/chat-refusals.ts';
import { startTelegramPeer, type TelegramAnswer, type TelegramPeer } from '../../support/telegram-peer.ts';

const token = '4242:AAF-secret_of_the_bot';
const message: Message = {
  id: 'digest-2025-01-08',
  title: 'Hash rate on 2025-01-08',
  severity: 'info',
  sections: [paragraph(text('125 blocks & <more>'))],
};
const rendered = renderMessage(message);
const to = { deliveryId: 'digest-2025-01-08:7', chat: '7' };

let peer: TelegramPeer;
let telegram: Channel;
beforeEach(async () => {
  const forum = {
    id: -1001234500000,
    username: 'hashtilt',
    topics: [11, 12, 13],
    closedTopics: [12],
    deletedTopics: [13],
  };
  peer = await startTelegramPeer({ token, chats: [7, forum] });
  telegram = patient(20);
});
afterEach(() => peer.close());

/** A channel with this timeout in seconds. */
function patient(timeoutSeconds: number): Channel {
  return telegramChannel({ token, apiRoot: peer.url, timeoutSeconds });
}

/** A short timeout is safe on a busy machine only if no answer comes at all. */
function waitingFor(kind: string): Channel {
  return kind === 'silence' ? patient(0.3) : telegram;
}

describe('a message sent to Telegram', () => {
  it('arrives as rendered, without a link preview, and its id is returned', async () => {
    expect(await telegram.send(rendered, to)).toEqual({ kind: 'sent', messageId: '1' });
    expect(peer.sent).toMatchObject([
      {
        chat: 7,
        text: 'Hash rate on 2025-01-08\n\n125 blocks & <more>',
        payload: { link_preview_options: { is_disabled: true } },
      },
    ]);
    expect(peer.sent[0]?.payload).not.toHaveProperty('disable_notification');
  });

  it('is sent silently, to a topic or to a named channel if requested', async () => {
    await telegram.send(rendered, { ...to, chat: '@hashtilt', topic: 11, silent: true });
    expect(peer.sent).toMatchObject([
      { chat: '@hashtilt', payload: { disable_notification: true, message_thread_id: 11 } },
    ]);
  });

  const picture = greyPicture(60, 40, 'Shares of pools');

  it.each<[ChatRefusal, string]>([
    ['no-photos', 'not enough rights to send photos to the chat'],
    ['photos-forbidden', 'CHAT_SEND_PHOTOS_FORBIDDEN'],
    ['media-forbidden', 'CHAT_SEND_MEDIA_FORBIDDEN'],
  ])('comes without its picture where the chat refuses that: %s', async (refuses, words) => {
    peer.changeChat({ id: 7, refuses });
    expect(await telegram.send(rendered, to, picture)).toEqual({
      kind: 'sent',
      messageId: '1',
      note: `without its picture: 400 Bad Request: ${words}`,
    });
    expect(peer.sent).toMatchObject([{ method: 'sendMessage' }]);
  });

  it.each<[ChatRefusal, string]>([
    ['no-rights', '400 Bad Request: not enough rights to send text messages to the chat'],
    ['writing-forbidden', '400 Bad Request: CHAT_WRITE_FORBIDDEN'],
    ['admin-required', '400 Bad Request: CHAT_ADMIN_REQUIRED'],
    ['no-channel-rights', '400 Bad Request: need administrator rights in the channel chat'],
    ['restricted', '400 Bad Request: CHAT_RESTRICTED'],
    ['peer-invalid', '400 Bad Request: PEER_ID_INVALID'],
    ['group-deactivated', '400 Bad Request: group is deactivated'],
    ['group-deleted', '403 Forbidden: the group chat was deleted'],
    ['never-started', "403 Forbidden: bot can't initiate conversation with a user"],
  ])('is refused by the chat, with its picture and without: %s', async (refuses, reason) => {
    peer.changeChat({ id: 7, refuses });
    expect(await telegram.send(rendered, to)).toEqual({ kind: 'gone', reason });
    expect(await telegram.send(rendered, to, picture)).toEqual({ kind: 'gone', reason });
    expect(peer.sent).toEqual([]);
  });

  it('is refused by a chat that accepts only pictures', async () => {
    peer.changeChat({ id: 7, refuses: 'texts-forbidden' });
    const reason = '400 Bad Request: CHAT_SEND_PLAIN_FORBIDDEN';
    expect(await telegram.send(rendered, to)).toEqual({ kind: 'gone', reason });
  });

  describe.each([
    ['closed', 12],
    ['deleted', 13],
    ['missing', 14],
  ])('to a topic that is %s', (_, topic) => {
    it.each([
      ['a text', null],
      ['a picture', picture],
    ])('comes outside of it once, with a line that says so: %s', async (_, shown) => {
      const result = await telegram.send(rendered, { ...to, chat: '@hashtilt', topic, replyTo: '9' }, shown);
      expect(result).toEqual({ kind: 'sent', messageId: '1', lostTopic: true });
      expect(peer.sent).toHaveLength(1);
      expect(peer.sent[0]?.payload).not.toHaveProperty('message_thread_id');
      expect(peer.sent[0]?.payload).not.toHaveProperty('reply_parameters');
      expect(peer.sent[0]?.text).toBe(
        'Hash rate on 2025-01-08\n\n125 blocks & <more>\n\nThe topic for these messages is closed or gone. From now on they come here.',
      );
    });
  });

  it.each<[string, TelegramAnswer, object]>([
    [
      'a rate limit asks to wait',
      { kind: 'too-many', retryAfter: 17 },
      { kind: 'wait', seconds: 17, isGlobal: false },
    ],
    [
      'a group that became a supergroup has moved',
      { kind: 'migrated', to: -1001234567890 },
      { kind: 'moved', chat: '-1001234567890' },
    ],
    [
      'a chat that blocked the bot is gone',
      { kind: 'blocked' },
      { kind: 'gone', reason: '403 Forbidden: bot was blocked by the user' },
    ],
    [
      'a chat that forbids the bot from writing is gone',
      {
        kind: 'refused',
        code: 400,
        description: 'Bad Request: not enough rights to send text messages to the chat',
      },
      { kind: 'gone', reason: '400 Bad Request: not enough rights to send text messages to the chat' },
    ],
    [
      'a failure of the service is worth a retry',
      { kind: 'broken' },
      { kind: 'retry', reason: '500 Internal Server Error' },
    ],
    [
      'a text it cannot parse is refused',
      { kind: 'refused', code: 400, description: 'Bad Request: message is too long' },
      { kind: 'refused', reason: '400 Bad Request: message is too long' },
    ],
  ])('%s, and nothing is sent', async (_, answer, result) => {
    peer.next(answer);
    expect(await telegram.send(rendered, to)).toEqual(result);
    expect(peer.sent).toEqual([]);
  });

  it('to a chat that does not exist finds it gone', async () => {
    expect(await telegram.send(rendered, { ...to, chat: '8' })).toEqual({
      kind: 'gone',
      reason: '400 Bad Request: chat not found',
    });
  });

  it.each<TelegramAnswer['kind'] & ('silence' | 'reset' | 'not-json')>(['silence', 'reset', 'not-json'])(
    'has an unknown outcome after %s, since it may have been sent',
    async (kind) => {
      peer.next({ kind });
      expect(await waitingFor(kind).send(rendered, to)).toMatchObject({ kind: 'unknown' });
      expect(peer.sent).toHaveLength(1);
    },
  );

  it('is worth a retry if the service is not reached', async () => {
    await peer.close();
    expect(await telegram.send(rendered, to)).toMatchObject({ kind: 'retry' });
  });

  it.each([['4242:other', '401 Unauthorized']])(
    'with the wrong token %s is barred, whatever the chat',
    async (wrong, reason) => {
      const stranger = telegramChannel({ token: wrong, apiRoot: peer.url });
      expect(await stranger.send(rendered, to)).toEqual({ kind: 'barred', reason });
    },
  );

  it('is barred if a web page answers 403 instead of Telegram', async () => {
    peer.bar('address');
    expect(await telegram.send(rendered, to)).toEqual({ kind: 'barred', reason: '403 and a web page' });
    expect(await telegram.send(rendered, to, picture)).toMatchObject({ kind: 'barred' });
  });
});

describe("the bot's token", () => {
  it.each<TelegramAnswer>([
    { kind: 'too-many', retryAfter: 1 },
    { kind: 'blocked' },
    { kind: 'migrated', to: -100 },
    {
      kind: 'refused',
      code: 400,
      description: `Bad Request: https://api.telegram.org/bot${token}/sendMessage`,
    },
    { kind: 'broken' },
    { kind: 'not-json' },
    { kind: 'silence' },
    { kind: 'reset' },
  ])('is in no result: $kind', async (answer) => {
    peer.next(answer);
    const result = await waitingFor(answer.kind).send(rendered, to);
    expect(inspect(result, { depth: null })).not.toContain('secret_of_the_bot');
  });

  it('is not in the result if the service is not reached', async () => {
    await peer.close();
    expect(inspect(await telegram.send(rendered, to), { depth: null })).not.toContain('secret_of_the_bot');
  });

  it('if malformed is refused without being quoted', () => {
    const build = () => telegramChannel({ token: '4242:secret_of_the_bot\n' });
    expect(build).toThrow(InputError);
    try {
      build();
    } catch (error) {
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain('secret_of_the_bot');
    }
  });
});
