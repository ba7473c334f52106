import { type Check, type Fault, faultsAmong } from '../../errors.ts';
import { WEEK_ONLY } from '../geography/modelled-lens.ts';
import { BOUNDS, type BoundKind, hasProbability, isUpper, type Measure, measuresWhole } from './rule.ts';
import { isKnownRuleSubject, isModelled } from './rule-lens.ts';
import { boundOf, RULE_DEFAULTS, type WrittenRule } from './written-rule.ts';

/** What a rule specifies, valid or not. */
export type Given = { readonly bounds: readonly BoundKind[]; readonly window: boolean };

const RANGES: Readonly<Record<Measure, readonly [low: number, high: number]>> = {
  share: [0, 1],
  unknown: [0, 1],
  'top-2': [0, 1],
  change: [-1, 1],
  hhi: [0, 10_000],
  nakamoto: [1, 1_000],
  'farm-target': [0, 0],
};

/**
 * Faults across fields, each with its key. `written`: the valid fields; `given`: what the rule specifies, valid or not.
 */
export function ruleFaults(written: Partial<WrittenRule>, given: Given): readonly Fault[] {
  const { measure, lens, subject = '*', mOfN, forDays } = written;
  const { clearAt = RULE_DEFAULTS.clearAt, confidence = RULE_DEFAULTS.confidence } = written;
  const bound = boundOf(written);
  const isFarm = measure === 'farm-target';
  const isWhole = measure !== undefined && measuresWhole(measure);
  const isProbable = measure === undefined || hasProbability(measure);
  const [low, high] = measure === undefined ? [-Infinity, Infinity] : RANGES[measure];
  return faultsAmong([
    ...lensChecks(written, given.window),
    ...given.bounds.map(
      (name): Check => [!isFarm, name, 'measure farm-target has no bound: its values are due and missed'],
    ),
    [
      isFarm || given.bounds.length === 1,
      given.bounds[1] ?? 'above',
      `expected exactly one of ${BOUNDS.join(', ')}, found ${given.bounds.length}`,
    ],
    [
      isFarm || bound === undefined || (low <= bound.value && bound.value <= high),
      bound?.kind ?? 'above',
      `expected ${low} to ${high} for measure ${measure}`,
    ],
    ...(['confidence', 'clearAt'] as const).map(
      (key): Check => [
        isProbable || written[key] === undefined,
        key,
        `measure ${measure} has no probability`,
      ],
    ),
    [
      clearAt < confidence,
      written.clearAt === undefined ? 'confidence' : 'clearAt',
      `expected clearAt (${clearAt}) to be less than confidence (${confidence})`,
    ],
    [mOfN === undefined || forDays === undefined, 'mOfN', 'expected either forDays or mOfN'],
    [mOfN === undefined || mOfN[0] <= mOfN[1], 'mOfN', 'expected [m, n] with m at most n'],
    [subject === '*' || !isWhole, 'subject', `expected "*" for measure ${measure}`],
    [
      subject === '*' || isWhole || lens === undefined || isKnownRuleSubject(lens, subject),
      'subject',
      `expected "*" or a key of lens ${lens}, not "${subject}"`,
    ],
  ]);
}

/** What a lens requires of measure and window. */
function lensChecks({ lens, measure, window }: Partial<WrittenRule>, hasWindow: boolean): readonly Check[] {
  const isPlace = lens !== undefined && isModelled(lens);
  const isFarm = measure === 'farm-target';
  const isShare = measure === undefined || measure === 'share';
  return [
    [!isPlace || isShare, 'measure', `expected share: lens ${lens} is modelled and has no other measure`],
    [!isPlace || window === 7 || (window === undefined && hasWindow), 'window', WEEK_ONLY],
    [
      lens === undefined || measure === undefined || (lens === 'farm') === isFarm,
      'measure',
      'expected farm-target and lens farm together',
    ],
    [!isFarm || !hasWindow, 'window', 'measure farm-target has no window'],
    [isFarm || measure === undefined || hasWindow || isPlace, 'window', 'expected 1, 7, 30 or 90'],
  ];
}

/** Faults across rules, each with its rule's index: repeated ids, rungs of one ladder that differ. */
export function ladderFaults(rules: readonly Partial<WrittenRule>[]) {
  const faults: (Fault & { readonly index: number })[] = [];
  const ids = new Set<string>();
  const rungs = new Map<string, Partial<WrittenRule>[]>();
  for (const [index, rule] of rules.entries()) {
    const { id, ladder = id } = rule;
    if (id === undefined || ladder === undefined) continue;
    const expect = (...[holds, where, what]: Check) => {
      if (!holds) faults.push({ index, where, what });
    };
    expect(!ids.has(id), 'id', `"${id}" is used twice`);
    ids.add(id);
    const others = rungs.get(ladder) ?? [];
    rungs.set(ladder, [...others, rule]);
    const first = others[0];
    if (first === undefined) continue;
    for (const key of ['lens', 'subject', 'measure', 'window'] as const) {
      const [found, expected] = [rule[key], first[key]];
      const agrees = found === undefined || expected === undefined || found === expected;
      expect(agrees, key, `expected ${expected}, as for "${first.id}" of the same ladder`);
    }
    const [bound, firstBound] = [boundOf(rule), boundOf(first)];
    if (bound === undefined) continue;
    expect(
      firstBound === undefined || isUpper(bound) === isUpper(firstBound),
      bound.kind,
      `expected a bound like that of "${first.id}" of the same ladder`,
    );
    expect(
      others.every((other) => boundOf(other)?.value !== bound.value),
      bound.kind,
      'expected a bound that no other rung of the ladder has',
    );
  }
  return faults;
}
