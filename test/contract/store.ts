import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { LEASE_SECONDS, RECEIPT_DAYS } from '../../lib/bot/receipt-store.ts';
import { chatSchema } from '../../lib/chats/chat.ts';
import { shardOf } from '../../lib/chats/chat-key.ts';
import type { LostBlock } from '../../lib/core/ledger/block.ts';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { addDays, parseDay } from '../../lib/core/ledger/utc-day.ts';
import { NO_BLOCKS_SEEN } from '../../lib/core/signals/detector-state.ts';
import { newPace } from '../../lib/delivery/pace-state.ts';
import { ensureTable } from '../../lib/store/ensure-table.ts';
import { itemForm } from '../../lib/store/item-form.ts';
import { connectStore, type Store } from '../../lib/store/store.ts';
import { StaleWriteError, StoreError } from '../../lib/store/store-error.ts';
import { connectTable } from '../../lib/store/table.ts';
import { startDynamoProxy } from '../support/dynamo-proxy.ts';
import {
  chat,
  closedDay,
  DAY,
  figures,
  heights,
  labelled,
  progress,
  record,
  signalRecord,
  transition,
  verified,
} from './stored.ts';

const MESSAGE = {
  id: 'warning-2025-01-08',
  text: 'Größe: 44% ≥ 1/3',
  telegram: { html: '<b>44%</b> &lt;&amp;' },
  discord: {
    embeds: [
      { title: 'a', color: 1, footer: { text: 'b' } },
      { title: 'c', color: 2 },
    ],
  },
};

/** A running DynamoDB of any implementation. */
export type RunningDynamo = {
  readonly config: DynamoDBClientConfig;
  /** For clients in other processes, if different. */
  readonly overHttp?: DynamoDBClientConfig;
  readonly close: () => Promise<void>;
};

