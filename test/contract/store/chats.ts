import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { LEASE_SECONDS, RECEIPT_DAYS } from '../../../lib/bot/receipt-store.ts';
import { chatSchema } from '../../../lib/chats/chat.ts';
import { shardOf } from '../../../lib/chats/chat-key.ts';
import { StaleWriteError } from '../../../lib/store/store-error.ts';
import { chat, record } from '../stored.ts';
import type { StoreWorld } from './store-world.ts';

/** Chats, and the messages taken from them. */
export function chatsContract(world: StoreWorld): void {
  describe('chats', () => {
    const everyPage = async (limit: number) => {
      const pages = [];
      for (let after: string | null | undefined; after !== null; after = pages.at(-1)!.next)
        pages.push(await world.store.chats.loadShard('telegram', 7, after ?? null, limit));
      return pages;
    };

    it('are loaded with settings, silence and watches, and undefined before', async () => {
      const joined = chat(1);
      expect(await world.store.chats.loadChat(joined)).toBeUndefined();
      const saved = await world.store.chats.saveChat(joined);
      expect(saved).toEqual({ ...joined, revision: 1 });
      expect(await world.store.chats.loadChat({ vendor: 'telegram', address: joined.address })).toEqual(
        saved,
      );
      expect(await world.store.chats.loadChat({ ...joined, vendor: 'discord' })).toBeUndefined();
    });

    it('of two writers one is refused as stale', async () => {
      const saved = await world.store.chats.saveChat(chat(1));
      await expect(world.store.chats.saveChat(chat(1))).rejects.toBeInstanceOf(StaleWriteError);
      const muted = await world.store.chats.saveChat({ ...saved, silence: null });
      await expect(world.store.chats.saveChat(saved)).rejects.toMatchObject({ retryable: true });
      expect(await world.store.chats.loadChat(saved)).toEqual(muted);
    });

    it('of a shard are loaded page by page, each once', async () => {
      const of = (shard: number) =>
        Array.from({ length: 3000 }, (_, n) => chat(n)).filter((one) => shardOf(one) === shard);
      const inside = of(7);
      for (const one of [...inside, ...of(8)]) await world.store.chats.saveChat(one);
      const pages = await everyPage(10);
      expect(pages.length).toBeGreaterThan(3);
      expect(Math.max(...pages.map(({ chats }) => chats.length))).toBe(10);
      const found = pages.flatMap(({ chats }) => chats.map(({ address }) => address));
      expect(found).toEqual(inside.map(({ address }) => address).sort());
    });

    it('that are damaged are set aside with the reason, and the others are loaded', async () => {
      const [sound, damaged] = Array.from({ length: 500 }, (_, n) => chat(n)).filter(
        (one) => shardOf(one) === 7,
      );
      await world.store.chats.saveChat(sound!);
      await world.put({ pk: 'CHATS#telegram#07', sk: damaged!.address, v: 1, ...damaged!, kind: 'nobody' });
      const { chats, damaged: aside, next } = await world.store.chats.loadShard('telegram', 7, null, 10);
      expect(chats.map(({ address }) => address)).toEqual([sound!.address]);
      expect(aside).toMatchObject([{ address: damaged!.address, reason: expect.stringContaining('kind: ') }]);
      expect(next).toBeNull();
      expect(
        await world.store.chats.loadChats('telegram', [sound!.address, damaged!.address, '42']),
      ).toMatchObject({ chats: [{ address: sound!.address }], damaged: aside });
    });

    it('are erased completely, even if requested twice', async () => {
      const saved = await world.store.chats.saveChat(chat(1));
      await world.store.chats.countCommand(saved, 29_616_667, 'command');
      await world.store.deliveries.saveRecord(saved, record('digest-2025-01-08'), 2_000_000_000);
      await world.store.chats.eraseChat(saved);
      await world.store.chats.eraseChat(saved);
      expect((await world.client.send(new ScanCommand({ TableName: world.table }))).Items).toEqual([]);
    });

    it('have their commands counted per minute, even before they are known', async () => {
      const count = (minute: number) => world.store.chats.countCommand(chat(1), minute, 'command');
      expect([await count(7), await count(7), await count(7)]).toEqual([1, 2, 3]);
      expect([await count(8), await count(8)]).toEqual([1, 2]);
      expect(await world.store.chats.countCommand(chat(2), 8, 'command')).toBe(1);
      expect(await world.store.chats.countCommand(chat(1), 8, 'inline')).toBe(1);
    });

    it('with concurrent commands have each one counted', async () => {
      const counted = await Promise.all(
        Array.from({ length: 8 }, () => world.store.chats.countCommand(chat(1), 7, 'command')),
      );
      expect(counted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('can hold fifty watches within the 400 KB of an item', async () => {
      const [watch] = chat(1).watches;
      const watches = Array.from({ length: 50 }, (_, n) => ({ ...watch!, id: `watch-${n}` }));
      await world.store.chats.saveChat({ ...chat(1), watches });
      expect((await world.store.chats.loadChat(chat(1)))?.watches).toEqual(watches);
      expect(chatSchema.safeParse({ ...chat(1), watches: [...watches, watch] }).success).toBe(false);
    });
  });

  describe('receipts', () => {
    const NOW = 1_750_000_000;
    const taken = async (id: string, at = NOW) => {
      const receipt = await world.store.receipts.takeReceipt(id, at);
      if (receipt.kind !== 'taken') throw new Error(`${id} is ${receipt.kind}`);
      return receipt.ticket;
    };

    it('taken twice at once are granted once', async () => {
      const kinds = await Promise.all(
        Array.from(
          { length: 5 },
          async () => (await world.store.receipts.takeReceipt('telegram 1', NOW)).kind,
        ),
      );
      expect(kinds.toSorted()).toEqual(['busy', 'busy', 'busy', 'busy', 'taken']);
      expect((await world.store.receipts.takeReceipt('telegram 2', NOW)).kind).toBe('taken');
    });

    it('stay done once finished', async () => {
      await world.store.receipts.finishReceipt(await taken('telegram 1'), NOW + 1);
      expect(await world.store.receipts.takeReceipt('telegram 1', NOW + 3600)).toEqual({ kind: 'done' });
    });

    it('can be taken again after the lease of a crashed holder expires, who then cannot finish', async () => {
      const crashed = await taken('telegram 1');
      expect(await world.store.receipts.takeReceipt('telegram 1', NOW + LEASE_SECONDS - 1)).toEqual({
        kind: 'busy',
      });
      const next = await taken('telegram 1', NOW + LEASE_SECONDS);
      await expect(world.store.receipts.finishReceipt(crashed, NOW + 40)).rejects.toBeInstanceOf(
        StaleWriteError,
      );
      await world.store.receipts.finishReceipt(next, NOW + 41);
      expect(await world.store.receipts.takeReceipt('telegram 1', NOW + 42)).toEqual({ kind: 'done' });
    });

    it('taken by a clock a day ahead can be taken at once when the clock is right again', async () => {
      await taken('telegram 1', NOW + 86_400);
      await taken('telegram 1', NOW);
    });

    it('can be taken at once after they are returned', async () => {
      await world.store.receipts.returnReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW);
    });

    it('count as absent once they expire, even before DynamoDB deletes them', async () => {
      await world.store.receipts.finishReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW + RECEIPT_DAYS * 86_400);
    });
  });
}
