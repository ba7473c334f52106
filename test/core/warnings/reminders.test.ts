import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../lib/config/default-rules.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import { addDays, daysFrom, parseDay } from '../../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../../lib/core/warnings/episode.ts';
import { replayRules } from '../../../lib/core/warnings/history.ts';
import { createObserver } from '../../../lib/core/warnings/observer.ts';
import { remindersOn } from '../../../lib/core/warnings/reminders.ts';
import { retractedBy } from '../../../lib/core/warnings/retractions.ts';
import { transition } from '../../contract/stored.ts';

const ledger = shippedLedger().filter(({ day }) => day <= '2025-02-15');
const rules = defaultRules().filter(({ ladder }) => ladder === 'owner-7d' || ladder === 'two-owners-half');
const { transitions } = replayRules(ledger, rules, 'then');
const observe = createObserver(ledger, 'then');

/** Reminder days from one day to another, with the days since the episode last changed. */
function remindersFrom(from: string, to: string, of: readonly Transition[] = transitions) {
  return daysFrom(parseDay(from), parseDay(to)).flatMap((day) => remindersOn(day, of, rules, observe));
}

describe('an open episode', () => {
  it('of Foundry, which rose above a third on 30 December 2024, gets a reminder after one and two weeks', () => {
    const reminders = remindersFrom('2024-12-30', '2025-01-17').filter(({ subject }) => subject === 'dcg');
    expect(reminders.map(({ day, kind, rule, since }) => [day, kind, rule, since])).toEqual([
      ['2025-01-06', 'reminded', 'owner-third', '2022-09-14'],
      ['2025-01-13', 'reminded', 'owner-third', '2022-09-14'],
    ]);
    expect(reminders[0]).toMatchObject({ severity: 'warning', window: 7 });
  });

  it('that is more likely over than not gets no reminder: Foundry a week after February 2023', () => {
    const reminded = remindersFrom('2023-02-17', '2023-03-18').filter(({ subject }) => subject === 'dcg');
    expect(reminded).toEqual([]);
  });

  it('that stays open gets a reminder after 1, 2, 4, 8, 16, 32 and 64 weeks', () => {
    const two = remindersFrom('2023-01-15', '2025-01-26').filter(({ measure }) => measure === 'top-2');
    expect(two.map(({ day }) => day)).toEqual(
      [1, 2, 4, 8, 16, 32, 64].map((weeks) => addDays(parseDay('2023-01-15'), 7 * weeks)),
    );
  });

  it('at severity notice is left to the digest', () => {
    expect(remindersFrom('2024-01-01', '2025-02-15').filter(({ severity }) => severity === 'notice')).toEqual(
      [],
    );
  });

  it('whose windows miss a day gets no reminder', () => {
    const torn = ledger.map((day) =>
      day.day === '2025-01-04' ? ({ kind: 'missing', day: day.day } as const) : day,
    );
    const onTorn = createObserver(torn, 'then');
    expect(remindersOn(parseDay('2025-01-06'), transitions, rules, onTorn)).toEqual([]);
  });
});

describe('after a correction', () => {
  const rise = transition('2025-01-08', 'dcg');

  it('a firing that did not happen is retracted', () => {
    expect(retractedBy([rise], [])).toEqual([rise]);
  });

  it('a firing that moved by a day is not', () => {
    expect(retractedBy([rise], [transition('2025-01-09', 'dcg')])).toEqual([]);
  });

  it('an unchanged firing, or one that only ended, is not', () => {
    const end = { ...rise, id: 'end', kind: 'resolved' } as const;
    expect(retractedBy([rise, end], [rise])).toEqual([]);
  });

  it('an earlier firing of the same subject does not confirm it', () => {
    const earlier = transition('2024-06-01', 'dcg');
    expect(retractedBy([earlier, rise], [earlier])).toEqual([rise]);
  });
});
