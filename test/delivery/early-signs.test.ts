import { describe, expect, it } from 'vitest';
import type { Chat } from '../../lib/chats/chat.ts';
import { addDays, midnight } from '../../lib/core/ledger/utc-day.ts';
import { isTimely, type SignalRecord } from '../../lib/core/warnings/signal-record.ts';
import type { DeliveryRecord } from '../../lib/delivery/delivery-record.ts';
import { nextStep, recordKeys, withheldKeys } from '../../lib/delivery/next-step.ts';
import { signalRecord } from '../contract/stored.ts';
import { chatOf, DAY, NOW, newsOf, recorded, rise, talk } from './one-chat.ts';

describe('an early sign', () => {
  const time = midnight(addDays(DAY, 1)) + 3_600;
  const early = (
    change: Partial<SignalRecord> = {},
    of: Partial<SignalRecord['signal']> = {},
  ): SignalRecord => {
    const record = signalRecord(change);
    return { ...record, signal: { ...record.signal, time, ...of } };
  };
  const key = 'signal-933723-owner-dcg-down';
  const heard = (chat: Chat, record: SignalRecord, before: readonly DeliveryRecord[] = []) =>
    talk(chat, newsOf([], { signals: [record] }), [...before, recorded(`digest-${DAY}`)]).keys;
  const jump = (lens: 'owner' | 'pool', subject: string, paused = false): Chat['watches'][number] => ({
    ...{ id: 'jump', since: DAY, paused },
    rule: { id: 'jump', lens, subject, measure: 'jump' },
  });

  it('is sent once, before the warning of the newest day', () => {
    const news = newsOf([rise(DAY)], { signals: [early()] });
    const { keys } = talk(chatOf(), news);
    expect(keys).toEqual([key, `warning-${DAY}`, `digest-${DAY}`]);
    expect(heard(chatOf(), early({ verdict: null }), [recorded(key)])).toEqual([]);
  });

  it('that is only a notice goes to chats that want notices', () => {
    const notice = early({ severity: 'notice' });
    expect(heard(chatOf(), notice)).toEqual([]);
    expect(heard(chatOf({}, { leastSeverity: 'notice' }), notice)).toEqual([key]);
  });

  it('goes to chats that watch jumps of its owner, its pool or anyone, unless the watch is paused', () => {
    const notice = early({ severity: 'notice' });
    const hears = (watch: Chat['watches'][number]) =>
      heard(chatOf({ watches: [watch] }), notice).length === 1;
    expect([
      ...[jump('owner', 'dcg'), jump('pool', 'foundryusa'), jump('owner', '*')].map(hears),
      ...[jump('owner', 'antpool'), jump('pool', 'antpool'), jump('owner', 'dcg', true)].map(hears),
    ]).toEqual([true, true, true, false, false, false]);
  });

  it('is sent once to a chat that wants it for two reasons', () => {
    expect(heard(chatOf({ watches: [jump('owner', 'dcg')] }), early())).toEqual([key]);
  });

  it('waits for the end of quiet hours, unless it is an emergency', () => {
    const quiet = { quiet: { from: 22, to: 7 } };
    const records = new Map([[`digest-${DAY}`, recorded(`digest-${DAY}`)]]);
    const step = (record: SignalRecord) =>
      nextStep(chatOf({}, quiet), newsOf([], { signals: [record] }), [], records, NOW);
    expect(step(early())).toEqual({ kind: 'wait', until: midnight(addDays(DAY, 1)) + 7 * 3_600 });
    expect(step(early({ severity: 'emergency' }))).toMatchObject({ kind: 'send', key });
  });

  describe('of the same event as others', () => {
    /** Foundry finds all blocks, so others find none: found some blocks later, about earlier times. */
    const jump = early({ severity: 'emergency' }, { id: '933723 owner dcg up', direction: 'up' });
    const none = (subject: string, later: number, change: Partial<SignalRecord> = {}) =>
      early(change, {
        id: `${933_723 + later} owner ${subject} down`,
        ...{ subject, height: 933_723 + later, time: time + 600 * later, own: 0, pace: 0 },
      });
    const done = recorded(`digest-${DAY}`);
    const steps = (chat: Chat, signals: readonly SignalRecord[], sent: readonly DeliveryRecord[] = []) => {
      const records = new Map([done, ...sent].map((one) => [one.key, one]));
      const step = nextStep(chat, newsOf([], { signals }), [], records, NOW);
      if (step.kind !== 'send' || step.content.kind !== 'signal') return step.kind;
      const { main, others } = step.content;
      return { key: step.key, replyTo: step.replyTo, ids: [main, ...others].map(({ signal }) => signal.id) };
    };

    it('is one message that names the most severe first', () => {
      const signals = [none('antpool', -1), jump, none('f2pool', 0)];
      expect(steps(chatOf(), signals)).toEqual({
        key: 'signal-933723-owner-dcg-up',
        replyTo: null,
        ids: ['933723 owner dcg up', '933722 owner antpool down', '933723 owner f2pool down'],
      });
      expect(talk(chatOf(), newsOf([], { signals }), [done]).keys).toHaveLength(1);
    });

    it('that was sent causes no further message, though it comes later', () => {
      const sent = recorded('signal-933723-owner-dcg-up');
      expect(steps(chatOf(), [jump, none('antpool', 5), none('f2pool', 9)], [sent])).toBe('done');
    });

    it('is sent after all, in the same thread, if it is more severe than what was sent', () => {
      const sent = recorded('signal-933722-owner-antpool-down', { sentId: '77' });
      expect(steps(chatOf(), [none('antpool', -1), jump], [sent])).toEqual({
        key: 'signal-933723-owner-dcg-up',
        replyTo: '77',
        ids: ['933723 owner dcg up'],
      });
    });

    it('is sent to chats that watch it by name', () => {
      const sent = recorded('signal-933723-owner-dcg-up', { sentId: '77' });
      const watch = { ...{ id: 'jump', since: DAY, paused: false } };
      const rule = { id: 'jump', lens: 'owner', subject: 'antpool', measure: 'jump' } as const;
      const watcher = chatOf({ watches: [{ ...watch, rule }] });
      expect(steps(watcher, [jump, none('antpool', 5), none('f2pool', 9)], [sent])).toEqual({
        key: 'signal-933728-owner-antpool-down',
        replyTo: '77',
        ids: ['933728 owner antpool down', '933732 owner f2pool down'],
      });
    });

    it('is not sent late because another sign of the event was withdrawn', () => {
      const sent = recorded('signal-933723-owner-dcg-up');
      const verdict = { signal: jump.signal.id, day: DAY, height: 933_800, own: 1, blocks: 77 };
      const withdrawn = { ...jump, verdict: { ...verdict, outcome: 'withdrawn' as const } };
      expect(steps(chatOf(), [withdrawn, none('antpool', 5)], [sent])).toBe('done');
    });

    it.each([-1, 5])('is sent if it came %i blocks after one that was withdrawn unsent', (later) => {
      const verdict = { signal: jump.signal.id, day: DAY, height: 933_800, own: 1, blocks: 77 };
      const withdrawn = { ...jump, verdict: { ...verdict, outcome: 'withdrawn' as const } };
      const other = none('antpool', later);
      expect(steps(chatOf(), [withdrawn, other])).toMatchObject({ ids: [other.signal.id] });
    });

    it('is a separate event if it begins later, comes a day later, or is a return', () => {
      const since = { height: 933_730, time };
      const later = none('antpool', 30);
      const begun = { ...later, signal: { ...later.signal, since } };
      const back = { ...later, signal: { ...later.signal, returns: '933000 owner antpool down' } };
      const sent = recorded('signal-933723-owner-dcg-up');
      for (const other of [begun, none('antpool', 150), back])
        expect(steps(chatOf(), [jump, other], [sent])).toMatchObject({ ids: [other.signal.id] });
    });

    it('whose first sign left the chain is an event by itself', () => {
      const gone = { ...jump, isTakenBack: true };
      expect(steps(chatOf(), [gone, none('antpool', 5)])).toMatchObject({
        ids: ['933728 owner antpool down'],
      });
    });
  });

  it('is not sent to a chat that joined after it', () => {
    expect(heard(chatOf({ since: time + 1 }), early())).toEqual([]);
  });

  it('is among the records to load, and withheld for its day while untried', () => {
    const news = newsOf([], { signals: [early()] });
    expect(recordKeys(chatOf(), news, [])).toContain(key);
    expect(withheldKeys(chatOf(), news, [], new Map(), addDays(DAY, 1))).toEqual([key]);
  });

  it('is timely until the day after its own has closed, but not if it is history, withdrawn or taken back', () => {
    const record = early();
    const verdict = { signal: record.signal.id, day: DAY, height: 1, own: 1, blocks: 2 };
    expect([
      isTimely(record, DAY),
      isTimely(record, addDays(DAY, 1)),
      isTimely({ ...record, verdict: { ...verdict, outcome: 'confirmed' } }, DAY),
      isTimely(record, addDays(DAY, 2)),
      isTimely({ ...record, verdict: { ...verdict, outcome: 'withdrawn' } }, DAY),
      isTimely({ ...record, isHistory: true }, DAY),
      isTimely({ ...record, isTakenBack: true }, DAY),
    ]).toEqual([true, true, true, false, false, false, false]);
  });
});
