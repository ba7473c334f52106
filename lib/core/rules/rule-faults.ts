import { ONLY_A_WEEK } from '../geography/modelled-lens.ts';
import { BOUNDS, type BoundKind, hasProbability, isUpper, type Measure, measuresWhole } from './rule.ts';
import { isKnownRuleSubject, isModelled } from './rule-lens.ts';
import { boundOf, USUAL, type WrittenRule } from './written-rule.ts';

/** What a rule names, right or wrong. */
export type Given = { readonly bounds: readonly BoundKind[]; readonly window: boolean };

/** A fault of one rule: the key it lies at, and what was expected there. */
type RuleFault = { readonly path: readonly string[]; readonly message: string };

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
 * Faults of one rule that no field has by itself.
 *
 * @param written the fields that are right by themselves.
 * @param given what else the rule names, right or wrong: its bounds, and whether it has a window.
 */
export function ruleFaults(written: Partial<WrittenRule>, given: Given): readonly RuleFault[] {
  const faults: RuleFault[] = [...lensFaults(written, given.window)];
  const isFarm = written.measure === 'farm-target';
  for (const name of isFarm ? given.bounds : [])
    faults.push({ path: [name], message: 'measure farm-target has no bound: its values are due and missed' });
  if (!isFarm && given.bounds.length !== 1) {
    faults.push({
      path: [given.bounds[1] ?? 'above'],
      message: `expected exactly one of ${BOUNDS.join(', ')}, found ${given.bounds.length}`,
    });
  }
  const bound = boundOf(written);
  const { measure } = written;
  const [low, high] = measure === undefined ? [-Infinity, Infinity] : RANGES[measure];
  if (!isFarm && bound !== undefined && (bound.value < low || bound.value > high)) {
    faults.push({ path: [bound.kind], message: `expected ${low} to ${high} for measure ${measure}` });
  }
  if (measure !== undefined && !hasProbability(measure)) {
    for (const key of ['confidence', 'clearAt'] as const) {
      if (written[key] !== undefined)
        faults.push({ path: [key], message: `measure ${measure} has no probability` });
    }
  }
  const { clearAt = USUAL.clearAt, confidence = USUAL.confidence } = written;
  if (clearAt >= confidence) {
    const path = [written.clearAt === undefined ? 'confidence' : 'clearAt'];
    faults.push({
      path,
      message: `expected clearAt (${clearAt}) to be less than confidence (${confidence})`,
    });
  }
  if (written.mOfN !== undefined && written.forDays !== undefined) {
    faults.push({ path: ['mOfN'], message: 'expected either forDays or mOfN' });
  }
  if (written.mOfN !== undefined && written.mOfN[0] > written.mOfN[1]) {
    faults.push({ path: ['mOfN'], message: 'expected [m, n] with m at most n' });
  }
  const { subject = '*', lens } = written;
  if (subject !== '*' && measure !== undefined && measuresWhole(measure)) {
    faults.push({ path: ['subject'], message: `expected "*" for measure ${measure}` });
  } else if (subject !== '*' && lens !== undefined && !isKnownRuleSubject(lens, subject)) {
    faults.push({ path: ['subject'], message: `expected "*" or a key of lens ${lens}, not "${subject}"` });
  }
  return faults;
}

/** Faults of a lens with a measure or a window that it does not have. */
function lensFaults(
  { lens, measure, window }: Partial<WrittenRule>,
  hasWindow: boolean,
): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (lens !== undefined && isModelled(lens)) {
    if (measure !== undefined && measure !== 'share')
      faults.push({
        path: ['measure'],
        message: `expected share: lens ${lens} is modelled and has no other`,
      });
    if (window !== 7 && (window !== undefined || !hasWindow))
      faults.push({
        path: ['window'],
        message: ONLY_A_WEEK,
      });
  }
  if (lens !== undefined && measure !== undefined && (lens === 'farm') !== (measure === 'farm-target'))
    faults.push({ path: ['measure'], message: 'expected farm-target and lens farm together' });
  if (measure === 'farm-target' && hasWindow)
    faults.push({ path: ['window'], message: 'measure farm-target has no window' });
  else if (
    measure !== undefined &&
    measure !== 'farm-target' &&
    !hasWindow &&
    !(lens !== undefined && isModelled(lens))
  )
    faults.push({ path: ['window'], message: 'expected 1, 7, 30 or 90' });
  return faults;
}

/** Faults of rules that do not go together: ids that repeat, rungs of one ladder that differ. */
export function ladderFaults(rules: readonly Partial<WrittenRule>[]) {
  const faults: { index: number; key: string; message: string }[] = [];
  const ids = new Set<string>();
  const rungs = new Map<string, Partial<WrittenRule>[]>();
  rules.forEach((rule, index) => {
    const { id, ladder = id } = rule;
    if (id === undefined || ladder === undefined) return;
    if (ids.has(id)) faults.push({ index, key: 'id', message: `"${id}" stands twice` });
    ids.add(id);
    const others = rungs.get(ladder) ?? [];
    rungs.set(ladder, [...others, rule]);
    const first = others[0];
    if (first === undefined) return;
    for (const key of ['lens', 'subject', 'measure', 'window'] as const) {
      const [found, expected] = [rule[key], first[key]];
      if (found !== undefined && expected !== undefined && found !== expected) {
        faults.push({
          index,
          key,
          message: `expected ${expected}, as for "${first.id}" of the same ladder`,
        });
      }
    }
    const bound = boundOf(rule);
    const firstBound = boundOf(first);
    if (bound !== undefined && firstBound !== undefined && isUpper(bound) !== isUpper(firstBound)) {
      faults.push({
        index,
        key: bound.kind,
        message: `expected a bound like that of "${first.id}" of the same ladder`,
      });
    }
    if (bound !== undefined && others.some((other) => boundOf(other)?.value === bound.value)) {
      faults.push({
        index,
        key: bound.kind,
        message: 'expected a bound that no other rung of the ladder has',
      });
    }
  });
  return faults;
}
