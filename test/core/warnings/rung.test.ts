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

/** The states a rule passes through, one letter a day, for findings of one letter a day. */
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
  it('fires at the first breach and resolves at the first clear day where nothing else is said', () => {
    expect(statesOf({}, 'cubuucb')).toBe('nnFFFnF');
  });

  it('waits for breaches on so many days in a row', () => {
    expect(statesOf({ forDays: 3 }, 'bbubbbc')).toBe('ppppp' + 'Fn');
  });

  it('fires after m breaches within n days', () => {
    expect(statesOf({ mOfN: [2, 3] }, 'bcbc')).toBe('ppFn');
    expect(statesOf({ mOfN: [2, 3] }, 'bccbcc')).toBe('pppp' + 'pp');
  });

  it('forgets a breach that is too old', () => {
    expect(statesOf({ mOfN: [2, 3] }, 'bccc')).toBe('pppn');
  });

  it('resolves only after as many clear days more as it keeps firing', () => {
    expect(statesOf({ keepFiringDays: 2 }, 'bcccc')).toBe('FRRnn');
  });

  it('starts to count clear days again after a day that is not clear', () => {
    expect(statesOf({ keepFiringDays: 2 }, 'bccuccc')).toBe('FRRFRRn');
    expect(statesOf({ keepFiringDays: 2 }, 'bccbccc')).toBe('FRRFRRn');
  });

  it('is left where it is by a day without data once it fires', () => {
    expect(statesOf({}, 'b--c')).toBe('FFFn');
    expect(statesOf({ keepFiringDays: 2 }, 'bc-cc')).toBe('FRRRn');
  });

  it('does not fire on a day without data, and waits again after it', () => {
    expect(statesOf({ forDays: 2 }, 'b-bb')).toBe('pnpF');
    expect(statesOf({}, '---')).toBe('nnn');
  });
});

describe('a rule whose figures rest on something else from today', () => {
  const FIRING: RungState = { kind: 'firing', breaches: [], clearDays: 0 };
  const states: readonly RungState[] = [
    NORMAL,
    { kind: 'pending', breaches: [true], clearDays: 0 },
    FIRING,
    { kind: 'recovering', breaches: [], clearDays: 2 },
  ];

  it('stands where the new figures surely say, at once, wherever it stood', () => {
    for (const state of states) {
      expect(rebaseRung(state, 'breach')).toEqual(FIRING);
      expect(rebaseRung(state, 'clear')).toEqual(NORMAL);
    }
  });

  it.each(['uncertain', 'no-data'] as const)(
    'keeps an open episode open where they are %s, and waits again where none is open',
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
