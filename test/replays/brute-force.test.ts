import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/config/default-rules.ts';
import {
  type BruteDay,
  type BruteTables,
  bruteBlocks,
  bruteDays,
  bruteShippedDays,
  bruteTables,
} from '../support/brute-days.ts';
import { bruteDifferences } from '../support/brute-differences.ts';
import { type BruteRule, type BruteTransition, bruteReplay } from '../support/brute-replay.ts';
import { BRUTE_RULES } from '../support/brute-rules.ts';
import { BLOCKS_FILE, runReplay } from '../support/run-replay.ts';

/** Rules made so that every measure, window and kind of waiting changes often. */
const MOVING_RULES: readonly BruteRule[] = [
  ...[0.15, 0.2, 0.25, 1 / 3].map((bound, rung) => ({
    id: `pool-${rung}`,
    ladder: 'pool-7d',
    lens: 'pool',
    measure: 'share' as const,
    window: 7,
    bound,
    confidence: [0.9, 0.95, 0.99, 0.95][rung]!,
    clearAt: [0.4, 0.5, 0.6, 0.5][rung]!,
    severity: ['notice', 'warning', 'critical', 'emergency'][rung]!,
  })),
  ...[0.25, 0.3].map((bound, rung) => ({
    id: `owner-day-${rung}`,
    ladder: 'owner-1d',
    lens: 'owner',
    measure: 'share' as const,
    window: 1,
    bound,
    clearAt: 0.5,
    breaches: [2, 3] as const,
    keepFiringDays: 2,
    severity: ['notice', 'warning'][rung]!,
  })),
  {
    id: 'country-month',
    ladder: 'country-month',
    lens: 'operator-country',
    measure: 'share',
    window: 30,
    bound: 0.3,
    clearAt: 0.5,
    breaches: [5, 5],
    severity: 'critical',
  },
  {
    id: 'template-quarter-year',
    ladder: 'template-quarter-year',
    lens: 'template',
    measure: 'share',
    window: 90,
    bound: 0.38,
    clearAt: 0.5,
    severity: 'warning',
  },
  {
    id: 'two-pools',
    ladder: 'two-pools',
    lens: 'pool',
    measure: 'top-2',
    window: 30,
    bound: 0.45,
    clearAt: 0.5,
    severity: 'notice',
  },
  {
    id: 'unknown-pools',
    ladder: 'unknown-pools',
    lens: 'pool',
    measure: 'unknown',
    window: 1,
    bound: 0.04,
    severity: 'notice',
  },
  {
    id: 'three-a-day',
    ladder: 'three-a-day',
    lens: 'owner',
    measure: 'nakamoto',
    window: 1,
    bound: 3,
    keepFiringDays: 1,
    severity: 'notice',
  },
];

/** A rule in the shape of a rules file. */
function toRulesFile({ bound, measure, confidence, clearAt, breaches, ...rule }: BruteRule): object {
  const common = { ...rule, subject: '*', measure, mOfN: breaches };
  return measure === 'nakamoto'
    ? { ...common, atMost: bound }
    : { ...common, above: bound, confidence, clearAt };
}

/** The lenses of the default rules that count blocks; places are modelled, farms announced. */
const COUNTED = ['owner', 'template', 'operator-country'];

describe('the restated rules', () => {
  it('are the default rules that count blocks, all of them', () => {
    const counted = DEFAULT_RULES.filter(({ lens }) => COUNTED.includes(lens));
    expect(BRUTE_RULES.map(({ id }) => id)).toEqual(counted.map(({ id }) => id));
  });
});

describe('the replay of the shipped days', () => {
  it.each(['then', 'now'])(
    'gives the transitions of the default rules that naive loops find, knowledge %s',
    async (knowledge) => {
      const expected = bruteReplay(bruteShippedDays(), BRUTE_RULES, knowledge);
      const { transitions, days } = await runReplay(['--knowledge', knowledge, '--lens', COUNTED.join()]);
      expect(days).toBe(2303);
      expect(bruteDifferences(expected, transitions)).toEqual([]);
      expect(expected.length).toBeGreaterThan(30);
    },
  );

  it('gives those of rules that change often, each rule at least twice', async () => {
    const expected = bruteReplay(bruteShippedDays(), MOVING_RULES, 'now');
    const { transitions } = await runReplay(['--knowledge', 'now'], MOVING_RULES.map(toRulesFile));
    expect(bruteDifferences(expected, transitions)).toEqual([]);
    const moves = MOVING_RULES.map(({ id }) => expected.filter(({ rule }) => rule === id).length);
    expect(Math.min(...moves)).toBeGreaterThanOrEqual(2);
  });
});

describe.skipIf(BLOCKS_FILE === undefined)('the replay of the labelled blocks', () => {
  let days: readonly BruteDay[];

  beforeAll(() => {
    days = bruteDays(bruteBlocks(BLOCKS_FILE!));
  });

  it.each(['then', 'now'])(
    'gives the transitions that naive loops over the file find, knowledge %s',
    async (knowledge) => {
      const expected = bruteReplay(days, BRUTE_RULES, knowledge);
      const { transitions } = await runReplay([
        ...['--blocks', BLOCKS_FILE!],
        ...['--knowledge', knowledge, '--lens', COUNTED.join()],
      ]);
      expect(bruteDifferences(expected, transitions)).toEqual([]);
    },
  );
});

