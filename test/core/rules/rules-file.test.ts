import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import { InputError } from '../../../lib/errors.ts';

const RULE = {
  id: 'pool-third',
  lens: 'pool',
  subject: '*',
  measure: 'share',
  window: 7,
  above: '1/3',
  severity: 'warning',
};

/** All faults of a rules file. */
function faultsOf(rules: unknown): readonly string[] {
  try {
    parseRules(rules, 'rules.json');
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
  return [];
}

describe('a rules file', () => {
  it('defaults confidence, clearAt, forDays and keepFiringDays to .95, .05, 1 and 0', () => {
    expect(parseRules([RULE], 'rules.json')).toMatchObject([
      { confidence: 0.95, clearAt: 0.05, forDays: { m: 1, n: 1 }, keepFiringDays: 0, ladder: 'pool-third' },
    ]);
  });

  it('reads a fraction exactly', () => {
    expect(parseRules([RULE], 'rules.json')[0]!.bound).toEqual({ kind: 'above', text: '1/3', value: 1 / 3 });
  });

  it('accepts three of five days', () => {
    expect(parseRules([{ ...RULE, mOfN: [3, 5] }], 'rules.json')[0]!.forDays).toEqual({ m: 3, n: 5 });
  });

  const OR = 'above, below, atLeast, atMost';

  it.each<[what: string, differs: object, faults: readonly string[]]>([
    ['an unknown key', { colour: 'red' }, ['rules.json: [0]: Unrecognized key: "colour"']],
    ['two bounds', { below: 0.2 }, [`rules.json: [0].below: expected exactly one of ${OR}, found 2`]],
    ['no bound', { above: undefined }, [`rules.json: [0].above: expected exactly one of ${OR}, found 0`]],
    ['a fraction above 1', { above: '4/3' }, ['rules.json: [0].above: expected 0 to 1 for measure share']],
    [
      'a fraction over nothing',
      { above: '1/0' },
      ['rules.json: [0].above: expected a number or a fraction such as "1/3"'],
    ],
    [
      'a text for a bound',
      { above: 'a third' },
      ['rules.json: [0].above: expected a number or a fraction such as "1/3"'],
    ],
    ['a negative share', { above: -0.1 }, ['rules.json: [0].above: expected 0 to 1 for measure share']],
    [
      'confidence without a probability',
      { measure: 'nakamoto', above: undefined, atMost: 2, confidence: 0.9, clearAt: 0.1 },
      [
        'rules.json: [0].confidence: measure nakamoto has no probability',
        'rules.json: [0].clearAt: measure nakamoto has no probability',
      ],
    ],
    [
      'a clearAt not below the confidence',
      { clearAt: 0.95 },
      ['rules.json: [0].clearAt: expected clearAt (0.95) to be less than confidence (0.95)'],
    ],
    [
      'a confidence not above the clearAt that is taken',
      { confidence: 0.05, clearAt: undefined },
      ['rules.json: [0].confidence: expected clearAt (0.05) to be less than confidence (0.05)'],
    ],
    [
      'a subject that its lens cannot show',
      { lens: 'pool', subject: 'fondryusa' },
      ['rules.json: [0].subject: expected "*" or a key of lens pool, not "fondryusa"'],
    ],
    ['m above n', { mOfN: [3, 2] }, ['rules.json: [0].mOfN: expected [m, n] with m at most n']],
    [
      'forDays and mOfN',
      { mOfN: [1, 2], forDays: 1 },
      ['rules.json: [0].mOfN: expected either forDays or mOfN'],
    ],
    [
      'one subject for a measure of the whole',
      { measure: 'top-2', subject: 'foundryusa' },
      ['rules.json: [0].subject: expected "*" for measure top-2'],
    ],
    [
      'a window of 5 days',
      { window: 5 },
      ['rules.json: [0].window: Invalid option: expected one of 1|7|30|90'],
    ],
    [
      'a lens that does not exist',
      { lens: 'planet' },
      [
        'rules.json: [0].lens: Invalid option: expected one of "pool"|"owner"|"template"|"operator-country"|"country"|"region"|"farm"',
      ],
    ],
    [
      'an id with a blank',
      { id: 'pool third' },
      ['rules.json: [0].id: expected lower-case letters, digits and hyphens'],
    ],
  ])('with %s is refused with its path', (_, differs, faults) => {
    expect(faultsOf([{ ...RULE, ...differs }])).toEqual(faults);
  });

  it('with a repeated id is refused', () => {
    expect(faultsOf([RULE, RULE])).toContain('rules.json: [1].id: "pool-third" is used twice');
  });

  it('with rungs that do not fit together is refused with every difference', () => {
    const rung = { ...RULE, ladder: 'pool-7d' };
    const faults = faultsOf([
      rung,
      { ...rung, id: 'b', lens: 'owner', window: 1, above: undefined, below: 0.2 },
      { ...rung, id: 'c', subject: 'antpool' },
    ]);
    expect(faults).toEqual([
      'rules.json: [1].lens: expected pool, as for "pool-third" of the same ladder',
      'rules.json: [1].window: expected 7, as for "pool-third" of the same ladder',
      'rules.json: [1].below: expected a bound like that of "pool-third" of the same ladder',
      'rules.json: [2].subject: expected *, as for "pool-third" of the same ladder',
      'rules.json: [2].above: expected a bound that no other rung of the ladder has',
    ]);
  });

  it.each([
    [
      { lens: 'country', measure: 'top-2' },
      'measure: expected share: lens country is modelled and has no other measure',
    ],
    [
      { lens: 'region', window: 30 },
      "window: expected 7: machines are modelled by the network's hash rate over 7 days",
    ],
    [{ lens: 'country', subject: 'UK' }, 'subject: expected "*" or a key of lens country, not "UK"'],
    [{ lens: 'region', subject: 'CN' }, 'subject: expected "*" or a key of lens region, not "CN"'],
  ])('on places with %j is refused', (differs, fault) => {
    expect(faultsOf([{ ...RULE, window: 7, ...differs }])).toEqual([`rules.json: [0].${fault}`]);
  });

  it('has all faults of all rules reported at once, whatever their kind', () => {
    const places = faultsOf([
      { ...RULE, colour: 'red', below: 0.2, window: 5, clearAt: 0.99 },
      { ...RULE, lens: 'planet', above: 0.4, mOfN: [3, 2] },
      'a text for a rule',
      { ...RULE, id: 'c', measure: 'nakamoto', above: undefined, atMost: 0, confidence: 2 },
    ]).map((fault) => fault.split(': ')[1]);
    expect(new Set(places)).toEqual(
      new Set([
        '[0]',
        '[0].below',
        '[0].window',
        '[0].clearAt',
        '[1].lens',
        '[1].mOfN',
        '[1].id',
        '[2]',
        '[3].atMost',
        '[3].confidence',
      ]),
    );
  });

  it('that is not a list is refused', () => {
    expect(faultsOf({ rules: [] })).toEqual(['rules.json: Invalid input: expected array, received object']);
  });
});
