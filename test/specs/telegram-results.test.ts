import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramClient, type TelegramClient } from '../peers/telegram-client.ts';
import { greyPng } from '../support/pictures.ts';
import { TELEGRAM } from '../support/specs/published.ts';
import { telegramResultCheck } from '../support/specs/telegram-schema.ts';

const specs = process.env.HASHTILT_SPECS!;
const GROUP = -1_001_000_000_001;

let client: TelegramClient;
beforeEach(async () => {
  client = await startTelegramClient({
    chats: [7, { id: GROUP, topics: [12], members: { 7: 'creator', 8: 'administrator', 9: 'kicked' } }],
  });
});
afterEach(() => client.peer.close());

describe("the Telegram peer's result is of the described type", () => {
  let check: ReturnType<typeof telegramResultCheck>;
  beforeAll(() => {
    check = telegramResultCheck(JSON.parse(readFileSync(join(specs, TELEGRAM.file), 'utf8')));
  });
  const reply_markup = { inline_keyboard: [[{ text: 'Owners', callback_data: 'owners' }]] };
  const first = { chat_id: GROUP, message_id: 1 };

  it.each<[string, object]>([
    ['getMe', {}],
    [
      'sendMessage',
      { chat_id: GROUP, message_thread_id: 12, text: '<b>x</b>', parse_mode: 'HTML', reply_markup },
    ],
    ['sendMessage', { chat_id: GROUP, text: 'x', reply_parameters: { message_id: 1 } }],
    ['sendChatAction', { chat_id: 7, action: 'typing' }],
    ['editMessageText', { ...first, text: 'y' }],
    ['deleteMessage', first],
    ['getUpdates', {}],
    ['getWebhookInfo', {}],
    ['setMyCommands', { commands: [] }],
    ['getMyCommands', {}],
    ['getMyDescription', {}],
    ['getMyShortDescription', {}],
    ['getChat', { chat_id: GROUP }],
    ['getChat', { chat_id: 7 }],
    ['getChatMember', { chat_id: GROUP, user_id: 7 }],
    ['getChatMember', { chat_id: GROUP, user_id: 8 }],
    ['getChatMember', { chat_id: GROUP, user_id: 9 }],
    ['getChatMember', { chat_id: GROUP, user_id: 10 }],
    ['getChatAdministrators', { chat_id: GROUP }],
    ['getChatMemberCount', { chat_id: GROUP }],
  ])('for %s %j', async (method, body) => {
    await client.call('sendMessage', { chat_id: GROUP, text: 'x', reply_markup });
    // One update of each kind, for getUpdates.
    await client.peer.say({ chat: GROUP, from: 8, text: '/today', topic: 12 });
    await client.peer.say({ chat: GROUP, from: 8, text: 'x', anonymous: true });
    await client.peer.press({ chat: GROUP, messageId: 1, data: 'owners' });
    await client.peer.ask({ query: 'us', from: 7 });
    await client.peer.changeBot({ chat: GROUP, from: 8, to: 'administrator' });
    const { ok, result } = await client.call(method, body);
    expect([ok, check(method, result)]).toEqual([true, undefined]);
  });

  it('or the check finds the fault', () => {
    expect(check('getMe', { id: 1 })).toMatch(/result must have required property 'is_bot'/);
  });

  it('for sendPhoto', async () => {
    const { result } = await client.form('sendPhoto', { chat_id: 7, caption: 'x' }, { photo: greyPng(9, 9) });
    expect(check('sendPhoto', result)).toBeUndefined();
  });
});
