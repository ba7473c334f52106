import { describe, expect, it } from 'vitest';
import { newPace } from '../../../lib/delivery/pace-state.ts';
import { chat, DAY, record } from '../stored.ts';
import type { StoreWorld } from './store-world.ts';

/** What was sent to whom, what is due, and how fast. */
export function deliveriesContract(world: StoreWorld): void {
  describe('delivery records', () => {
    const [one, other] = [chat(1), chat(2)];

    it('are loaded for each chat by key, and omitted if absent', async () => {
      const saved = await world.store.deliveries.saveRecord(one, record('warning-2025-01-08'), 2_000_000_000);
      expect(saved).toEqual({ ...record('warning-2025-01-08'), revision: 1 });
      const keys = ['digest-2025-01-08', 'warning-2025-01-08'];
      expect(
        await world.store.deliveries.loadRecords([
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
        await world.store.deliveries.saveRecord(each, record('warning-2025-01-08'), 2_000_000_000);
      await world.put({
        pk: `CHAT#telegram#${one.address}`,
        sk: 'digest-2025-01-08',
        v: 1,
        status: 'perhaps',
      });
      expect(
        await world.store.deliveries.loadRecords([one, other].map((each) => ({ chat: each, keys }))),
      ).toEqual([
        { kind: 'damaged', reason: expect.stringContaining('status: ') },
        { kind: 'sound', records: expect.any(Map) },
      ]);
    });

    it('can be requested by the hundreds', async () => {
      const chats = Array.from({ length: 120 }, (_, number) => chat(number));
      for (const each of chats)
        await world.store.deliveries.saveRecord(each, record('digest-2025-01-08'), 2_000_000_000);
      const found = await world.store.deliveries.loadRecords(
        chats.map((each) => ({ chat: each, keys: ['digest-2025-01-08', 'warning-2025-01-08'] })),
      );
      expect(found.map((one) => one.kind === 'sound' && [...one.records.keys()])).toEqual(
        chats.map(() => ['digest-2025-01-08']),
      );
    });

    it('of two senders that claim one, the second is refused', async () => {
      const claims = [one, one].map((each) =>
        world.store.deliveries.saveRecord(each, record('digest-1'), 2_000_000_000),
      );
      const outcomes = await Promise.all(claims);
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
    });

    it('are copied to the chat that theirs has become, even if requested twice', async () => {
      const saved = await world.store.deliveries.saveRecord(one, record('warning-2025-01-08'), 2_000_000_000);
      await world.store.deliveries.copyRecords(one, other);
      await world.store.deliveries.copyRecords(one, other);
      expect(
        await world.store.deliveries.loadRecords([{ chat: other, keys: ['warning-2025-01-08'] }]),
      ).toEqual([{ kind: 'sound', records: new Map([['warning-2025-01-08', saved]]) }]);
    });
  });

  it('chat tallies of a day add up per service, even with concurrent writers', async () => {
    const { loadTally, addTally } = world.store.deliveries;
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
    await world.store.deliveries.saveDue(due);
    expect(await world.store.deliveries.loadDue(1_736_300_600)).toEqual([due[1], due[0]]);
    await world.store.deliveries.removeDue([due[1]]);
    expect(await world.store.deliveries.loadDue(1_736_301_000)).toEqual([due[0], due[2]]);
  });

  it('of two senders that take a turn at once, one has to retry', async () => {
    expect(await world.store.paces.loadPace('telegram')).toBeUndefined();
    const pace = newPace({ start: 30, least: 1, most: 1000 });
    const outcomes = await Promise.all([1, 2].map(() => world.store.paces.savePace('telegram', pace)));
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await world.store.paces.loadPace('telegram')).toEqual({ ...pace, revision: 1 });
    expect(await world.store.paces.loadPace('discord')).toBeUndefined();
  });

  it('a pace from the first release, without its time of change, can be loaded', async () => {
    const { at: _, ...first } = newPace({ start: 30, least: 1, most: 1000 });
    await world.put({ pk: 'PACE', sk: 'telegram', v: 1, ...first, revision: 7, nextAt: 5 });
    expect(await world.store.paces.loadPace('telegram')).toEqual({ ...first, revision: 7, nextAt: 5, at: 0 });
  });
}
