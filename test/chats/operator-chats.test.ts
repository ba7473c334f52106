import { describe, expect, it } from 'vitest';
import { newChat } from '../../lib/chats/chat.ts';
import { ensureOperatorChats } from '../../lib/chats/operator-chats.ts';
import type { Standing } from '../../lib/chats/standing.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { memoryChats } from '../support/memory-chats.ts';

describe('a chat in the settings', () => {
  it('gets its messages in the topic set there, and in another one once that is changed', async () => {
    const store = memoryChats();
    const forum = { vendor: 'telegram', address: '-1001234567890' } as const;
    for (const [named, topic] of [
      [45, 45],
      [46, 46],
      [null, 46],
    ] as const) {
      await ensureOperatorChats(store, [{ ...forum, topic: named }]);
      expect(await store.loadChat(forum)).toMatchObject({ topic });
    }
  });

  it('that refused is retried at once when the operator asks for it, but not by the schedule', async () => {
    const store = memoryChats();
    const [refusing, paused] = ['2', '3'].map((address) => ({ vendor: 'telegram', address }) as const);
    const standing: Standing = {
      kind: 'refusing',
      days: [parseDay('2026-05-27')],
      reason: '403 Forbidden',
    };
    await store.saveChat({ ...newChat(refusing!, 'group', 0), standing });
    const removed = { kind: 'paused', reason: 'the bot was removed', since: 1 } as const;
    await store.saveChat({ ...newChat(paused!, 'group', 0), standing: removed });
    const standings = async () =>
      Promise.all([refusing!, paused!].map(async (key) => (await store.loadChat(key))?.standing));
    const own = [refusing!, paused!].map((key) => ({ ...key, topic: null }));
    await ensureOperatorChats(store, own, false);
    expect(await standings()).toEqual([standing, { kind: 'on' }]);
    await ensureOperatorChats(store, own);
    expect(await standings()).toEqual([{ kind: 'on' }, { kind: 'on' }]);
  });
});
