import { describe, expect, it } from 'vitest';
import { reachedOf } from '../../../lib/core/warnings/reached.ts';
import { countedTransitions } from '../../support/recorded.ts';

const transitions = countedTransitions('then').filter(({ ladder }) =>
  ['owner-7d', 'template-7d', 'operator-country-7d'].includes(ladder),
);

/** A subject's level after a day's transition, and since when. */
function level(subject: string, day: string) {
  const transition = transitions.find((one) => one.subject === subject && one.day === day);
  if (transition === undefined) throw new Error(`${subject} did not move on ${day}`);
  const { on, by } = reachedOf(transition, transitions);
  return `${transition.rule} since ${on} by ${by}, episode since ${transition.since}`;
}

describe('a level is reported with the day it was reached:', () => {
  it('Foundry above a third since 30 December 2024, in an episode since September 2022', () => {
    expect(level('dcg', '2024-12-30')).toBe(
      'owner-third since 2024-12-30 by crossing, episode since 2022-09-14',
    );
  });

  it('back above a quarter, the level counts from then', () => {
    expect(level('dcg', '2025-01-24')).toBe(
      'owner-quarter since 2022-09-14 by crossing, episode since 2022-09-14',
    );
  });

  it('above 65% for the second time, the level counts from the second time', () => {
    expect(level('CN', '2021-09-14')).toBe(
      'operator-country-65 since 2021-09-14 by crossing, episode since 2020-01-07',
    );
  });

  it('a level reached by knowledge counts from then, as known', () => {
    expect(level('antpooltemplates', '2024-06-11')).toBe(
      'template-quarter since 2024-04-17 by knowledge, episode since 2024-04-17',
    );
  });

  it('a level passed on the way to a worse one counts from then on', () => {
    const [fired] = transitions;
    const third = {
      ...fired!,
      id: 'a',
      kind: 'fired',
      rule: 'owner-third',
      bound: { kind: 'above', value: 1 / 3, text: '1/3' },
    } as const;
    const eased = {
      ...third,
      id: 'b',
      kind: 'eased',
      day: '2031-05-09',
      bound: { kind: 'above', value: 0.25, text: '1/4' },
    } as never;
    expect(reachedOf(eased, [third, eased])).toEqual({ on: third.day, by: 'crossing' });
  });

  it('an episode without its transitions counts from its first day', () => {
    const [fired] = transitions;
    expect(reachedOf(fired!, [])).toEqual({ on: fired!.since, by: 'crossing' });
  });
});
