import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { LostBlock } from '../../../lib/core/ledger/block.ts';
import type { Ledger } from '../../../lib/core/ledger/ledger.ts';
import { addDays } from '../../../lib/core/ledger/utc-day.ts';
import { closedDay, DAY, heights, labelled, verified } from '../stored.ts';
import type { StoreWorld } from './store-world.ts';

/** Days and blocks. */
export function ledgerContract(world: StoreWorld): void {
  describe('days', () => {
    it('are loaded in ascending order as saved, with their counts as maps', async () => {
      const ledger: Ledger = [
        closedDay('2025-01-08'),
        { kind: 'missing', day: addDays(DAY, 1) },
        { kind: 'reopened', day: addDays(DAY, 2), revision: 3 },
      ];
      await world.store.ledger.saveDays(ledger.toReversed());
      expect(await world.store.ledger.loadDays()).toEqual(ledger);
    });

    it('can be loaded from one day to another, inclusive', async () => {
      const days = ['2025-01-08', '2025-01-09', '2025-01-10', '2025-01-11'].map(closedDay);
      await world.store.ledger.saveDays(days);
      const range = { from: addDays(DAY, 1), to: addDays(DAY, 2) };
      expect(await world.store.ledger.loadDays(range)).toEqual(days.slice(1, 3));
    });

    it('replace what was saved for them before', async () => {
      const corrected = { ...closedDay('2025-01-08'), revision: 2 };
      await world.store.ledger.saveDays([closedDay('2025-01-08')]);
      await world.store.ledger.saveDays([corrected]);
      expect(await world.store.ledger.loadDays()).toEqual([corrected]);
    });

    it('are marked as settled up to a day, until it or an earlier one is saved again', async () => {
      const days = ['2025-01-08', '2025-01-09', '2025-01-10'].map(closedDay);
      expect(await world.store.ledger.loadSettled()).toBeNull();
      await world.store.ledger.saveDays(days.slice(0, 2));
      await world.store.ledger.saveSettled(addDays(DAY, 1));
      await world.store.ledger.saveDays(days.slice(2));
      expect(await world.store.ledger.loadSettled()).toBe('2025-01-09');
      await world.store.ledger.saveDays(days.slice(1));
      expect(await world.store.ledger.loadSettled()).toBe('2025-01-08');
    });

    it('are all loaded even if they exceed the megabyte of one response', async () => {
      const registry = 'long '.repeat(1000);
      const ledger = Array.from({ length: 250 }, (_, index) => ({
        ...closedDay(addDays(DAY, index)),
        registry,
      }));
      await world.store.ledger.saveDays(ledger);
      const query = new QueryCommand({
        TableName: world.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'LEDGER' },
      });
      expect((await world.client.send(query)).LastEvaluatedKey).toBeDefined();
      expect(await world.store.ledger.loadDays()).toEqual(ledger);
    });
  });

  describe('blocks', () => {
    it('are loaded as saved, both labelled and verified', async () => {
      const blocks = [labelled(899), labelled(900), verified(901), { ...verified(902), conflicts: 2 }];
      await world.store.ledger.saveBlocks(blocks);
      expect(await world.store.ledger.loadBlocks(899, 902)).toEqual(blocks);
    });

    it('are loaded by height, inclusive, and gaps stay gaps', async () => {
      await world.store.ledger.saveBlocks([100, 101, 105, 199, 200, 201].map(labelled));
      const found = await world.store.ledger.loadBlocks(101, 200);
      expect(found.map(({ height }) => height)).toEqual([101, 105, 199, 200]);
    });

    it('replace those at the same heights and leave the others', async () => {
      await world.store.ledger.saveBlocks([100, 101, 102].map(labelled));
      await world.store.ledger.saveBlocks([verified(101)]);
      expect(await world.store.ledger.loadBlocks(100, 102)).toEqual([
        labelled(100),
        verified(101),
        labelled(102),
      ]);
    });

    it('the newest are at least as many as requested, ascending', async () => {
      await world.store.ledger.saveBlocks(heights(0, 999).map(verified));
      const newest = await world.store.ledger.loadNewestBlocks(350);
      expect(newest.length).toBeGreaterThanOrEqual(350);
      expect(newest).toEqual(heights(1000 - newest.length, 999).map(verified));
    });

    it('the newest stop at a gap: blocks below it are not part of the run', async () => {
      await world.store.ledger.saveBlocks([...heights(80, 120), ...heights(130, 260)].map(verified));
      const newest = await world.store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(130, 260));
    });

    it('the newest stop at a block that does not follow the one below', async () => {
      const orphan = { ...verified(120), previousId: 'e'.repeat(64) };
      await world.store.ledger.saveBlocks([...heights(90, 119).map(verified), orphan, verified(121)]);
      const newest = await world.store.ledger.loadNewestBlocks(500);
      expect(newest.map(({ height }) => height)).toEqual(heights(90, 119));
    });

    it('that do not exist give an empty list', async () => {
      expect(await world.store.ledger.loadNewestBlocks(10)).toEqual([]);
      expect(await world.store.ledger.loadBlocks(0, 10_000)).toEqual([]);
    });
  });

  it('ends of difficulty epochs are loaded in ascending order', async () => {
    const ends = [955_583, 955_584].map((height) => {
      const { time, bits, id, previousId } = verified(height);
      return { height, time, bits, id, previousId };
    });
    await world.store.ledger.saveEpochEnds(ends.toReversed());
    expect(await world.store.ledger.loadEpochEnds()).toEqual(ends);
  });

  it('lost blocks are loaded by height, all or some, until they are removed', async () => {
    const [first, second, third] = [955_583, 955_584, 955_700].map((height) => {
      const { id, time, pool } = verified(height);
      return { height, id, time, pool, winner: null };
    }) as [LostBlock, LostBlock, LostBlock];
    await world.store.ledger.saveLostBlocks([third, first, second]);
    expect(await world.store.ledger.loadLostBlocks()).toEqual([first, second, third]);
    expect(await world.store.ledger.loadLostBlocks({ from: 955_584, to: 955_700 })).toEqual([second, third]);
    await world.store.ledger.forgetLostBlocks([second, { ...first, id: third.id }]);
    expect(await world.store.ledger.loadLostBlocks()).toEqual([first, third]);
  });
}
