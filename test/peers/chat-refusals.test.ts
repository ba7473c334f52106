import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greyPng } from '../support/pictures.ts';
import { CHAT_REFUSAL_NAMES, type ChatRefusal } from '../support/telegram-peer/chat-refusals.ts';
import { CHANNEL, type DiscordClient, message, startDiscordClient } from './discord-client.ts';
import { startTelegramClient, type TelegramClient } from './telegram-client.ts';

const FORUM = -1_001_000_000_001;
const png = greyPng(40, 20);

let telegram: TelegramClient;
let discord: DiscordClient;
beforeAll(async () => {
  telegram = await startTelegramClient({
    chats: [7, { id: FORUM, topics: [12, 13], closedTopics: [12], deletedTopics: [13] }],
    limits: { all: null, chat: null },
  });
  discord = await startDiscordClient();
});
afterAll(() => Promise.all([telegram.peer.close(), discord.peer.close()]));

/** The outcome of sending a text and a picture to a Telegram chat. */
async function atTelegram(place: object): Promise<readonly (string | undefined)[]> {
  const picture = await telegram.form('sendPhoto', { ...place }, { photo: png });
  return [await telegram.outcome('sendMessage', { ...place, text: 'x' }), picture.description ?? 'ok'];
}

describe("a Telegram chat that refuses messages does so in Telegram's words, for texts and pictures:", () => {
  const SAID: Readonly<Record<ChatRefusal, readonly [string, string]>> = {
    'no-rights': [
      'Bad Request: not enough rights to send text messages to the chat',
      'Bad Request: not enough rights to send photos to the chat',
    ],
    'no-photos': ['ok', 'Bad Request: not enough rights to send photos to the chat'],
    'photos-forbidden': ['ok', 'Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN'],
    'media-forbidden': ['ok', 'Bad Request: CHAT_SEND_MEDIA_FORBIDDEN'],
    'texts-forbidden': ['Bad Request: CHAT_SEND_PLAIN_FORBIDDEN', 'ok'],
    'writing-forbidden': ['Bad Request: CHAT_WRITE_FORBIDDEN', 'Bad Request: CHAT_WRITE_FORBIDDEN'],
    'admin-required': ['Bad Request: CHAT_ADMIN_REQUIRED', 'Bad Request: CHAT_ADMIN_REQUIRED'],
    'no-channel-rights': [
      'Bad Request: need administrator rights in the channel chat',
      'Bad Request: need administrator rights in the channel chat',
    ],
    restricted: ['Bad Request: CHAT_RESTRICTED', 'Bad Request: CHAT_RESTRICTED'],
    'peer-invalid': ['Bad Request: PEER_ID_INVALID', 'Bad Request: PEER_ID_INVALID'],
    'group-deactivated': ['Bad Request: group is deactivated', 'Bad Request: group is deactivated'],
    'group-deleted': ['Forbidden: the group chat was deleted', 'Forbidden: the group chat was deleted'],
    'never-started': [
      "Forbidden: bot can't initiate conversation with a user",
      "Forbidden: bot can't initiate conversation with a user",
    ],
  };
  it.each(CHAT_REFUSAL_NAMES)('%s', async (refuses) => {
    telegram.peer.changeChat({ id: 7, refuses });
    expect(await atTelegram({ chat_id: 7 })).toEqual(SAID[refuses]);
  });
});

it.each([
  ['closed', 12, 'Bad Request: TOPIC_CLOSED'],
  ['deleted', 13, 'Bad Request: TOPIC_DELETED'],
  ['missing', 14, 'Bad Request: message thread not found'],
])(
  'a %s Telegram topic accepts neither text nor picture, while its group accepts both',
  async (_, topic, words) => {
    expect(await atTelegram({ chat_id: FORUM, message_thread_id: topic })).toEqual([words, words]);
    expect(await atTelegram({ chat_id: FORUM })).toEqual(['ok', 'ok']);
  },
);

describe('a sender is refused', () => {
  it.each([
    ['token', 401, /^{.*"description":"Unauthorized"}$/],
    ['address', 403, /^<html>/],
  ] as const)('by Telegram for its %s, whatever the chat', async (how, status, body) => {
    telegram.peer.bar(how);
    const response = await fetch(`${telegram.peer.url}/bot4242:AAF-generated/getMe`, { method: 'POST' });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    telegram.peer.bar(null);
    expect(await telegram.outcome('getMe')).toBe('ok');
  });

  it.each([
    ['token', '401 0 401: Unauthorized'],
    ['address', '403 40333 internal network error'],
    ['page', '403'],
  ] as const)('by Discord for its %s, whatever the channel', async (how, words) => {
    discord.peer.bar(how);
    expect(await discord.outcome('POST', `/channels/${CHANNEL}/messages`, message())).toBe(words);
    discord.peer.bar(null);
    expect(await discord.outcome('POST', `/channels/${CHANNEL}/messages`, message())).toBe('200');
  });
});
