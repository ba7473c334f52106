import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { addDays, lastSunday, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { composeReport, composeWeekly, type Report } from '../../lib/daily/report.ts';
import type { Message } from '../../lib/messages/message.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { SCREEN_CHARACTERS } from '../../lib/messages/short-digest.ts';
import { signalLine } from '../../lib/messages/signal.ts';
import { signalRecord } from '../contract/stored.ts';
import { countedTransitions } from './recorded.ts';

const ledger = shippedLedger();
const transitions = countedTransitions('then');

/** The input of a day's report; the ledger needs only the days of its week. */
export const inputOn = (day: UtcDay, changes: readonly Transition[] = transitions) => ({
  ledger: ledger.filter((entry) => addDays(day, -8) <= entry.day && entry.day <= day),
  transitions: changes,
  notes: [],
  signals: [],
  knowledge: 'then' as const,
  reportUrl: null,
});

/** The days with a whole week behind them. */
export const recordedDays = ledger.slice(7).map(({ day }) => day);

/** Skips the age of the day, with which the bot may begin. */
const ROOM_FOR_AGE = 50;

const openingOf = ({ sections }: Message) => {
  const [first] = sections;
  return first?.kind === 'paragraph' ? first.inlines.map(({ text }) => text).join('') : '';
};

const lengthOf = (message: Message) => renderPlain(message).length;

/** Days whose first sentence must not reassure: a warning is open, not just a notice. */
const isWarned = ({ episodes }: Report) => episodes.some(({ severity }) => severity !== 'notice');

/** What holds for the digest of every day; each generated change of a day is tried `numRuns` times. */
export function describeDigests(title: string, days: readonly UtcDay[], numRuns: number): void {
  describe(title, () => {
    const reports = days.map((day) => composeReport(inputOn(day), day));
    const weekly = [...new Set(days.filter((day) => recordedDays[7]! <= day).map(lastSunday))].map((day) =>
      composeWeekly(inputOn(day), day),
    );

    it('the short digest fits one screen of a phone, and so does every weekly one', () => {
      const all = [...reports.map(({ short }) => short), ...weekly];
      expect(all.filter((message) => lengthOf(message) > SCREEN_CHARACTERS - ROOM_FOR_AGE)).toEqual([]);
    });

    it('no digest, full or short, reassures above an open warning', () => {
      const warned = reports.filter(isWarned);
      expect(warned.length).toBeGreaterThan(days.length / 8);
      const openings = warned.flatMap(({ digest, short }) => [digest, short].map(openingOf));
      expect(
        openings.filter((opening) => !/^(\d+ warnings are|An? (\w+ )?warning is) open/.test(opening)),
      ).toEqual([]);
    });

    it('a quiet day is called quiet', () => {
      const quiet = reports.filter((report) => !isWarned(report)).map(({ short }) => openingOf(short));
      expect(new Set(quiet.map((opening) => opening.split('.')[0]))).toEqual(
        new Set(['No owner is near a majority of Bitcoin mining']),
      );
    });

    it('fits one screen with any number of open warnings and of changes on one day', () => {
      const opened = transitions.filter(({ isOpen }) => isOpen);
      fc.assert(
        fc.property(fc.constantFrom(...days), fc.subarray(opened), (day, some) => {
          const changes = some.map((transition) => ({ ...transition, day }));
          const { short } = composeReport(inputOn(day, changes), day);
          expect(lengthOf(short)).toBeLessThanOrEqual(SCREEN_CHARACTERS - ROOM_FOR_AGE);
        }),
        { numRuns },
      );
    });

    it('states the outcome of an early sign however much else changed on its day', () => {
      const { signal, ...record } = signalRecord();
      const crossing = {
        ...signal,
        kind: 'crossing',
        direction: 'up',
        own: 62,
        blocks: 90,
        bound: 0.5,
      } as const;
      const verdictOn = (day: UtcDay) =>
        ({ signal: signal.id, outcome: 'confirmed', day, height: 933_800, own: 80, blocks: 144 }) as const;
      const opened = transitions.filter(({ isOpen }) => isOpen);
      fc.assert(
        fc.property(fc.constantFrom(...days), fc.subarray(opened), (day, some) => {
          const changes = some.map((transition) => ({ ...transition, day }));
          const told = { ...record, signal: crossing, verdict: verdictOn(day) };
          const { short } = composeReport({ ...inputOn(day, changes), signals: [told] }, day);
          expect(renderPlain(short)).toContain(signalLine(told));
          expect(lengthOf(short)).toBeLessThanOrEqual(SCREEN_CHARACTERS - ROOM_FOR_AGE);
        }),
        { numRuns },
      );
    });
  });
}