describe('the comparison with naive loops', () => {
  let found: readonly BruteTransition[];
  const days = bruteShippedDays();

  beforeAll(async () => {
    found = (await runReplay(['--knowledge', 'now'])).transitions;
  });

  type Change = {
    readonly rule?: Partial<BruteRule>;
    readonly days?: readonly BruteDay[];
    readonly tables?: Partial<BruteTables>;
    readonly knowledge?: string;
  };

  /** Compares one ladder of the replay with naive loops in which something is changed. */
  function differences(id: string, change: Change): readonly string[] {
    const { ladder } = BRUTE_RULES.find((rule) => rule.id === id)!;
    const rungs = BRUTE_RULES.filter((rule) => rule.ladder === ladder);
    const changed = rungs.map((rule) => (rule.id === id ? { ...rule, ...change.rule } : rule));
    const tables = { ...bruteTables(), ...change.tables };
    const expected = bruteReplay(change.days ?? days, changed, change.knowledge ?? 'now', tables);
    const ids = new Set(rungs.map((rule) => rule.id));
    return bruteDifferences(
      expected,
      found.filter(({ rule }) => ids.has(rule)),
    );
  }

  it.each(['owner-quarter', 'template-third', 'two-owners-half', 'operator-country-65'])(
    'finds no difference if nothing of %s is changed',
    (id) => {
      expect(differences(id, {})).toEqual([]);
    },
  );

  it.each<[what: string, id: string, change: Partial<BruteRule>]>([
    ['a bound a thousandth higher', 'owner-quarter', { bound: 0.251 }],
    ['a bound that an owner crosses', 'owner-two-fifths', { bound: 0.34 }],
    ['another confidence', 'owner-third', { confidence: 0.97 }],
    ['another probability to clear at', 'owner-quarter', { clearAt: 0.04 }],
    ['another severity', 'template-third', { severity: 'notice' }],
    ['a day more to fire', 'operator-country-65', { breaches: [2, 2] }],
    ['a day more to resolve', 'owner-quarter', { keepFiringDays: 1 }],
    ['another bound for two owners', 'two-owners-half', { bound: 0.51 }],
    ['a bound that unknown blocks cross', 'unknown-tenth', { bound: 0.02 }],
    ['another order of rungs', 'owner-half', { bound: 0.3 }],
    ['a bound that a day crosses', 'owner-half-1d', { bound: 0.35 }],
    ['a bound that a template group crosses', 'template-half', { bound: 0.45 }],
    ['a bound that a country crosses', 'operator-country-half', { bound: 0.8 }],
    ['a bound no day of a template group crosses', 'template-half-1d', { bound: 0.6 }],
  ])('fails with %s for %s', (_, id, change) => {
    expect(differences(id, { rule: change })).not.toEqual([]);
  });

  it('fails if one block of one day is given to another pool', () => {
    const changed = days.map((entry) =>
      entry.day === '2024-12-28'
        ? {
            ...entry,
            pools: {
              ...entry.pools,
              foundryusa: entry.pools.foundryusa! + 1,
              antpool: entry.pools.antpool! - 1,
            },
          }
        : entry,
    );
    expect(differences('owner-third', { days: changed })).not.toEqual([]);
  });

  it.each<[table: string, id: string, tables: Partial<BruteTables>]>([
    ['ownership', 'owner-quarter', { owners: [] }],
    ['templates', 'template-quarter', { templates: [] }],
    ['seats', 'operator-country-half', { seats: [] }],
  ])('fails without the table of %s', (_, id, tables) => {
    expect(differences(id, { tables })).not.toEqual([]);
  });

  it('fails if template links begin a day later', () => {
    const templates = bruteTables().templates.map((link) => ({ ...link, from: '2022-09-02' }));
    expect(differences('template-third', { tables: { templates } })).not.toEqual([]);
  });

  it('fails if `then` replaces hindsight', () => {
    expect(differences('template-third', { knowledge: 'then' })).not.toEqual([]);
  });

  it.each<[what: string, change: (list: readonly BruteTransition[]) => readonly BruteTransition[]]>([
    ['a transition left out', (list) => list.slice(1)],
    ['a transition too many', (list) => [...list, { ...list[0]!, day: '2026-04-21' }]],
    ['a transition told twice', (list) => [...list, list[0]!]],
    ['a share off by 2e-9', ([first, ...rest]) => [{ ...first!, share: first!.share! + 2e-9 }, ...rest]],
    ['an interval off by 2e-9', ([first, ...rest]) => [{ ...first!, low: first!.low! - 2e-9 }, ...rest]],
    ['a number that is missing', ([first, ...rest]) => [{ ...first!, probability: null }, ...rest]],
    ['another kind', ([first, ...rest]) => [{ ...first!, kind: 'eased' }, ...rest]],
    ['another start', ([first, ...rest]) => [{ ...first!, since: '2020-01-08' }, ...rest]],
  ])('fails with %s', (_, change) => {
    expect(bruteDifferences(found, change(found))).not.toEqual([]);
    expect(bruteDifferences(found, found)).toEqual([]);
  });
});
