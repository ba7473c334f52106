import { assertNever } from '../../errors.ts';
import { isRest } from '../geography/place-figure.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import { templateGroupName } from '../lenses/templates.ts';
import { evaluateRule, type Finding } from '../rules/finding.ts';
import { type Reading, WHOLE } from '../rules/measure.ts';
import type { DayObserved, Observation } from '../rules/observation.ts';
import { measuresWhole, type Rule, rankOf } from '../rules/rule.ts';
import type { RuleStates, SubjectState, Transition, TransitionKind } from './episode.ts';
import type { Ladder } from './ladder.ts';
import { advanceRung, isFiring, NORMAL, type RungState, rebaseRung } from './rung.ts';

/** Returns what a rule sees through its lens on `day`. */
export type Observe = (rule: Rule, day: UtcDay) => DayObserved;

/**
 * Advances all episodes by one day, by evaluating every rule for every subject; a pure function of its arguments.
 *
 * @returns the states after the day, and the transitions in the order of ladders, then subjects.
 */
export function advanceDay(
  ladders: readonly Ladder[],
  states: RuleStates,
  day: UtcDay,
  observe: Observe,
): { readonly states: RuleStates; readonly transitions: readonly Transition[] } {
  const after = new Map<string, SubjectState>();
  const transitions: Transition[] = [];
  for (const ladder of ladders) {
    const rule = ladder.rungs[0]!;
    const observed = observe(rule, day);
    for (const subject of subjectsOf(ladder, observed.asKnown, states)) {
      const key = `${ladder.id} ${subject}`;
      const state = states.get(key) ?? initialState(ladder, subject);
      const moved = advanceSubject(ladder, state, day, observed);
      if (moved.state !== undefined) after.set(key, moved.state);
      transitions.push(...moved.transitions);
    }
  }
  return { states: after, transitions };
}

function initialState({ id, rungs }: Ladder, subject: SubjectKey): SubjectState {
  return { ladder: id, subject, rungs: rungs.map(() => NORMAL), since: null };
}

/** Every subject that could move: those observed, and those with a rung that is not normal. */
function subjectsOf(ladder: Ladder, observation: Observation, states: RuleStates): readonly SubjectKey[] {
  const { measure, subject } = ladder.rungs[0]!;
  if (measuresWhole(measure)) return [WHOLE];
  if (subject !== '*' && observation.kind !== 'announced') return [subject];
  const remembered = [...states.values()]
    .filter((state) => state.ladder === ladder.id)
    .map((state) => state.subject);
  const all = [...new Set([...observedSubjects(ladder.rungs[0]!, observation), ...remembered])].sort();
  return subject === '*' ? all : all.filter((key) => key.startsWith(`${subject}/`));
}

function observedSubjects({ lens }: Rule, observation: Observation): Iterable<SubjectKey> {
  switch (observation.kind) {
    case 'counted': {
      const counted = [...observation.now.counts.keys(), ...(observation.before?.counts.keys() ?? [])];
      // A pool that shares its templates with nobody is already covered by its owner.
      return lens === 'template' ? counted.filter((key) => templateGroupName(key) !== undefined) : counted;
    }
    case 'modelled':
      // What a source omits is not a place.
      return [...observation.nowcast.figures.values()]
        .filter(({ key, level }) => level === lens && !isRest(key))
        .map(({ key }) => key);
    case 'announced':
      return observation.targets.keys();
    default:
      return assertNever(observation);
  }
}

/**
 * Advances one subject by a day: first by prior knowledge, which gives what happened; then, if the day reads
 * differently by current knowledge, to that, as a change of basis.
 */
function advanceSubject(
  ladder: Ladder,
  state: SubjectState,
  day: UtcDay,
  { asKnown, asKnownBefore }: DayObserved,
): { readonly state?: SubjectState; readonly transitions: readonly Transition[] } {
  const { subject } = state;
  const evaluate = (observation: Observation) =>
    ladder.rungs.map((rule) => evaluateRule(rule, subject, observation));
  const findings = evaluate(asKnown);
  const before = asKnownBefore === null ? findings : evaluate(asKnownBefore);
  const happened = ladder.rungs.map((rule, rung) => {
    const [now, then] = [findings[rung]!.kind, before[rung]!.kind];
    return advanceRung(rule, state.rungs[rung]!, now === 'no-data' ? now : then);
  });
  const isRebased = asKnownBefore !== null && !isSameReading(before[0]!, findings[0]!);
  const rungs = isRebased ? happened.map((rung, index) => rebaseRung(rung, findings[index]!.kind)) : happened;

  const [from, to] = [levelOf(state.rungs), levelOf(rungs)];
  const since = state.since ?? day;
  const next = rungs.every(({ kind }) => kind === 'normal')
    ? {}
    : { state: { ...state, rungs, since: to === -1 ? null : since } };
  if (from === to) return { ...next, transitions: [] };
  const transitionTo = (start: number, end: number, kind: TransitionKind): Transition => {
    const rung = end === -1 ? start : end;
    const rule = ladder.rungs[rung]!;
    return {
      ...describe(rule, readingOf(findings[rung]!)),
      id: `${day} ${ladder.id} ${subject} ${kind}`,
      day,
      subject,
      kind,
      severity: worse(ladder.rungs[start] ?? rule, ladder.rungs[end] ?? rule),
      since,
      isOpen: end !== -1,
    };
  };
  // What happened counts as far as current knowledge confirms it; the rest of the move is a change of basis.
  const between = [from, levelOf(happened), to].sort((a, b) => a - b)[1]!;
  return {
    ...next,
    transitions: [
      ...(from === between ? [] : [transitionTo(from, between, kindOf(from, between))]),
      ...(between === to ? [] : [transitionTo(between, to, 'basis-changed')]),
    ],
  };
}

/** Whether two findings for one rule and subject read the same value from the same holders. */
function isSameReading(a: Finding, b: Finding): boolean {
  if (a.kind === 'no-data' || b.kind === 'no-data') return a.kind === b.kind;
  return a.reading.value === b.reading.value && `${a.reading.holders}` === `${b.reading.holders}`;
}

/** Index of the highest firing rung; -1 if none fires. */
function levelOf(rungs: readonly RungState[]): number {
  return rungs.findLastIndex(isFiring);
}

function kindOf(from: number, to: number): TransitionKind {
  if (from === -1) return 'fired';
  if (to === -1) return 'resolved';
  return to > from ? 'escalated' : 'eased';
}

function worse(a: Rule, b: Rule): Rule['severity'] {
  return rankOf(a) > rankOf(b) ? a.severity : b.severity;
}

function readingOf(finding: Finding): Reading {
  // Missing data leaves every rung of a ladder as it was, so whatever moved has a reading.
  if (finding.kind === 'no-data') throw new TypeError('a rule moved on a day without data');
  return finding.reading;
}

/** The fields of a transition that come from the rule and its reading. */
export function describe(
  rule: Rule,
  { value, blocks, total, unknown, share, interval, probability, holders }: Reading,
) {
  const { id, ladder, lens, measure, window, bound } = rule;
  const { low, high } = interval() ?? { low: null, high: null };
  return {
    ...{ rule: id, ladder, lens, measure, window, bound, value, blocks, total, unknown, share, low, high },
    ...{ probability, holders },
  };
}
