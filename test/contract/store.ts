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
  toldSignal,
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

/** A DynamoDB that runs, of whatever make. */
export type RunningDynamo = {
  readonly config: DynamoDBClientConfig;
  /** For clients in other processes, where that is not the same. */
  readonly overHttp?: DynamoDBClientConfig;
  readonly close: () => Promise<void>;
};

/**
 * What every storage of the program must do, whoever makes it. Each test has a table of its own.
 */
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
    it('come back ascending as they were saved, with their counts as maps', async () => {
      const ledger: Ledger = [
        closedDay('2025-01-08'),
        { kind: 'missing', day: addDays(DAY, 1) },
        { kind: 'reopened', day: addDays(DAY, 2), revision: 3 },
      ];
      await store.ledger.saveDays(ledger.toReversed());
      expect(await store.ledger.loadDays()).toEqual(ledger);
    });

    it('can be had from one day to another, both included', async () => {
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

    it('are noted as settled up to one of them, until it or one below it is saved again', async () => {
      const days = ['2025-01-08', '2025-01-09', '2025-01-10'].map(closedDay);
      expect(await store.ledger.loadSettled()).toBeNull();
      await store.ledger.saveDays(days.slice(0, 2));
      await store.ledger.saveSettled(addDays(DAY, 1));
      await store.ledger.saveDays(days.slice(2));
      expect(await store.ledger.loadSettled()).toBe('2025-01-09');
      await store.ledger.saveDays(days.slice(1));
      expect(await store.ledger.loadSettled()).toBe('2025-01-08');
    });

    it('all come back when they fill more than the megabyte that one answer holds', async () => {
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
    it('come back as they were saved, labelled and verified ones', async () => {
      const blocks = [labelled(899), labelled(900), verified(901), { ...verified(902), conflicts: 2 }];
      await store.ledger.saveBlocks(blocks);
      expect(await store.ledger.loadBlocks(899, 902)).toEqual(blocks);
    });

    it('are asked for by height, both ends included, and gaps stay gaps', async () => {
      await store.ledger.saveBlocks([100, 101, 105, 199, 200, 201].map(labelled));
      const found = await store.ledger.loadBlocks(101, 200);
      expect(found.map(({ height }) => height)).toEqual([101, 105, 199, 200]);
    });

    it('replace those at the same heights and leave the others', async () => {
      await store.ledger.saveBlocks([100, 101, 102].map(labelled));
      await store.ledger.saveBlocks([verified(101)]);
      expect(await store.ledger.loadBlocks(100, 102)).toEqual([labelled(100), verified(101), labelled(102)]);
    });

    it('the newest are at least as many as asked for, ascending', async () => {
      await store.ledger.saveBlocks(heights(0, 999).map(verified));
      const newest = await store.ledger.loadNewestBlocks(350);
      expect(newest.length).toBeGreaterThanOrEqual(350);
      expect(newest).toEqual(heights(1000 - newest.length, 999).map(verified));
    });

    it('the newest end below a gap: blocks under it are no part of the run', async () => {
      await store.ledger.saveBlocks([...heights(80, 120), ...heights(130, 260)].map(verified));
      const newest = await store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(130, 260));
    });

    it('the newest end at a block that does not stand on the one below', async () => {
      const orphan = { ...verified(120), previousId: 'e'.repeat(64) };
      await store.ledger.saveBlocks([...heights(90, 119).map(verified), orphan, verified(121)]);
      const newest = await store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(90, 119));
    });

    it('that are not there are none', async () => {
      expect(await store.ledger.loadNewestBlocks(10)).toEqual([]);
      expect(await store.ledger.loadBlocks(0, 10_000)).toEqual([]);
    });
  });

  it('ends of difficulty epochs come back ascending', async () => {
    const ends = [955_583, 955_584].map((height) => {
      const { time, bits, id, previousId } = verified(height);
      return { height, time, bits, id, previousId };
    });
    await store.ledger.saveEpochEnds(ends.toReversed());
    expect(await store.ledger.loadEpochEnds()).toEqual(ends);
  });

  it('lost blocks come back by height, all or some, until they are forgotten', async () => {
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

    it('comes back with its revision counted up', async () => {
      await store.warnings.saveProgress(progress());
      expect(await store.warnings.loadProgress()).toEqual({ ...progress(), revision: 1 });
      await store.warnings.saveProgress({ ...progress(), revision: 1, through: addDays(DAY, 1) });
      expect(await store.warnings.loadProgress()).toMatchObject({ revision: 2, through: '2025-01-09' });
    });

    it.each([0, 1])('of two writers at revision %i one is told that it is stale', async (revision) => {
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
    it('come back by day, with null where no number came out', async () => {
      const saved = [transition('2025-01-08', 'a'), { ...transition('2025-01-08', 'b'), value: null }];
      await store.warnings.saveTransitions(DAY, DAY, saved);
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual(saved);
    });

    it('of a range replace all that were saved in it, and none outside', async () => {
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

  it('what was retracted is added to, and comes back by day', async () => {
    const [first, second] = [transition('2025-01-08', 'a'), transition('2025-01-10', 'b')];
    await store.warnings.saveRetracted([first]);
    await store.warnings.saveRetracted([second, first]);
    expect(await store.warnings.loadRetracted(DAY, addDays(DAY, 2))).toEqual([first, second]);
    expect(await store.warnings.loadRetracted(DAY, addDays(DAY, 1))).toEqual([first]);
  });

  it('signals are kept with the detector that goes on from them, by one writer at a time', async () => {
    expect(await store.warnings.loadSignals()).toBeUndefined();
    const progress = { revision: 0, base: NO_BLOCKS_SEEN, baseId: null, told: [toldSignal()] };
    await store.warnings.saveSignals(progress);
    expect(await store.warnings.loadSignals()).toEqual({ ...progress, revision: 1 });
    await expect(store.warnings.saveSignals(progress)).rejects.toThrow(StaleWriteError);
  });

  describe('delivery records', () => {
    const [one, other] = [chat(1), chat(2)];

    it('come back for each chat by their keys, and none where there is none', async () => {
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

    it('of which one is damaged are told with the reason, and do not hold up those of others', async () => {
      const keys = ['digest-2025-01-08', 'warning-2025-01-08'];
      for (const each of [one, other])
        await store.deliveries.saveRecord(each, record('warning-2025-01-08'), 2_000_000_000);
      await put({ pk: `CHAT#telegram#${one.address}`, sk: 'digest-2025-01-08', v: 1, status: 'perhaps' });
      expect(await store.deliveries.loadRecords([one, other].map((each) => ({ chat: each, keys })))).toEqual([
        { kind: 'damaged', reason: expect.stringContaining('status: ') },
        { kind: 'sound', records: expect.any(Map) },
      ]);
    });

    it('are asked for by the hundreds', async () => {
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

    it('of two senders that claim one, the second is told that it was too late', async () => {
      const claims = [one, one].map((each) =>
        store.deliveries.saveRecord(each, record('digest-1'), 2_000_000_000),
      );
      const outcomes = await Promise.all(claims);
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
    });

    it('are copied to the chat that theirs has become, also when asked twice', async () => {
      const saved = await store.deliveries.saveRecord(one, record('warning-2025-01-08'), 2_000_000_000);
      await store.deliveries.copyRecords(one, other);
      await store.deliveries.copyRecords(one, other);
      expect(await store.deliveries.loadRecords([{ chat: other, keys: ['warning-2025-01-08'] }])).toEqual([
        { kind: 'sound', records: new Map([['warning-2025-01-08', saved]]) },
      ]);
    });
  });

  it('what chats did on a day is added up, also by several at once, for each service apart', async () => {
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

  it('shards come up when they are due, the oldest first, until they are removed', async () => {
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

  it('of two senders that take a turn at once, one is told to look again', async () => {
    expect(await store.paces.loadPace('telegram')).toBeUndefined();
    const pace = newPace({ start: 30, least: 1, most: 1000 });
    const outcomes = await Promise.all([1, 2].map(() => store.paces.savePace('telegram', pace)));
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await store.paces.loadPace('telegram')).toEqual({ ...pace, revision: 1 });
    expect(await store.paces.loadPace('discord')).toBeUndefined();
  });

  it('a pace of the first release, which does not say when it was changed, is read', async () => {
    const { at: _, ...first } = newPace({ start: 30, least: 1, most: 1000 });
    await put({ pk: 'PACE', sk: 'telegram', v: 1, ...first, revision: 7, nextAt: 5 });
    expect(await store.paces.loadPace('telegram')).toEqual({ ...first, revision: 7, nextAt: 5, at: 0 });
  });

  describe('the newest figures', () => {
    it('come back as they were saved, and are unknown before', async () => {
      expect(await store.figures.loadFigures()).toBeUndefined();
      await store.figures.saveFigures(figures());
      expect(await store.figures.loadFigures()).toEqual(figures());
    });

    it('that are damaged are told by where they stand', async () => {
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

    it('come back with settings, silence and watches, and are unknown before', async () => {
      const joined = chat(1);
      expect(await store.chats.loadChat(joined)).toBeUndefined();
      const saved = await store.chats.saveChat(joined);
      expect(saved).toEqual({ ...joined, revision: 1 });
      expect(await store.chats.loadChat({ vendor: 'telegram', address: joined.address })).toEqual(saved);
      expect(await store.chats.loadChat({ ...joined, vendor: 'discord' })).toBeUndefined();
    });

    it('of two writers one is told that it is stale', async () => {
      const saved = await store.chats.saveChat(chat(1));
      await expect(store.chats.saveChat(chat(1))).rejects.toBeInstanceOf(StaleWriteError);
      const muted = await store.chats.saveChat({ ...saved, silence: null });
      await expect(store.chats.saveChat(saved)).rejects.toMatchObject({ retryable: true });
      expect(await store.chats.loadChat(saved)).toEqual(muted);
    });

    it('of a shard come page by page, each once', async () => {
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

    it('that are damaged are set aside with the reason, and the others come', async () => {
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

    it('are erased so that nothing of them is left, also when asked twice', async () => {
      const saved = await store.chats.saveChat(chat(1));
      await store.chats.countCommand(saved, 29_616_667, 'command');
      await store.deliveries.saveRecord(saved, record('digest-2025-01-08'), 2_000_000_000);
      await store.chats.eraseChat(saved);
      await store.chats.eraseChat(saved);
      expect((await client.send(new ScanCommand({ TableName: table }))).Items).toEqual([]);
    });

    it('have their commands counted minute by minute, also while they are not known', async () => {
      const count = (minute: number) => store.chats.countCommand(chat(1), minute, 'command');
      expect([await count(7), await count(7), await count(7)]).toEqual([1, 2, 3]);
      expect([await count(8), await count(8)]).toEqual([1, 2]);
      expect(await store.chats.countCommand(chat(2), 8, 'command')).toBe(1);
      expect(await store.chats.countCommand(chat(1), 8, 'inline')).toBe(1);
    });

    it('that ask at once are counted one by one', async () => {
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

    it('of two who take the same at once, one gets it', async () => {
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

    it('can be taken again when the lease of whoever crashed has ended, who then cannot finish', async () => {
      const crashed = await taken('telegram 1');
      expect(await store.receipts.takeReceipt('telegram 1', NOW + LEASE_SECONDS - 1)).toEqual({
        kind: 'busy',
      });
      const next = await taken('telegram 1', NOW + LEASE_SECONDS);
      await expect(store.receipts.finishReceipt(crashed, NOW + 40)).rejects.toBeInstanceOf(StaleWriteError);
      await store.receipts.finishReceipt(next, NOW + 41);
      expect(await store.receipts.takeReceipt('telegram 1', NOW + 42)).toEqual({ kind: 'done' });
    });

    it('taken by a clock that was a day ahead can be taken at once when the clock is right again', async () => {
      await taken('telegram 1', NOW + 86_400);
      await taken('telegram 1', NOW);
    });

    it('can be taken at once where they were returned', async () => {
      await store.receipts.returnReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW);
    });

    it('are as if they had never been when they expire, even before DynamoDB deletes them', async () => {
      await store.receipts.finishReceipt(await taken('telegram 1'), NOW);
      await taken('telegram 1', NOW + RECEIPT_DAYS * 86_400);
    });
  });

  it('messages come back as they were rendered, for every service', async () => {
    await store.messages.saveMessage(MESSAGE);
    expect(await store.messages.loadMessage(MESSAGE.id)).toEqual(MESSAGE);
    expect(await store.messages.loadMessage('warning-2025-01-09')).toBeUndefined();
  });

  describe('what a newer program wrote', () => {
    /** One item of each kind, and how it is read. */
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

    /** Gives every item of the table the version after its own. */
    const renew = async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      expect(Items).toHaveLength(1);
      for (const item of Items) await put({ ...item, v: item.v + 1 });
    };

    it.each(KINDS)('is refused, saying so: %s', async (_, save, load) => {
      await save();
      await load();
      await renew();
      const fault = await failure(Promise.resolve(load()));
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
    });

    it('is set aside with the reason where it stands beside others: a delivery record, a chat', async () => {
      const reason = expect.stringMatching(/^stored item .* has a version above \d: a newer version/);
      await store.deliveries.saveRecord(chat(1), record('digest-1'), 2_000_000_000);
      await renew();
      expect(await store.deliveries.loadRecords([{ chat: chat(1), keys: ['digest-1'] }])).toEqual([
        { kind: 'damaged', reason },
      ]);
      await store.chats.eraseChat(chat(1));
      await store.chats.saveChat(chat(1));
      await renew();
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
    ])('is never written over: %s', async (_, save) => {
      await save();
      await renew();
      const before = (await client.send(new ScanCommand({ TableName: table }))).Items;
      const fault = await failure(save());
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^stored item .* has a version above \d: a newer version/);
      expect((await client.send(new ScanCommand({ TableName: table }))).Items).toEqual(before);
    });
  });

  describe('what an older program wrote', () => {
    it('is read: progress that called its inputs by their older name', async () => {
      const { inputs, ...rest } = progress();
      await put({ pk: 'PROGRESS', sk: 'RULES', v: 1, ...rest, revision: 3, ground: inputs });
      expect(await store.warnings.loadProgress()).toEqual({ ...progress(), revision: 3 });
    });

    it('is read: transitions that do not say whether the episode is open', async () => {
      const { isOpen: _, unknown: __, ...fired } = transition(DAY, 'a');
      const resolved = { ...fired, id: 'b', kind: 'resolved' };
      await put({ pk: 'TRANSITIONS', sk: DAY, v: 1, transitions: [fired, resolved] });
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual([
        { ...fired, unknown: null, isOpen: true },
        { ...resolved, unknown: null, isOpen: false },
      ]);
    });

    it('is read: transitions that do not say how many blocks are of nobody that is known', async () => {
      const { unknown: _, ...fired } = transition(DAY, 'a');
      await put({ pk: 'TRANSITIONS', sk: DAY, v: 2, transitions: [fired] });
      await put({ pk: 'RETRACTED', sk: fired.id, v: 2, ...fired });
      expect(await store.warnings.loadTransitions(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
      expect(await store.warnings.loadRetracted(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
    });

    it('is read: figures whose episodes do not say when their level was reached', async () => {
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

    it('is read: chats that one refusal had switched off are tried again, those that an update had are not', async () => {
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

    it('is read: chats that had one digest, on or off', async () => {
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

    it('is read: records of deliveries that were counted as perhaps doubled', async () => {
      const { possibleDuplicates: _, ...rest } = record('digest-2025-01-08');
      const key = { pk: `CHAT#telegram#${chat(1).address}`, sk: rest.key };
      await put({ ...key, v: 1, ...rest, perhapsDoubled: 2, expires: 2_000_000_000 });
      const [found] = await store.deliveries.loadRecords([{ chat: chat(1), keys: [rest.key] }]);
      expect(found).toEqual({
        kind: 'sound',
        records: new Map([[rest.key, { ...rest, possibleDuplicates: 2 }]]),
      });
    });

    it('and nobody reads any more is removed, a thousand items a day at most of each kind', async () => {
      const days = Array.from({ length: 1010 }, (_, index) => addDays(DAY, index));
      const kept = connectTable(table, dynamo.config);
      const shares = (lens: string) =>
        days.map((day) => ({ key: { pk: `SHARES#${lens}`, sk: day }, content: {} }));
      await kept.putAll(itemForm(z.object({})), [...shares('pool'), ...shares('owner').slice(0, 5)]);
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
    it('a stored item that is not what it should be is named', async () => {
      await put({ pk: 'LEDGER', sk: '2025-01-08', v: 1, kind: 'missing', day: '2025-02-30' });
      await expect(store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: day: /);
    });

    it('a stored item without a version is named', async () => {
      await put({ pk: 'LEDGER', sk: '2025-01-08', kind: 'missing', day: '2025-01-08' });
      await expect(store.ledger.loadDays()).rejects.toThrow(/^stored item LEDGER \/ 2025-01-08: v: /);
    });

    it('a table that is not there is told by the name that DynamoDB gives the fault', async () => {
      const nowhere = connectStore('no-such-table', dynamo.config);
      const fault = await failure(nowhere.ledger.loadDays());
      nowhere.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: false });
      expect(fault.message).toMatch(/^DynamoDB: ResourceNotFoundException: /);
    });

    it('a DynamoDB that does not answer is told by the address tried, as a fault that may pass', async () => {
      const closed = { ...overHttp(), endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
      const nowhere = connectStore(table, closed);
      const fault = await failure(nowhere.ledger.loadDays());
      nowhere.close();
      expect(fault).toBeInstanceOf(StoreError);
      expect(fault).toMatchObject({ retryable: true });
      expect(fault.message).toBe('DynamoDB: connect ECONNREFUSED 127.0.0.1:1');
    });
  });

  it('what DynamoDB leaves unwritten of a batch is written by a repeat', async () => {
    const ledger = Array.from({ length: 30 }, (_, index) => closedDay(addDays(DAY, index)));
    let refusals = 0;
    const proxy = await startDynamoProxy(String(overHttp().endpoint), async ({ number, body }, forward) => {
      const [[name, requests]] = Object.entries(body.RequestItems ?? {}) as [[string, readonly unknown[]]];
      // The first batch comes through in thirds.
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