/** The contract of every storage implementation. Each test has its own table. */
export function storeContract(start: () => Promise<RunningDynamo>): void {
  let dynamo: RunningDynamo;
  const overHttp = () => dynamo.overHttp ?? dynamo.config;
  let client: DynamoDBDocumentClient;
  let table: string;
  let store: Store;
  let tables = 0;

  beforeAll(async () => {
    dynamo = await start();
    client = DynamoDBDocumentClient.from(new DynamoDBClient(dynamo.config));
  });
  afterAll(async () => {
    client.destroy();
    await dynamo.close();
  });
  beforeEach(async () => {
    tables += 1;
    table = `contract-${tables}`;
    await ensureTable(table, dynamo.config);
    store = connectStore(table, dynamo.config);
    return () => store.close();
  });

  const put = (item: Readonly<Record<string, unknown>>) =>
    client.send(new PutCommand({ TableName: table, Item: item }));

  describe('days', () => {
    it('are loaded in ascending order as saved, with their counts as maps', async () => {
      const ledger: Ledger = [
        closedDay('2025-01-08'),
        { kind: 'missing', day: addDays(DAY, 1) },
        { kind: 'reopened', day: addDays(DAY, 2), revision: 3 },
      ];
      await store.ledger.saveDays(ledger.toReversed());
      expect(await store.ledger.loadDays()).toEqual(ledger);
    });

    it('can be loaded from one day to another, inclusive', async () => {
      const days = ['2025-01-08', '2025-01-09', '2025-01-10', '2025-01-11'].map(closedDay);
      await store.ledger.saveDays(days);
      const range = { from: addDays(DAY, 1), to: addDays(DAY, 2) };
      expect(await store.ledger.loadDays(range)).toEqual(days.slice(1, 3));
    });

    it('replace what was saved for them before', async () => {
      const corrected = { ...closedDay('2025-01-08'), revision: 2 };
      await store.ledger.saveDays([closedDay('2025-01-08')]);
      await store.ledger.saveDays([corrected]);
      expect(await store.ledger.loadDays()).toEqual([corrected]);
    });

    it('are marked as settled up to a day, until it or an earlier one is saved again', async () => {
      const days = ['2025-01-08', '2025-01-09', '2025-01-10'].map(closedDay);
      expect(await store.ledger.loadSettled()).toBeNull();
      await store.ledger.saveDays(days.slice(0, 2));
      await store.ledger.saveSettled(addDays(DAY, 1));
      await store.ledger.saveDays(days.slice(2));
      expect(await store.ledger.loadSettled()).toBe('2025-01-09');
      await store.ledger.saveDays(days.slice(1));
      expect(await store.ledger.loadSettled()).toBe('2025-01-08');
    });

    it('are all loaded even if they exceed the megabyte of one response', async () => {
      const registry = 'long '.repeat(1000);
      const ledger = Array.from({ length: 250 }, (_, index) => ({
        ...closedDay(addDays(DAY, index)),
        registry,
      }));
      await store.ledger.saveDays(ledger);
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'LEDGER' },
      });
      expect((await client.send(query)).LastEvaluatedKey).toBeDefined();
      expect(await store.ledger.loadDays()).toEqual(ledger);
    });
  });

  describe('blocks', () => {
    it('are loaded as saved, both labelled and verified', async () => {
      const blocks = [labelled(899), labelled(900), verified(901), { ...verified(902), conflicts: 2 }];
      await store.ledger.saveBlocks(blocks);
      expect(await store.ledger.loadBlocks(899, 902)).toEqual(blocks);
    });

    it('are loaded by height, inclusive, and gaps stay gaps', async () => {
      await store.ledger.saveBlocks([100, 101, 105, 199, 200, 201].map(labelled));
      const found = await store.ledger.loadBlocks(101, 200);
      expect(found.map(({ height }) => height)).toEqual([101, 105, 199, 200]);
    });

    it('replace those at the same heights and leave the others', async () => {
      await store.ledger.saveBlocks([100, 101, 102].map(labelled));
      await store.ledger.saveBlocks([verified(101)]);
      expect(await store.ledger.loadBlocks(100, 102)).toEqual([labelled(100), verified(101), labelled(102)]);
    });

    it('the newest are at least as many as requested, ascending', async () => {
      await store.ledger.saveBlocks(heights(0, 999).map(verified));
      const newest = await store.ledger.loadNewestBlocks(350);
      expect(newest.length).toBeGreaterThanOrEqual(350);
      expect(newest).toEqual(heights(1000 - newest.length, 999).map(verified));
    });

    it('the newest stop at a gap: blocks below it are not part of the run', async () => {
      await store.ledger.saveBlocks([...heights(80, 120), ...heights(130, 260)].map(verified));
      const newest = await store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(130, 260));
    });

    it('the newest stop at a block that does not follow the one below', async () => {
      const orphan = { ...verified(120), previousId: 'e'.repeat(64) };
      await store.ledger.saveBlocks([...heights(90, 119).map(verified), orphan, verified(121)]);
      const newest = await store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(90, 119));
    });

    it('that do not exist give an empty list', async () => {
      expect(await store.ledger.loadNewestBlocks(10)).toEqual([]);
      expect(await store.ledger.loadBlocks(0, 10_000)).toEqual([]);
    });
  });

  it('ends of difficulty epochs are loaded in ascending order', async () => {
    const ends = [955_583, 955_584].map((height) => {
      const { time, bits, id, previousId } = verified(height);
      return { height, time, bits, id, previousId };
    });
    await store.ledger.saveEpochEnds(ends.toReversed());
    expect(await store.ledger.loadEpochEnds()).toEqual(ends);
  });

  it('lost blocks are loaded by height, all or some, until they are removed', async () => {
    const [first, second, third] = [955_583, 955_584, 955_700].map((height) => {
      const { id, time, pool } = verified(height);
      return { height, id, time, pool, winner: null };
    }) as [LostBlock, LostBlock, LostBlock];
    await store.ledger.saveLostBlocks([third, first, second]);
    expect(await store.ledger.loadLostBlocks()).toEqual([first, second, third]);
    expect(await store.ledger.loadLostBlocks({ from: 955_584, to: 955_700 })).toEqual([second, third]);
    await store.ledger.forgetLostBlocks([second, { ...first, id: third.id }]);
    expect(await store.ledger.loadLostBlocks()).toEqual([first, third]);
  });

  describe('progress of the rules', () => {
    it('is undefined before the first evaluation', async () => {
      expect(await store.warnings.loadProgress()).toBeUndefined();
    });

    it('is loaded with its revision incremented', async () => {
      await store.warnings.saveProgress(progress());
      expect(await store.warnings.loadProgress()).toEqual({ ...progress(), revision: 1 });
      await store.warnings.saveProgress({ ...progress(), revision: 1, through: addDays(DAY, 1) });
      expect(await store.warnings.loadProgress()).toMatchObject({ revision: 2, through: '2025-01-09' });
    });

    it.each([0, 1])('of two writers at revision %i one is refused as stale', async (revision) => {
      const other = connectStore(table, dynamo.config);
      if (revision === 1) await store.warnings.saveProgress(progress());
      const [first, second] = [
        { ...progress(), revision, through: addDays(DAY, 1) },
        { ...progress(), revision, through: addDays(DAY, 2) },
      ];
      const results = await Promise.allSettled([
        store.warnings.saveProgress(first),
        other.warnings.saveProgress(second),
      ]);
      other.close();
      const [rejected, ...more] = results.filter((result) => result.status === 'rejected');
      expect(more).toEqual([]);
      expect(rejected?.reason).toBeInstanceOf(StaleWriteError);
      expect(rejected?.reason).toMatchObject({ retryable: true });
      const winner = results[0]?.status === 'fulfilled' ? first : second;
      expect(await store.warnings.loadProgress()).toEqual({ ...winner, revision: revision + 1 });
    });
  });

  describe('transitions', () => {
    it('are loaded by day, with null if there is no number', async () => {
      const saved = [transition('2025-01-08', 'a'), { ...transition('2025-01-08', 'b'), value: null }];
      await store.warnings.saveTransitions(DAY, DAY, saved);
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual(saved);
    });

    it('of a range replace all those saved within it, and none outside', async () => {
      const days = ['2025-01-07', '2025-01-08', '2025-01-09', '2025-01-10'];
      const before = days.map((day) => transition(day, 'before'));
      await store.warnings.saveTransitions(parseDay(days[0]!), parseDay(days[3]!), before);
      const after = [transition('2025-01-09', 'after')];
      await store.warnings.saveTransitions(parseDay(days[1]!), parseDay(days[2]!), after);
      expect(await store.warnings.loadTransitions(parseDay(days[0]!), parseDay(days[3]!))).toEqual([
        before[0],
        after[0],
        before[3],
      ]);
    });
  });

  it('retractions accumulate, and are loaded by day', async () => {
    const [first, second] = [transition('2025-01-08', 'a'), transition('2025-01-10', 'b')];
    await store.warnings.saveRetracted([first]);
    await store.warnings.saveRetracted([second, first]);
    expect(await store.warnings.loadRetracted(DAY, addDays(DAY, 2))).toEqual([first, second]);
    expect(await store.warnings.loadRetracted(DAY, addDays(DAY, 1))).toEqual([first]);
  });

  it('signals are saved with the state of their detector, by one writer at a time', async () => {
    expect(await store.warnings.loadSignals()).toBeUndefined();
    const progress = { revision: 0, base: NO_BLOCKS_SEEN, baseId: null, told: [signalRecord()] };
    await store.warnings.saveSignals(progress);
    expect(await store.warnings.loadSignals()).toEqual({ ...progress, revision: 1 });
    await expect(store.warnings.saveSignals(progress)).rejects.toThrow(StaleWriteError);
  });

  describe('delivery records', () => {
    const [one, other] = [chat(1), chat(2)];

    it('are loaded for each chat by key, and omitted if absent', async () => {
      const saved = await store.deliveries.saveRecord(one, record('warning-2025-01-08'), 2_000_000_000);
      expect(saved).toEqual({ ...record('warning-2025-01-08'), revision: 1 });
      const keys = ['digest-2025-01-08', 'warning-2025-01-08'];
      expect(
        await store.deliveries.loadRecords([
          { chat: other, keys },
          { chat: one, keys },
        ]),
      ).toEqual([
        { kind: 'sound', records: new Map() },
        { kind: 'sound', records: new Map([['warning-2025-01-08', saved]]) },
      ]);
    });

    it('of a chat with a damaged one are reported with the reason, without affecting other chats', async () => {
      const keys = ['digest-2025-01-08', 'warning-2025-01-08'];
      for (const each of [one, other])
        await store.deliveries.saveRecord(each, record('warning-2025-01-08'), 2_000_000_000);
      await put({ pk: `CHAT#telegram#${one.address}`, sk: 'digest-2025-01-08', v: 1, status: 'perhaps' });
      expect(await store.deliveries.loadRecords([one, other].map((each) => ({ chat: each, keys })))).toEqual([
        { kind: 'damaged', reason: expect.stringContaining('status: ') },
        { kind: 'sound', records: expect.any(Map) },
      ]);
    });

    it('can be requested by the hundreds', async () => {
      const chats = Array.from({ length: 120 }, (_, number) => chat(number));
      for (const each of chats)
        await store.deliveries.saveRecord(each, record('digest-2025-01-08'), 2_000_000_000);
      const found = await store.deliveries.loadRecords(
        chats.map((each) => ({ chat: each, keys: ['digest-2025-01-08', 'warning-2025-01-08'] })),
      );
      expect(found.map((one) => one.kind === 'sound' && [...one.records.keys()])).toEqual(
        chats.map(() => ['digest-2025-01-08']),
      );
    });

    it('of two senders that claim one, the second is refused', async () => {
      const claims = [one, one].map((each) =>
        store.deliveries.saveRecord(each, record('digest-1'), 2_000_000_000),
      );
      const outcomes = await Promise.all(claims);
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
    });

    it('are copied to the chat that theirs has become, even if requested twice', async () => {
      const saved = await store.deliveries.saveRecord(one, record('warning-2025-01-08'), 2_000_000_000);
      await store.deliveries.copyRecords(one, other);
      await store.deliveries.copyRecords(one, other);
      expect(await store.deliveries.loadRecords([{ chat: other, keys: ['warning-2025-01-08'] }])).toEqual([
        { kind: 'sound', records: new Map([['warning-2025-01-08', saved]]) },
      ]);
    });
  });

  it('chat tallies of a day add up per service, even with concurrent writers', async () => {
    const { loadTally, addTally } = store.deliveries;
    expect(await loadTally('telegram', DAY)).toBeUndefined();
    await Promise.all(
      Array.from({ length: 8 }, () => addTally('telegram', DAY, { asked: 100, refused: 2, paused: 1 })),
    );
    expect(await addTally('telegram', DAY, { asked: 1, refused: 0, paused: 0 })).toEqual({
      asked: 801,
      refused: 16,
      paused: 8,
    });
    expect(await loadTally('telegram', DAY)).toMatchObject({ asked: 801, refused: 16, paused: 8 });
    expect(await loadTally('discord', DAY)).toBeUndefined();
  });

  it('shards are returned when due, oldest first, until they are removed', async () => {
    const due = [
      { at: 1_736_300_600, vendor: 'discord', shard: 7 },
      { at: 1_736_300_000, vendor: 'telegram', shard: null },
      { at: 1_736_301_000, vendor: 'telegram', shard: 63 },
    ] as const;
    await store.deliveries.saveDue(due);
    expect(await store.deliveries.loadDue(1_736_300_600)).toEqual([due[1], due[0]]);
    await store.deliveries.removeDue([due[1]]);
    expect(await store.deliveries.loadDue(1_736_301_000)).toEqual([due[0], due[2]]);
  });

  it('of two senders that take a turn at once, one has to retry', async () => {
    expect(await store.paces.loadPace('telegram')).toBeUndefined();
    const pace = newPace({ start: 30, least: 1, most: 1000 });
    const outcomes = await Promise.all([1, 2].map(() => store.paces.savePace('telegram', pace)));
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await store.paces.loadPace('telegram')).toEqual({ ...pace, revision: 1 });
    expect(await store.paces.loadPace('discord')).toBeUndefined();
  });

  it('a pace from the first release, without its time of change, can be loaded', async () => {
    const { at: _, ...first } = newPace({ start: 30, least: 1, most: 1000 });
    await put({ pk: 'PACE', sk: 'telegram', v: 1, ...first, revision: 7, nextAt: 5 });
    expect(await store.paces.loadPace('telegram')).toEqual({ ...first, revision: 7, nextAt: 5, at: 0 });
  });

  describe('the newest figures', () => {
    it('are loaded as saved, and undefined before', async () => {
      expect(await store.figures.loadFigures()).toBeUndefined();
      await store.figures.saveFigures(figures());
      expect(await store.figures.loadFigures()).toEqual(figures());
    });

    it('that are damaged are reported by their key', async () => {
      await put({ pk: 'LATEST', sk: 'FIGURES', v: 1, json: '{' });
      await expect(store.figures.loadFigures()).rejects.toThrow(
        'stored item LATEST / FIGURES: json: expected JSON',
      );
    });
  });

  describe('chats', () => {
    const everyPage = async (limit: number) => {
      const pages = [];
      for (let after: string | null | undefined; after !== null; after = pages.at(-1)!.next)
        pages.push(await store.chats.loadShard('telegram', 7, after ?? null, limit));
      return pages;
    };

    it('are loaded with settings, silence and watches, and undefined before', async () => {
      const joined = chat(1);
      expect(await store.chats.loadChat(joined)).toBeUndefined();
      const saved = await store.chats.saveChat(joined);
      expect(saved).toEqual({ ...joined, revision: 1 });
      expect(await store.chats.loadChat({ vendor: 'telegram', address: joined.address })).toEqual(saved);
      expect(await store.chats.loadChat({ ...joined, vendor: 'discord' })).toBeUndefined();
    });

    it('of two writers one is refused as stale', async () => {
      const saved = await store.chats.saveChat(chat(1));
      await expect(store.chats.saveChat(chat(1))).rejects.toBeInstanceOf(StaleWriteError);
      const muted = await store.chats.saveChat({ ...saved, silence: null });
      await expect(store.chats.saveChat(saved)).rejects.toMatchObject({ retryable: true });
      expect(await store.chats.loadChat(saved)).toEqual(muted);
    });

    it('of a shard are loaded page by page, each once', async () => {
      const of = (shard: number) =>
        Array.from({ length: 3000 }, (_, n) => chat(n)).filter((one) => shardOf(one) === shard);
      const inside = of(7);
      for (const one of [...inside, ...of(8)]) await store.chats.saveChat(one);
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
      await store.chats.saveChat(sound!);
      await put({ pk: 'CHATS#telegram#07', sk: damaged!.address, v: 1, ...damaged!, kind: 'nobody' });
      const { chats, damaged: aside, next } = await store.chats.loadShard('telegram', 7, null, 10);
      expect(chats.map(({ address }) => address)).toEqual([sound!.address]);
      expect(aside).toMatchObject([{ address: damaged!.address, reason: expect.stringContaining('kind: ') }]);
      expect(next).toBeNull();
      expect(await store.chats.loadChats('telegram', [sound!.address, damaged!.address, '42'])).toMatchObject(
        { chats: [{ address: sound!.address }], damaged: aside },
      );
    });

    it('are erased completely, even if requested twice', async () => {
      const saved = await store.chats.saveChat(chat(1));
      await store.chats.countCommand(saved, 29_616_667, 'command');
      await store.deliveries.saveRecord(saved, record('digest-2025-01-08'), 2_000_000_000);
      await store.chats.eraseChat(saved);
      await store.chats.eraseChat(saved);
      expect((await client.send(new ScanCommand({ TableName: table }))).Items).toEqual([]);
    });

    it('have their commands counted per minute, even before they are known', async () => {
      const count = (minute: number) => store.chats.countCommand(chat(1), minute, 'command');
      expect([await count(7), await count(7), await count(7)]).toEqual([1, 2, 3]);
      expect([await count(8), await count(8)]).toEqual([1, 2]);
      expect(await store.chats.countCommand(chat(2), 8, 'command')).toBe(1);
      expect(await store.chats.countCommand(chat(1), 8, 'inline')).toBe(1);
    });

    it('with concurrent commands have each one counted', async () => {
      const counted = await Promise.all(
        Array.from({ length: 8 }, () => store.chats.countCommand(chat(1), 7, 'command')),
      );
      expect(counted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('can hold fifty watches within the 400 KB of an item', async () => {
      const [watch] = chat(1).watches;
      const watches = Array.from({ length: 50 }, (_, n) => ({ ...watch!, id: `watch-${n}` }));
      await store.chats.saveChat({ ...chat(1), watches });
      expect((await store.chats.loadChat(chat(1)))?.watches).toEqual(watches);
      expect(chatSchema.safeParse({ ...chat(1), watches: [...watches, watch] }).success).toBe(false);
    });
  });

  describe('receipts', () => {
    const NOW = 1_750_000_000;
    const taken = async (id: string, at = NOW) => {
      const receipt = await store.receipts.takeReceipt(id, at);
      if (receipt.kind !== 'taken') throw new Error(`${id} is ${receipt.kind}`);
      return receipt.ticket;
    };

    it('taken twice at once are granted once', async () => {
      const kinds = await Promise.all(
        Array.from({ length: 5 }, async () => (await store.receipts.takeReceipt('telegram 1', NOW)).kind),
      );
      expect(kinds.toSorted()).toEqual(['busy', 'busy', 'busy', 'busy', 'taken']);
      expect((await store.receipts.takeReceipt('telegram 2', NOW)).kind).toBe('taken');
    });

    it('stay done once finished', async () => {
      await store.receipts.finishReceipt(await taken('telegram 1'), NOW + 1);
      expect(await store.receipts.takeReceipt('telegram 1', NOW + 3600)).toEqual({ kind: 'done' });
    });

    it('can be taken again after the lease of a crashed holder expires, who then cannot finish', async () => {
      const crashed = await taken('telegram 1');
      expect(await store.receipts.takeReceipt('telegram 1', NOW + LEASE_SECONDS - 1)).toEqual({
        kind: 'busy',
      });
      const next = await taken('telegram 1', NOW + LEASE_SECONDS);
      await expect(store.receipts.finishReceipt(crashed, NOW + 40)).rejects.toBeInstanceOf(StaleWriteError);
      await store.receipts.finishReceipt(next, NOW + 41);
      expect(await store.receipts.takeReceipt('telegram 1', NOW + 42)).toEqual({ kind: 'done' });
    });

    it('taken by a clock a day ahead can be taken at once when the clock is right again', async () => {
      await taken('telegram 1', NOW + 86_400);
      await taken('telegram 1', NOW);
    });

    it('can be taken at once after they are returned', async () => {
      await store.receipts.returnReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW);
    });

    it('count as absent once they expire, even before DynamoDB deletes them', async () => {
      await store.receipts.finishReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW + RECEIPT_DAYS * 86_400);
    });
  });

  it('messages are loaded as rendered, for every service', async () => {
    await store.messages.saveMessage(MESSAGE);
    expect(await store.messages.loadMessage(MESSAGE.id)).toEqual(MESSAGE);
    expect(await store.messages.loadMessage('warning-2025-01-09')).toBeUndefined();
    await store.messages.saveMessage({ ...MESSAGE, id: 'of-few' }, 1_800_000_000);
    expect(await store.messages.loadMessage('of-few')).toEqual({ ...MESSAGE, id: 'of-few' });
  });

  describe('an item written by a newer version', () => {
    /** One item of each kind, and how it is loaded. */
    const KINDS = [
      ['a day', () => store.ledger.saveDays([closedDay('2025-01-08')]), () => store.ledger.loadDays()],
      ['blocks', () => store.ledger.saveBlocks([verified(1)]), () => store.ledger.loadBlocks(0, 9)],
      [
        'the newest blocks',
        () => store.ledger.saveBlocks([verified(1)]),
        () => store.ledger.loadNewestBlocks(1),
      ],
      [
        'the end of an epoch',
        () => store.ledger.saveEpochEnds([verified(1)]),
        () => store.ledger.loadEpochEnds(),
      ],
      ['progress', () => store.warnings.saveProgress(progress()), () => store.warnings.loadProgress()],
      [
        'transitions',
        () => store.warnings.saveTransitions(DAY, DAY, [transition(DAY, 'a')]),
        () => store.warnings.loadTransitions(DAY, DAY),
      ],
      [
        'what was retracted',
        () => store.warnings.saveRetracted([transition(DAY, 'a')]),
        () => store.warnings.loadRetracted(DAY, DAY),
      ],
      ['a message', () => store.messages.saveMessage(MESSAGE), () => store.messages.loadMessage(MESSAGE.id)],
      ['the newest figures', () => store.figures.saveFigures(figures()), () => store.figures.loadFigures()],
      ['a chat', () => store.chats.saveChat(chat(1)), () => store.chats.loadChat(chat(1))],
      [
        'a count of commands',
        () => store.chats.countCommand(chat(1), 7, 'command'),
        () => store.chats.countCommand(chat(1), 7, 'command'),
      ],
      [
        'a count of the commands of a minute that is over',
        () => store.chats.countCommand(chat(1), 7, 'command'),
        () => store.chats.countCommand(chat(1), 8, 'command'),
      ],
      [
        'a due shard',
        () => store.deliveries.saveDue([{ at: 1, vendor: 'discord', shard: 7 }]),
        () => store.deliveries.loadDue(1_736_300_600),
      ],
      [
        'a pace',
        () => store.paces.savePace('telegram', newPace({ start: 30, least: 1, most: 1000 })),
        () => store.paces.loadPace('telegram'),
      ],
      [
        'a tally of chats',
        () => store.deliveries.addTally('telegram', DAY, { asked: 1, refused: 0, paused: 0 }),
        () => store.deliveries.loadTally('telegram', DAY),
      ],
      [
        'a receipt',
        () => store.receipts.takeReceipt('telegram 1', 1_750_000_000),
        () => store.receipts.takeReceipt('telegram 1', 1_750_000_000),
      ],
    ] as const;

    /** Raises the version of the table's item by one. */
    const raiseVersion = async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      expect(Items).toHaveLength(1);
      for (const item of Items) await put({ ...item, v: item.v + 1 });
    };

    it.each(KINDS)('is refused with that reason: %s', async (_, save, load) => {
      await save();
      await load();
      await raiseVersion();
      const fault = await failure(Promise.resolve(load()));
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
    });

    it('is set aside with the reason if loaded with others: a delivery record, a chat', async () => {
      const reason = expect.stringMatching(/^stored item .* has a version above \d: a newer version/);
      await store.deliveries.saveRecord(chat(1), record('digest-1'), 2_000_000_000);
      await raiseVersion();
      expect(await store.deliveries.loadRecords([{ chat: chat(1), keys: ['digest-1'] }])).toEqual([
        { kind: 'damaged', reason },
      ]);
      await store.chats.eraseChat(chat(1));
      await store.chats.saveChat(chat(1));
      await raiseVersion();
      expect(await store.chats.loadChats('telegram', [chat(1).address])).toEqual({
        chats: [],
        damaged: [{ address: chat(1).address, reason }],
      });
    });

    it.each([
      ['the newest figures', () => store.figures.saveFigures(figures())],
      ['a message', () => store.messages.saveMessage(MESSAGE)],
      [
        'a tally of chats',
        () => store.deliveries.addTally('telegram', DAY, { asked: 1, refused: 0, paused: 0 }),
      ],
    ])('is never overwritten: %s', async (_, save) => {
      await save();
      await raiseVersion();
      const before = (await client.send(new ScanCommand({ TableName: table }))).Items;
      const fault = await failure(save());
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
      expect((await client.send(new ScanCommand({ TableName: table }))).Items).toEqual(before);
    });
  });

  describe('an item written by an older version', () => {
    it('is loaded: progress with the former name of its inputs', async () => {
      const { inputs, ...rest } = progress();
      await put({ pk: 'PROGRESS', sk: 'RULES', v: 1, ...rest, revision: 3, ground: inputs });
      expect(await store.warnings.loadProgress()).toEqual({ ...progress(), revision: 3 });
    });

    it('is loaded: transitions without whether the episode is open', async () => {
      const { isOpen: _, unknown: __, ...fired } = transition(DAY, 'a');
      const resolved = { ...fired, id: 'b', kind: 'resolved' };
      await put({ pk: 'TRANSITIONS', sk: DAY, v: 1, transitions: [fired, resolved] });
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual([
        { ...fired, unknown: null, isOpen: true },
        { ...resolved, unknown: null, isOpen: false },
      ]);
    });

    it('is loaded: transitions without a count of unknown blocks', async () => {
      const { unknown: _, ...fired } = transition(DAY, 'a');
      await put({ pk: 'TRANSITIONS', sk: DAY, v: 2, transitions: [fired] });
      await put({ pk: 'RETRACTED', sk: fired.id, v: 2, ...fired });
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
      expect(await store.warnings.loadRetracted(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
    });

    it('is loaded: figures with episodes that lack the day their level was reached', async () => {
      await store.figures.saveFigures(figures());
      const [item] = (await client.send(new ScanCommand({ TableName: table }))).Items!;
      const { episodes, changes, ...rest } = JSON.parse(item!.json);
      const without = (key: string) => (one: object) =>
        Object.fromEntries(Object.entries(one).filter(([name]) => name !== key));
      const json = JSON.stringify({
        ...rest,
        episodes: episodes.map(without('reached')),
        changes: changes.map(without('unknown')),
      });
      await put({ ...item, v: 1, json });
      expect(await store.figures.loadFigures()).toEqual({
        ...figures(),
        episodes: figures().episodes.map((episode) => ({ ...episode, reached: null })),
        changes: figures().changes.map((change) => ({ ...change, unknown: null })),
      });
    });

    it('is loaded: chats switched off by one refusal are tried again, those switched off by an update are not', async () => {
      const since = 1_698_742_800;
      const { standing: _, ...rest } = chat(1);
      const saveFirst = (reason: string) =>
        put({
          pk: `CHATS#telegram#${String(shardOf(rest)).padStart(2, '0')}`,
          sk: rest.address,
          v: 1,
          ...rest,
          settings: { ...rest.settings, digest: { on: true, hour: null } },
          standing: { kind: 'gone', reason, since },
        });
      await saveFirst('400 Bad Request: not enough rights to send text messages to the chat');
      expect(await store.chats.loadChat(chat(1))).toEqual({
        ...rest,
        standing: {
          kind: 'refusing',
          days: ['2023-10-31'],
          reason: '400 Bad Request: not enough rights to send text messages to the chat',
        },
      });
      await saveFirst('removed from the chat');
      expect((await store.chats.loadChat(chat(1)))?.standing).toEqual({
        kind: 'paused',
        reason: 'the bot was removed from the chat',
        since,
      });
    });

    it('is loaded: chats with a digest on or off', async () => {
      const saveSecond = (on: boolean, kind: string) =>
        put({
          ...{ pk: `CHATS#telegram#${String(shardOf(chat(1))).padStart(2, '0')}`, sk: chat(1).address, v: 2 },
          ...{ ...chat(1), kind, settings: { ...chat(1).settings, digest: { on, hour: 8 } } },
        });
      const digest = async () => (await store.chats.loadChat(chat(1)))?.settings.digest;
      await saveSecond(true, 'group');
      expect(await digest()).toEqual({ form: 'short', hour: 8 });
      await saveSecond(false, 'group');
      expect(await digest()).toEqual({ form: 'off', hour: 8 });
      await saveSecond(true, 'webhook');
      expect(await digest()).toEqual({ form: 'full', hour: 8 });
    });

    it('is loaded: delivery records with the former name of possible duplicates', async () => {
      const { possibleDuplicates: _, ...rest } = record('digest-2025-01-08');
      const key = { pk: `CHAT#telegram#${chat(1).address}`, sk: rest.key };
      await put({ ...key, v: 1, ...rest, perhapsDoubled: 2, expires: 2_000_000_000 });
      const [found] = await store.deliveries.loadRecords([{ chat: chat(1), keys: [rest.key] }]);
      expect(found).toEqual({
        kind: 'sound',
        records: new Map([[rest.key, { ...rest, possibleDuplicates: 2 }]]),
      });
    });

    it('and no longer used is removed, at most a thousand items of each kind a day', async () => {
      const days = Array.from({ length: 1010 }, (_, index) => addDays(DAY, index));
      const kept = connectTable(table, dynamo.config);
      const shares = (lens: string) => days.map((day) => ({ pk: `SHARES#${lens}`, sk: day }));
      const keys = [...shares('pool'), ...shares('owner').slice(0, 5)];
      const none = keys.map(() => ({}));
      await kept.putAll(itemForm(z.object({})), none, (_, index) => keys[index]!);
      kept.close();
      for (const sk of ['LATEST', 'FIGURES']) await put({ pk: 'LATEST', sk, v: 1 });
      await put({ pk: 'PLACES', sk: DAY, v: 1 });
      await store.outdated.remove();
      const left = async () => (await client.send(new ScanCommand({ TableName: table }))).Items;
      expect(await left()).toHaveLength(11);
      await store.outdated.remove();
      await store.outdated.remove();
      expect(await left()).toEqual([{ pk: 'LATEST', sk: 'FIGURES', v: 1 }]);
    });
  });

  describe('faults', () => {
    it('an invalid stored item is named', async () => {
      await put({ pk: 'LEDGER', sk: '2025-01-08', v: 1, kind: 'missing', day: '2025-02-30' });
      await expect(store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: day: /);
    });

    it('a stored item without a version is named', async () => {
      await put({ pk: 'LEDGER', sk: '2025-01-08', kind: 'missing', day: '2025-01-08' });
      await expect(store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: v: /);
    });

    it("a missing table is reported by DynamoDB's name for the error", async () => {
      const unreachable = connectStore('no-such-table', dynamo.config);
      const fault = await failure(unreachable.ledger.loadDays());
      unreachable.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^DynamoDB: ResourceNotFoundException: /);
    });

    it('a DynamoDB that does not respond is reported by its address, as retryable', async () => {
      const closed = { ...overHttp(), endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
      const unreachable = connectStore(table, closed);
      const fault = await failure(unreachable.ledger.loadDays());
      unreachable.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: true });
      expect(fault.message).toBe('DynamoDB: connect ECONNREFUSED 127.0.0.1:1');
    });
  });

  it('unprocessed items of a batch are retried', async () => {
    const ledger = Array.from({ length: 30 }, (_, index) => closedDay(addDays(DAY, index)));
    let refusals = 0;
    const proxy = await startDynamoProxy(String(overHttp().endpoint), async ({ number, body }, forward) => {
      const [[name, requests]] = Object.entries(body.RequestItems ?? {}) as [[string, readonly unknown[]]];
      // The first batch is processed in thirds.
      if (number > 2) return forward();
      refusals += 1;
      const taken = Math.ceil(requests.length / 3);
      const answer = await forward({ RequestItems: { [name]: requests.slice(0, taken) } });
      const left = JSON.stringify({ UnprocessedItems: { [name]: requests.slice(taken) } });
      const { 'x-amz-crc32': _, 'content-length': __, ...headers } = answer.headers;
      return { status: 200, headers, body: Buffer.from(left) };
    });
    const throughProxy = connectStore(table, { ...overHttp(), endpoint: proxy.endpoint });
    await throughProxy.ledger.saveDays(ledger);
    throughProxy.close();
    await proxy.close();
    expect(refusals).toBe(2);
    expect(proxy.writes).toHaveLength(4);
    expect(await store.ledger.loadDays()).toEqual(ledger);
  });
}

async function failure(act: Promise<unknown>): Promise<Error> {
  return act.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: Error) => error,
  );
}
