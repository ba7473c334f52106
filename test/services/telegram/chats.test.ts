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

const paused = (reason: string) => ({ kind: 'paused', reason, since: expect.any(Number) });

describe('a chat', () => {
  it('whose person blocks the bot is paused, and resumes when they unblock it', async () => {
    await bot.peer.changeBot({ chat: PERSON, from: PERSON, to: 'kicked' });
    expect(await standing(PERSON)).toEqual(paused('the bot was blocked by the person'));
    await bot.peer.changeBot({ chat: PERSON, from: PERSON, to: 'member' });
    expect(await standing(PERSON)).toEqual({ kind: 'on' });
  });

  it.each(['kicked', 'left'] as const)('with the bot removed (%s) is paused until it is back', async (to) => {
    await bot.peer.changeBot({ chat: GROUP, from: ADMIN, to });
    expect(await standing(GROUP)).toEqual(paused('the bot was removed from the chat'));
    await bot.peer.changeBot({ chat: GROUP, from: ADMIN, to: 'administrator' });
    expect(await standing(GROUP)).toEqual({ kind: 'on' });
  });

  it('that is a channel where the bot may not post is paused', async () => {
    await bot.peer.changeBot({ chat: CHANNEL, from: ADMIN, to: 'member' });
    expect(await standing(CHANNEL)).toEqual(paused('the bot may not write in the channel'));
  });

  it('that never subscribed is not stored when the bot is added or removed', async () => {
    await bot.peer.changeBot({ chat: NEW_GROUP, from: ADMIN, to: 'member' });
    await bot.peer.changeBot({ chat: NEW_GROUP, from: ADMIN, to: 'left' });
    expect(await standing(NEW_GROUP)).toBeUndefined();
  });

  it('that refuses an answer is not paused for it: the refusal is recorded, and the update is done', async () => {
    bot.peer.next({ kind: 'blocked' });
    expect((await bot.peer.say({ chat: PERSON, text: '/today' })).statuses).toEqual([200]);
    expect(await standing(PERSON)).toEqual({
      kind: 'refusing',
      days: [expect.any(String)],
      reason: 'sendMessage: 403 Forbidden: bot was blocked by the user',
    });
  });

  it('that refuses answers on three different days is paused', async () => {
    for (let day = 0; day < 3; day++) {
      bot.peer.next({ kind: 'blocked' });
      await bot.peer.say({ chat: PERSON, text: '/today' });
      bot.clock.advance(86_400);
    }
    expect(await standing(PERSON)).toEqual(
      paused(
        'Telegram refused messages on 3 different days, most recently with “sendMessage: 403 Forbidden: bot was blocked by the user”',
      ),
    );
  });

  it('found to have become a supergroup continues under its new id, with its settings', async () => {
    const key = telegramChat(OLD_GROUP);
    const before = await bot.store.chats.loadChat(key);
    await bot.store.chats.saveChat({ ...before!, settings: { ...before!.settings, zone: 'Europe/Oslo' } });
    bot.peer.next({ kind: 'migrated', to: NEW_GROUP });
    await bot.peer.say({ chat: OLD_GROUP, from: ADMIN, text: '/today' });
    expect(await bot.store.chats.loadChat(key)).toBeUndefined();
    expect((await bot.store.chats.loadChat(telegramChat(NEW_GROUP)))?.settings.zone).toBe('Europe/Oslo');
  });

  describe.each([
    [['group']],
    [['supergroup']],
    [['group', 'supergroup']],
    [['supergroup', 'group']],
  ] as const)('that became a supergroup, as the bot learns from %j,', (announcedIn) => {
    const [from, to] = [telegramChat(OLD_GROUP), telegramChat(NEW_GROUP)];
    const migrate = () => bot.peer.migrate({ chat: OLD_GROUP, to: NEW_GROUP, from: ADMIN, announcedIn });
    const left = { kind: 'paused', reason: 'the bot was removed from the chat', since: 1 } as const;

    it('continues under its new id, with its settings', async () => {
      const before = await bot.store.chats.loadChat(from);
      await bot.store.chats.saveChat({
        ...before!,
        settings: { ...before!.settings, zone: 'Europe/Oslo' },
      });
      expect((await migrate()).map(({ statuses }) => statuses)).toEqual(announcedIn.map(() => [200]));
      expect(await bot.store.chats.loadChat(from)).toBeUndefined();
      expect(await bot.store.chats.loadChat(to)).toMatchObject({
        settings: { zone: 'Europe/Oslo' },
        standing: { kind: 'on' },
      });
    });

    it('is active, although the bot had been removed from the group', async () => {
      const before = await bot.store.chats.loadChat(from);
      await bot.store.chats.saveChat({ ...before!, standing: left });
      await migrate();
      expect([await standing(OLD_GROUP), await standing(NEW_GROUP)]).toEqual([undefined, { kind: 'on' }]);
    });

    it('is active, even if it was stored under its new id and paused there', async () => {
      await bot.store.chats.saveChat({ ...newChat(to, 'group', 1), standing: left });
      await migrate();
      expect([await standing(OLD_GROUP), await standing(NEW_GROUP)]).toEqual([undefined, { kind: 'on' }]);
    });

    it('is not stored if it never subscribed', async () => {
      await bot.store.chats.eraseChat(from);
      await migrate();
      expect([await standing(OLD_GROUP), await standing(NEW_GROUP)]).toEqual([undefined, undefined]);
    });
  });
});
