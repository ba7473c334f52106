import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { shardOf } from '../../../lib/chats/chat-key.ts';
import { addDays } from '../../../lib/core/ledger/utc-day.ts';
import { itemForm } from '../../../lib/store/item-form.ts';
import { connectTable } from '../../../lib/store/table.ts';
import { chat, DAY, figures, progress, record, transition } from '../stored.ts';
import type { StoreWorld } from './store-world.ts';

/** Items of earlier releases. */
export function olderItemsContract(world: StoreWorld): void {
  describe('an item written by an older version', () => {
    it('is loaded: progress with the former name of its inputs', async () => {
      const { inputs, ...rest } = progress();
      await world.put({ pk: 'PROGRESS', sk: 'RULES', v: 1, ...rest, revision: 3, ground: inputs });
      expect(await world.store.warnings.loadProgress()).toEqual({ ...progress(), revision: 3 });
    });

    it('is loaded: transitions without whether the episode is open', async () => {
      const { isOpen: _, unknown: __, ...fired } = transition(DAY, 'a');
      const resolved = { ...fired, id: 'b', kind: 'resolved' };
      await world.put({ pk: 'TRANSITIONS', sk: DAY, v: 1, transitions: [fired, resolved] });
      expect(await world.store.warnings.loadTransitions(DAY, DAY)).toEqual([
        { ...fired, unknown: null, isOpen: true },
        { ...resolved, unknown: null, isOpen: false },
      ]);
    });

    it('is loaded: transitions without a count of unknown blocks', async () => {
      const { unknown: _, ...fired } = transition(DAY, 'a');
      await world.put({ pk: 'TRANSITIONS', sk: DAY, v: 2, transitions: [fired] });
      await world.put({ pk: 'RETRACTED', sk: fired.id, v: 2, ...fired });
      expect(await world.store.warnings.loadTransitions(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
      expect(await world.store.warnings.loadRetracted(DAY, DAY)).toEqual([{ ...fired, unknown: null }]);
    });

    it('is loaded: figures with episodes that lack the day their level was reached', async () => {
      await world.store.figures.saveFigures(figures());
      const [item] = (await world.client.send(new ScanCommand({ TableName: world.table }))).Items!;
      const { episodes, changes, ...rest } = JSON.parse(item!.json);
      const without = (key: string) => (one: object) =>
        Object.fromEntries(Object.entries(one).filter(([name]) => name !== key));
      const json = JSON.stringify({
        ...rest,
        episodes: episodes.map(without('reached')),
        changes: changes.map(without('unknown')),
      });
      await world.put({ ...item, v: 1, json });
      expect(await world.store.figures.loadFigures()).toEqual({
        ...figures(),
        episodes: figures().episodes.map((episode) => ({ ...episode, reached: null })),
        changes: figures().changes.map((change) => ({ ...change, unknown: null })),
      });
    });

    it('is loaded: chats switched off by one refusal are tried again, those switched off by an update are not', async () => {
      const since = 1_698_742_800;
      const { standing: _, ...rest } = chat(1);
      const saveFirst = (reason: string) =>
        world.put({
          pk: `CHATS#telegram#${String(shardOf(rest)).padStart(2, '0')}`,
          sk: rest.address,
          v: 1,
          ...rest,
          settings: { ...rest.settings, digest: { on: true, hour: null } },
          standing: { kind: 'gone', reason, since },
        });
      await saveFirst('400 Bad Request: not enough rights to send text messages to the chat');
      expect(await world.store.chats.loadChat(chat(1))).toEqual({
        ...rest,
        standing: {
          kind: 'refusing',
          days: ['2023-10-31'],
          reason: '400 Bad Request: not enough rights to send text messages to the chat',
        },
      });
      await saveFirst('removed from the chat');
      expect((await world.store.chats.loadChat(chat(1)))?.standing).toEqual({
        kind: 'paused',
        reason: 'the bot was removed from the chat',
        since,
      });
    });

    it('is loaded: chats with a digest on or off', async () => {
      const saveSecond = (on: boolean, kind: string) =>
        world.put({
          ...{ pk: `CHATS#telegram#${String(shardOf(chat(1))).padStart(2, '0')}`, sk: chat(1).address, v: 2 },
          ...{ ...chat(1), kind, settings: { ...chat(1).settings, digest: { on, hour: 8 } } },
        });
      const digest = async () => (await world.store.chats.loadChat(chat(1)))?.settings.digest;
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
      await world.put({ ...key, v: 1, ...rest, perhapsDoubled: 2, expires: 2_000_000_000 });
      const [found] = await world.store.deliveries.loadRecords([{ chat: chat(1), keys: [rest.key] }]);
      expect(found).toEqual({
        kind: 'sound',
        records: new Map([[rest.key, { ...rest, possibleDuplicates: 2 }]]),
      });
    });

    it('and no longer used is removed, at most a thousand items of each kind a day', async () => {
      const days = Array.from({ length: 1010 }, (_, index) => addDays(DAY, index));
      const kept = connectTable(world.table, world.dynamo.config);
      const shares = (lens: string) => days.map((day) => ({ pk: `SHARES#${lens}`, sk: day }));
      const keys = [...shares('pool'), ...shares('owner').slice(0, 5)];
      const none = keys.map(() => ({}));
      await kept.putAll(itemForm(z.object({})), none, (_, index) => keys[index]!);
      kept.close();
      for (const sk of ['LATEST', 'FIGURES']) await world.put({ pk: 'LATEST', sk, v: 1 });
      await world.put({ pk: 'PLACES', sk: DAY, v: 1 });
      await world.store.outdated.remove();
      const left = async () => (await world.client.send(new ScanCommand({ TableName: world.table }))).Items;
      expect(await left()).toHaveLength(11);
      await world.store.outdated.remove();
      await world.store.outdated.remove();
      expect(await left()).toEqual([{ pk: 'LATEST', sk: 'FIGURES', v: 1 }]);
    });
  });
}
