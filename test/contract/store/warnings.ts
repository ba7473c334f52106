import { describe, expect, it } from 'vitest';
import { addDays, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import { NO_BLOCKS_SEEN } from '../../../lib/core/signals/detector-state.ts';
import { connectStore } from '../../../lib/store/store.ts';
import { StaleWriteError } from '../../../lib/store/store-error.ts';
import { DAY, figures, progress, signalRecord, transition } from '../stored.ts';
import { MESSAGE, type StoreWorld } from './store-world.ts';

/** What rules and the detector found, and the texts and figures made of it. */
export function warningsContract(world: StoreWorld): void {
  describe('progress of the rules', () => {
    it('is undefined before the first evaluation', async () => {
      expect(await world.store.warnings.loadProgress()).toBeUndefined();
    });

    it('is loaded with its revision incremented', async () => {
      await world.store.warnings.saveProgress(progress());
      expect(await world.store.warnings.loadProgress()).toEqual({ ...progress(), revision: 1 });
      await world.store.warnings.saveProgress({ ...progress(), revision: 1, through: addDays(DAY, 1) });
      expect(await world.store.warnings.loadProgress()).toMatchObject({ revision: 2, through: '2025-01-09' });
    });

    it.each([0, 1])('of two writers at revision %i one is refused as stale', async (revision) => {
      const other = connectStore(world.table, world.dynamo.config);
      if (revision === 1) await world.store.warnings.saveProgress(progress());
      const [first, second] = [
        { ...progress(), revision, through: addDays(DAY, 1) },
        { ...progress(), revision, through: addDays(DAY, 2) },
      ];
      const results = await Promise.allSettled([
        world.store.warnings.saveProgress(first),
        other.warnings.saveProgress(second),
      ]);
      other.close();
      const [rejected, ...more] = results.filter((result) => result.status === 'rejected');
      expect(more).toEqual([]);
      expect(rejected?.reason).toBeInstanceOf(StaleWriteError);
      expect(rejected?.reason).toMatchObject({ retryable: true });
      const winner = results[0]?.status === 'fulfilled' ? first : second;
      expect(await world.store.warnings.loadProgress()).toEqual({ ...winner, revision: revision + 1 });
    });
  });

  describe('transitions', () => {
    it('are loaded by day, with null if there is no number', async () => {
      const saved = [transition('2025-01-08', 'a'), { ...transition('2025-01-08', 'b'), value: null }];
      await world.store.warnings.saveTransitions(DAY, DAY, saved);
      expect(await world.store.warnings.loadTransitions(DAY, DAY)).toEqual(saved);
    });

    it('of a range replace all those saved within it, and none outside', async () => {
      const days = ['2025-01-07', '2025-01-08', '2025-01-09', '2025-01-10'];
      const before = days.map((day) => transition(day, 'before'));
      await world.store.warnings.saveTransitions(parseDay(days[0]!), parseDay(days[3]!), before);
      const after = [transition('2025-01-09', 'after')];
      await world.store.warnings.saveTransitions(parseDay(days[1]!), parseDay(days[2]!), after);
      expect(await world.store.warnings.loadTransitions(parseDay(days[0]!), parseDay(days[3]!))).toEqual([
        before[0],
        after[0],
        before[3],
      ]);
    });
  });

  it('retractions accumulate, and are loaded by day', async () => {
    const [first, second] = [transition('2025-01-08', 'a'), transition('2025-01-10', 'b')];
    await world.store.warnings.saveRetracted([first]);
    await world.store.warnings.saveRetracted([second, first]);
    expect(await world.store.warnings.loadRetracted(DAY, addDays(DAY, 2))).toEqual([first, second]);
    expect(await world.store.warnings.loadRetracted(DAY, addDays(DAY, 1))).toEqual([first]);
  });

  it('signals are saved with the state of their detector, by one writer at a time', async () => {
    expect(await world.store.warnings.loadSignals()).toBeUndefined();
    const progress = { revision: 0, base: NO_BLOCKS_SEEN, baseId: null, told: [signalRecord()] };
    await world.store.warnings.saveSignals(progress);
    expect(await world.store.warnings.loadSignals()).toEqual({ ...progress, revision: 1 });
    await expect(world.store.warnings.saveSignals(progress)).rejects.toThrow(StaleWriteError);
  });

  describe('the newest figures', () => {
    it('are loaded as saved, and undefined before', async () => {
      expect(await world.store.figures.loadFigures()).toBeUndefined();
      await world.store.figures.saveFigures(figures());
      expect(await world.store.figures.loadFigures()).toEqual(figures());
    });

    it('that are damaged are reported by their key', async () => {
      await world.put({ pk: 'LATEST', sk: 'FIGURES', v: 1, json: '{' });
      await expect(world.store.figures.loadFigures()).rejects.toThrow(
        'stored item LATEST / FIGURES: json: expected JSON',
      );
    });
  });

  it('messages are loaded as rendered, for every service', async () => {
    await world.store.messages.saveMessage(MESSAGE);
    expect(await world.store.messages.loadMessage(MESSAGE.id)).toEqual(MESSAGE);
    expect(await world.store.messages.loadMessage('warning-2025-01-09')).toBeUndefined();
    await world.store.messages.saveMessage({ ...MESSAGE, id: 'of-few' }, 1_800_000_000);
    expect(await world.store.messages.loadMessage('of-few')).toEqual({ ...MESSAGE, id: 'of-few' });
  });
}
