import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { addDays, lastSunday, parseDay, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { Transition } from '../../lib/core/warnings/episode.ts';
import { isWarning } from '../../lib/core/warnings/is-warning.ts';
import { reachedOf } from '../../lib/core/warnings/reached.ts';
import { composeReport, composeWarningOf, composeWeekly, type Report } from '../../lib/daily/report.ts';
import { dayText } from '../../lib/messages/format.ts';
import type { Message } from '../../lib/messages/message.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { SCREEN_CHARACTERS } from '../../lib/messages/short-digest.ts';
import { signalLine } from '../../lib/messages/signal.ts';
import { signalRecord } from '../contract/stored.ts';
import { countedTransitions } from '../support/recorded.ts';

const ledger = shippedLedger();
const transitions = countedTransitions('then');

/** The input of a day's report; the ledger needs only the days of its week. */
const inputOn = (day: UtcDay, changes: readonly Transition[] = transitions) => ({
  ledger: ledger.filter((entry) => addDays(day, -8) <= entry.day && entry.day <= day),
  transitions: changes,
  notes: [],
  signals: [],
  knowledge: 'then' as const,
  reportUrl: null,
});

/** The days with a whole week behind them. */
const days = ledger.slice(7).map(({ day }) => day);

/** Skips the age of the day, with which the bot may begin. */
const ROOM_FOR_AGE = 50;

const openingOf = ({ sections }: Message) => {
  const [first] = sections;
  return first?.kind === 'paragraph' ? first.inlines.map(({ text }) => text).join('') : '';
};

const lengthOf = (message: Message) => renderPlain(message).length;

/** Days whose first sentence must not reassure: a warning is open, not just a notice. */
const isWarned = ({ episodes }: Report) => episodes.some(({ severity }) => severity !== 'notice');

describe('the short digest', () => {
  const shortOf = (text: string) => {
    const day = parseDay(text);
    return renderPlain(composeReport(inputOn(day), day).short);
  };

  it('of a day without a warning states who mined, and how that is known', () => {
    expect(shortOf('2026-04-21')).toMatchInlineSnapshot(`
      "Bitcoin mining on 21 Apr 2026 (recorded)

      No owner is near a majority of Bitcoin mining. Foundry USA (DCG) mined 30.4% of the last 7 days' blocks, more than any other owner.

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  30.4%  28-33
      AntPool            18.6%  16-21
      F2Pool             10.8%   9-13
      ViaBTC              8.7%   7-11
      15 others          31.5%
      unknown             0.1%

      Counted from 994 blocks · recorded, labelled by mempool.space"
    `);
  });

  it('of a day with open warnings begins with them, each with the day its level was reached', () => {
    expect(shortOf('2024-12-30')).toMatchInlineSnapshot(`
      "Bitcoin mining on 30 Dec 2024 (recorded)

      3 warnings are open, among them: Foundry USA (DCG), above one third of Bitcoin mining, since 30 Dec 2024 (open since 14 Sep 2022).

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  35.9%  33-39
      AntPool            18.9%  17-21
      ViaBTC             14.1%  12-16
      F2Pool              9.8%   8-12
      15 others          21.0%
      unknown             0.2%

      Changes on this day
      • Foundry USA (DCG): now above one third of Bitcoin mining

      Counted from 1,032 blocks · recorded, labelled by mempool.space"
    `);
  });

  it('of a week states what changed in it', () => {
    const day = parseDay('2025-01-19');
    expect(renderPlain(composeWeekly(inputOn(day), day))).toMatchInlineSnapshot(`
      "Bitcoin mining in the week to 19 Jan 2025 (recorded)

      2 warnings are open, among them: Foundry USA (DCG), above one third of Bitcoin mining, since 30 Dec 2024 (open since 14 Sep 2022). Foundry USA (DCG) mined 33.1% of the last 7 days' blocks, more than any other owner.

      The last 7 days
      Owner              Share    95%
      Foundry USA (DCG)  33.1%  30-36
      AntPool            19.7%  17-22
      ViaBTC             13.4%  11-16
      F2Pool             12.8%  11-15
      14 others          21.0%

      Counted from 979 blocks · recorded, labelled by mempool.space"
    `);
  });

  it('of a day without a complete week states what is missing', () => {
    const [first] = ledger;
    expect(renderPlain(composeReport(inputOn(first!.day), first!.day).short)).toMatchInlineSnapshot(`
      "Bitcoin mining on 1 Jan 2020 (recorded)

      174 blocks were mined on this day. Shares need all of the last 7 days, and 1 is counted.

      Counted from 174 blocks · recorded, labelled by mempool.space"
    `);
  });
});

it('every open warning states the day its level was reached', () => {
  const input = { ...inputOn(days.at(-1)!), ledger };
  const open = transitions.filter((transition) => transition.isOpen && isWarning(transition));
  expect(open.length).toBeGreaterThan(10);
  for (const transition of open) {
    const text = renderPlain(composeWarningOf(input, 'warning', transition.day, [transition]));
    const { on } = reachedOf(transition, transitions);
    expect(text, transition.id).toMatch(new RegExp(`(since|reached on) ${dayText(on)}`));
  }
});

describe('on every recorded day', { timeout: 300_000 }, () => {
  const reports = days.map((day) => composeReport(inputOn(day), day));
  const weekly = [...new Set(days.slice(7).map(lastSunday))].map((day) => composeWeekly(inputOn(day), day));

  it('the short digest fits one screen of a phone, and so does every weekly one', () => {
    const all = [...reports.map(({ short }) => short), ...weekly];
    expect(all.filter((message) => lengthOf(message) > SCREEN_CHARACTERS - ROOM_FOR_AGE)).toEqual([]);
  });

  it('no digest, full or short, reassures above an open warning', () => {
    const warned = reports.filter(isWarned);
    expect(warned.length).toBeGreaterThan(300);
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
});

it('fits one screen with any number of open warnings and of changes on one day', {
  timeout: 300_000,
}, () => {
  const opened = transitions.filter(({ isOpen }) => isOpen);
  fc.assert(
    fc.property(fc.constantFrom(...days), fc.subarray(opened), (day, some) => {
      const changes = some.map((transition) => ({ ...transition, day }));
      const { short } = composeReport(inputOn(day, changes), day);
      expect(lengthOf(short)).toBeLessThanOrEqual(SCREEN_CHARACTERS - ROOM_FOR_AGE);
    }),
    { numRuns: 200 },
  );
});

it('states the outcome of an early sign however much else changed on its day', { timeout: 300_000 }, () => {
  const { signal, ...record } = signalRecord();
  const crossing = { ...signal, kind: 'crossing', direction: 'up', own: 62, blocks: 90, bound: 0.5 } as const;
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
    { numRuns: 200 },
  );
});
