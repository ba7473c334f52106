import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/config/default-rules.ts';
import { shippedLedger } from '../../lib/core/ledger/shipped-ledger.ts';
import { daysBetween, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import { parseRules, type RuleInput } from '../../lib/core/rules/parse-rules.ts';
import { episodeOf, type Transition } from '../../lib/core/warnings/episode.ts';
import { replayRules } from '../../lib/core/warnings/history.ts';

const ledger = shippedLedger();

/** The last of the days on which `clearAt` was chosen. */
const CHOSEN_THROUGH = '2023-12-31';

function replay(rules: readonly RuleInput[]): readonly Transition[] {
  return replayRules(ledger, parseRules(rules, 'rules'), 'then').transitions;
}

const clearingAt = (clearAt: number) =>
  DEFAULT_RULES.map((rule) =>
    rule.measure === 'farm-target' || 'clearAt' in rule ? rule : { ...rule, clearAt },
  );

const nameOf = ({ ladder, subject }: Transition) => `${ladder} ${subject}`;

/** The firings within 14 days of the end of an episode of the same ladder and subject. */
function refirings(transitions: readonly Transition[]): readonly string[] {
  const ended = new Map<string, UtcDay>();
  return transitions.flatMap((transition) => {
    const end = ended.get(nameOf(transition));
    if (!transition.isOpen) ended.set(nameOf(transition), transition.day);
    const isAgain = end !== undefined && daysBetween(end, transition.day) <= 14;
    return transition.kind === 'fired' && isAgain ? [`${transition.day} ${nameOf(transition)}`] : [];
  });
}

describe('the default rules on the recorded days', () => {
  const calm = replay(DEFAULT_RULES);
  const before = replay(clearingAt(0.5));

  it('fire again within 14 days of an end four times, one of them about a farm', () => {
    expect(refirings(calm)).toEqual([
      '2020-10-15 owner-7d bitmain',
      '2023-08-08 farm-target marathon/2023-06-30',
      '2024-02-01 owner-7d antpool',
      '2025-02-03 two-owners-half *',
    ]);
    expect(refirings(before)).toHaveLength(13);
  });

  it('clear at the value that gives the fewest of these up to 2023', () => {
    const through = (clearAt: number) =>
      refirings(replay(clearingAt(clearAt))).filter((firing) => firing <= CHOSEN_THROUGH).length;
    expect([0.5, 0.2, 0.1, 0.05, 0.02].map(through)).toEqual([5, 4, 3, 2, 2]);
  });

  it('have an episode open at the level of each rise reported when they cleared at .5, no later than then', () => {
    const rises = before.filter(({ kind }) => kind === 'fired' || kind === 'escalated');
    for (const rise of rises) {
      const last = calm.findLast((one) => nameOf(one) === nameOf(rise) && one.day <= rise.day);
      expect(last, rise.id).toMatchObject({ isOpen: true, rule: rise.rule });
    }
    expect(rises.length).toBeGreaterThan(30);
  });

  it('fire first for each ladder and subject on the same day as then', () => {
    const firsts = (transitions: readonly Transition[]) =>
      Object.fromEntries(
        transitions
          .filter(({ kind }) => kind === 'fired')
          .toReversed()
          .map((one) => [nameOf(one), one.day]),
      );
    expect(firsts(calm)).toEqual(firsts(before));
  });

  it('report a pool that shares its templates with no other once, as an owner', () => {
    const templates = calm.filter(({ lens }) => lens === 'template').map(({ subject }) => subject);
    expect(new Set(templates)).toEqual(new Set(['antpooltemplates']));
    expect(new Set(calm.map(({ id }) => id)).size).toBe(calm.length);
    expect(new Set(calm.map(episodeOf)).size).toBeLessThan(30);
  });
});
