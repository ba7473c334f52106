import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../lib/core/rules/parse-rules.ts';
import { advanceRung, NORMAL, type RungState, rebaseRung } from '../../../lib/core/warnings/rung.ts';

const FINDINGS = { b: 'breach', c: 'clear', u: 'uncertain', '-': 'no-data' } as const;
const LETTERS: Readonly<Record<RungState['kind'], string>> = {
  normal: 'n',
  pending: 'p',
  firing: 'F',
  recovering: 'R',
};

/** The states of a rule, one letter per day, for findings of one letter per day. */
function statesOf(differs: object, findings: string): string {
  const [rule] = parseRules(
    [
      {
        id: 'tested',
        lens: 'pool',
        subject: '*',
        measure: 'share',
        window: 1,
        above: 0.5,
        severity: 'notice',
        ...differs,
      },
    ],
    'rules.json',
  );
  let state = NORMAL;
  return [...findings]
    .map((letter) => {
      state = advanceRung(rule!, state, FINDINGS[letter as keyof typeof FINDINGS]);
      return LETTERS[state.kind];
    })
    .join('');
}

describe('a rule', () => {
  it('by default fires at the first breach and resolves on the first clear day', () => {
    expect(statesOf({}, 'cubuucb')).toBe('nnFFFnF');
  });

  it('waits for breaches on this many days in a row', () => {
    expect(statesOf({ forDays: 3 }, 'bbubbbc')).toBe('ppppp' + 'Fn');
  });

  it('fires after m breaches within n days', () => {
    expect(statesOf({ mOfN: [2, 3] }, 'bcbc')).toBe('ppFn');
    expect(statesOf({ mOfN: [2, 3] }, 'bccbcc')).toBe('pppp' + 'pp');
  });

  it('forgets a breach that is too old', () => {
    expect(statesOf({ mOfN: [2, 3] }, 'bccc')).toBe('pppn');
  });

  it('resolves only after keepFiringDays more clear days', () => {
    expect(statesOf({ keepFiringDays: 2 }, 'bcccc')).toBe('FRRnn');
  });

  it('restarts counting clear days after a day that is not clear', () => {
    expect(statesOf({ keepFiringDays: 2 }, 'bccuccc')).toBe('FRRFRRn');
    expect(statesOf({ keepFiringDays: 2 }, 'bccbccc')).toBe('FRRFRRn');
  });

  it('keeps its state on a day without data once it fires', () => {
    expect(statesOf({}, 'b--c')).toBe('FFFn');
    expect(statesOf({ keepFiringDays: 2 }, 'bc-cc')).toBe('FRRRn');
  });

  it('does not fire on a day without data, and starts waiting over', () => {
    expect(statesOf({ forDays: 2 }, 'b-bb')).toBe('pnpF');
    expect(statesOf({}, '---')).toBe('nnn');
  });
});

describe('a rule whose basis changes', () => {
  const FIRING: RungState = { kind: 'firing', breaches: [], clearDays: 0 };
  const states: readonly RungState[] = [
    NORMAL,
    { kind: 'pending', breaches: [true], clearDays: 0 },
    FIRING,
    { kind: 'recovering', breaches: [], clearDays: 2 },
  ];

  it('takes the state that the new figures surely give, whatever it was before', () => {
    for (const state of states) {
      expect(rebaseRung(state, 'breach')).toEqual(FIRING);
      expect(rebaseRung(state, 'clear')).toEqual(NORMAL);
    }
  });

  it.each(['uncertain', 'no-data'] as const)(
    'keeps an open episode open on %s, and starts waiting over if none is open',
    (finding) => {
      expect(states.map((state) => rebaseRung(state, finding).kind)).toEqual([
        'normal',
        'normal',
        'firing',
        'firing',
      ]);
    },
  );
});
