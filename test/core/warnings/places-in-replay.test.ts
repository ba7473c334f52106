import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../../lib/config/default-rules.ts';
import { shippedLedger } from '../../../lib/core/ledger/shipped-ledger.ts';
import type { Knowledge } from '../../../lib/core/lenses/lens.ts';
import type { Transition } from '../../../lib/core/warnings/episode.ts';
import { replayRules } from '../../../lib/core/warnings/history.ts';
import { isWarning } from '../../../lib/core/warnings/is-warning.ts';

const recorded = shippedLedger();

const replay = (lenses: readonly string[], knowledge: Knowledge, to = '2022-12-31') =>
  replayRules(
    recorded.filter(({ day }) => day <= to),
    defaultRules().filter(({ lens }) => lenses.includes(lens)),
    knowledge,
  ).transitions;

const brief = ({ day, rule, subject, kind, isOpen }: Transition) =>
  `${day} ${rule} ${subject} ${kind}, ${isOpen ? 'open' : 'over'}`;

describe('rules on machine locations, replayed as known then,', () => {
  const transitions = replay(['country', 'region'], 'then');

  it('fire for China and Sichuan in the first week, and resolve for China in the week of the ban', () => {
    expect(transitions.map(brief)).toEqual([
      '2020-01-07 country-half CN fired, open',
      '2020-01-07 region-third CN-SC fired, open',
      '2020-05-06 region-third CN-SC basis-changed, over',
      '2021-06-22 country-half CN resolved, over',
    ]);
  });

  it('neither fire nor resolve because of a release alone, and send no warning', () => {
    const [release] = transitions.filter(({ day }) => day === '2020-05-06');
    expect(release).toMatchObject({ subject: 'CN-SC', kind: 'basis-changed', since: '2020-01-07' });
    expect(isWarning({ ...release!, severity: 'emergency' })).toBe(false);
    // Releases moved China on these days, too, without a warning.
    const days = new Set<string>(transitions.map(({ day }) => day));
    expect([days.has('2021-07-15'), days.has('2021-10-13')]).toEqual([false, false]);
  });
});

describe('rules on machine locations, replayed with hindsight,', () => {
  const transitions = replay(['country', 'region'], 'now');

  it("cross a bound with a new month's figures, which is a change of basis", () => {
    expect(transitions.map(brief)).toEqual([
      '2020-01-07 country-65 CN fired, open',
      '2020-04-01 country-half CN basis-changed, open',
      '2020-09-01 region-third CN-SC basis-changed, open',
      '2020-10-01 country-65 CN basis-changed, open',
      '2020-10-18 region-third CN-SC resolved, over',
      '2020-10-31 country-half CN eased, open',
      '2021-03-01 country-half CN basis-changed, over',
    ]);
  });
});

describe("a farm's target", () => {
  it('fires when it becomes due or missed, and resolves 30 days later', () => {
    expect(replay(['farm'], 'then', '2026-04-21').map(brief)).toMatchInlineSnapshot(`
      [
        "2020-12-31 farm-target layer1/2020-12-31 fired, open",
        "2020-12-31 farm-target whinstone-rockdale/2020-12-31 fired, open",
        "2021-01-31 farm-target layer1/2020-12-31 resolved, over",
        "2021-01-31 farm-target whinstone-rockdale/2020-12-31 resolved, over",
        "2021-04-08 farm-target whinstone-rockdale/2020-12-31 fired, open",
        "2021-05-09 farm-target whinstone-rockdale/2020-12-31 resolved, over",
        "2021-07-31 farm-target marathon/2021-07-31 fired, open",
        "2021-08-31 farm-target marathon/2021-07-31 resolved, over",
        "2021-12-31 farm-target layer1/2021-12-31 fired, open",
        "2022-01-31 farm-target layer1/2021-12-31 resolved, over",
        "2023-06-30 farm-target marathon/2023-06-30 fired, open",
        "2023-07-31 farm-target marathon/2023-06-30 resolved, over",
        "2023-08-08 farm-target marathon/2023-06-30 fired, open",
        "2023-09-08 farm-target marathon/2023-06-30 resolved, over",
        "2024-12-31 farm-target riot/2024-12-31 fired, open",
        "2025-01-06 farm-target riot/2024-12-31 resolved, over",
      ]
    `);
  });
});
