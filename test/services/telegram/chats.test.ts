import { beforeEach, describe, expect, it } from 'vitest';
import { type Chat, newChat } from '../../../lib/chats/chat.ts';
import { telegramChat } from '../../../lib/services/telegram/request.ts';
import { ADMIN, CHANNEL, GROUP, PERSON, type RunningBot, startBot } from './running-bot.ts';

const OLD_GROUP = -4242;
const NEW_GROUP = -1004242;

let bot: RunningBot;
beforeEach(async () => {
  bot = await startBot({
    chats: [
      PERSON,
      { id: GROUP },
      { id: CHANNEL, type: 'channel' },
      { id: OLD_GROUP, type: 'group' },
      { id: NEW_GROUP },
    ],
  });
  for (const [id, kind] of [
    [PERSON, 'private'],
    [GROUP, 'group'],
    [CHANNEL, 'channel'],
    [OLD_GROUP, 'group'],
  ] as const)
    await bot.store.chats.saveChat(newChat(telegramChat(id), kind, 1_750_000_000));
  return () => bot.close();
});

const standing = async (id: number): Promise<Chat['standing'] | undefined> =>
  (await bot.store.chats.loadChat(telegramChat(id)))?.standing;

const gone = (reason: string) => ({ kind: 'gone', reason, since: expect.any(Number) });

describe('a chat', () => {
  it('whose person blocks the bot is gone, and comes back when they let it in again', async () => {
    await bot.peer.changeBot({ chat: PERSON, from: PERSON, to: 'kicked' });
    expect(await standing(PERSON)).toEqual(gone('blocked by the person'));
    await bot.peer.changeBot({ chat: PERSON, from: PERSON, to: 'member' });
    expect(await standing(PERSON)).toEqual({ kind: 'on' });
  });

  it.each(['kicked', 'left'] as const)('that the bot is %s from is gone until it is back', async (to) => {
    await bot.peer.changeBot({ chat: GROUP, from: ADMIN, to });
    expect(await standing(GROUP)).toEqual(gone('removed from the chat'));
    await bot.peer.changeBot({ chat: GROUP, from: ADMIN, to: 'administrator' });
    expect(await standing(GROUP)).toEqual({ kind: 'on' });
  });

  it('that is a channel where the bot may not post is gone', async () => {
    await bot.peer.changeBot({ chat: CHANNEL, from: ADMIN, to: 'member' });
    expect(await standing(CHANNEL)).toEqual(gone('may not write in the channel'));
  });

  it('that never asked for anything is not kept when the bot comes or goes', async () => {
    await bot.peer.changeBot({ chat: NEW_GROUP, from: ADMIN, to: 'member' });
    await bot.peer.changeBot({ chat: NEW_GROUP, from: ADMIN, to: 'left' });
    expect(await standing(NEW_GROUP)).toBeUndefined();
  });

  it('that turns out to have blocked the bot when it is answered is gone, and the update is done', async () => {
    bot.peer.next({ kind: 'blocked' });
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([200]);
    expect(await standing(PERSON)).toEqual(gone('sendMessage: 403 Forbidden: bot was blocked by the user'));
  });

  it('that turns out to have become a supergroup lives on under its new id, settings and all', async () => {
    const key = telegramChat(OLD_GROUP);
    const before = await bot.store.chats.loadChat(key);
    await bot.store.chats.saveChat({ ...before!, settings: { ...before!.settings, zone: 'Europe/Oslo' } });
    bot.peer.next({ kind: 'migrated', to: NEW_GROUP });
    await bot.peer.say({ chat: OLD_GROUP, from: ADMIN, text: '/today' });
    expect(await bot.store.chats.loadChat(key)).toBeUndefined();
    expect((await bot.store.chats.loadChat(telegramChat(NEW_GROUP)))?.settings.zone).toBe('Europe/Oslo');
  });

  it('that Telegram says has become a supergroup lives on under its new id', async () => {
    const body = JSON.stringify({
      update_id: 77,
      message: {
        message_id: 5,
        date: 1_750_000_000,
        chat: { id: OLD_GROUP, type: 'group', title: 'Miners' },
        from: { id: ADMIN, is_bot: false, first_name: 'Admin' },
        migrate_to_chat_id: NEW_GROUP,
      },
    });
    const headers = { 'x-telegram-bot-api-secret-token': 'secret_of-the_webhook' };
    expect((await fetch(bot.server.url, { method: 'POST', headers, body })).status).toBe(200);
    expect([await standing(OLD_GROUP), await standing(NEW_GROUP)]).toEqual([undefined, { kind: 'on' }]);
  });
});
