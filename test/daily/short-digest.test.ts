import { describe, expect, it } from 'vitest';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { parseDay } from '../../lib/core/ledger/utc-day.ts';
import { isWarning } from '../../lib/core/warnings/is-warning.ts';
import { reachedOf } from '../../lib/core/warnings/reached.ts';
import { composeWarningOf } from '../../lib/daily/compose-warning.ts';
import { composeReport, composeWeekly } from '../../lib/daily/report.ts';
import { dayText } from '../../lib/messages/format.ts';
import { renderPlain } from '../../lib/messages/render-plain.ts';
import { countedTransitions } from '../support/recorded.ts';
import { describeDigests, inputOn, recordedDays } from '../support/short-digests.ts';

const ledger = shippedLedger();
const transitions = countedTransitions('then');

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
  const input = { ...inputOn(recordedDays.at(-1)!), ledger };
  const open = transitions.filter((transition) => transition.isOpen && isWarning(transition));
  expect(open.length).toBeGreaterThan(10);
  for (const transition of open) {
    const text = renderPlain(composeWarningOf(input, 'warning', transition.day, [transition]));
    const { on } = reachedOf(transition, transitions);
    expect(text, transition.id).toMatch(new RegExp(`(since|reached on) ${dayText(on)}`));
  }
});

/** Each day on which something changed, and every twelfth; test/replays/short-digests.test.ts takes all. */
const changed = new Set(transitions.map(({ day }) => day));
const some = recordedDays.filter((day, index) => changed.has(day) || index % 12 === 0);

describeDigests('on days of every year', some, 40);
