import { assertNever } from '../../errors.ts';
import type { PlaceCode } from '../geography/place.ts';
import { isRest } from '../geography/place-figure.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import { evaluateRule, type Finding } from '../rules/finding.ts';
import { type Reading, WHOLE } from '../rules/measure.ts';
import type { Observation } from '../rules/observation.ts';
import { measuresWhole, type Rule, SEVERITIES } from '../rules/rule.ts';
import type { RuleStates, SubjectState, Transition, TransitionKind } from './episode.ts';
import type { Ladder } from './ladder.ts';
import { advanceRung, isFiring, NORMAL, type RungState, rebaseRung } from './rung.ts';

/** Gives what a rule looks at on `day`, through its lens. */
export type Observe = (rule: Rule, day: UtcDay) => Observation;

/**
 * Moves all episodes on by one day: evaluates every rule for every subject and says what changed. The
 * answer depends on nothing but its arguments.
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
    const observation = observe(rule, day);
    for (const subject of subjectsOf(ladder, observation, states)) {
      const key = `${ladder.id} ${subject}`;
      const state = states.get(key) ?? initialState(ladder, subject);
      const moved = advanceSubject(ladder, state, day, observation);
      if (moved.state !== undefined) after.set(key, moved.state);
      if (moved.transition !== undefined) transitions.push(moved.transition);
    }
  }
  return { states: after, transitions };
}

function initialState({ id, rungs }: Ladder, subject: SubjectKey): SubjectState {
  return { ladder: id, subject, rungs: rungs.map(() => NORMAL), since: null };
}

/** Every subject that could move: those that are observed, and those of which a rung is not normal. */
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

function observedSubjects({ measure, lens }: Rule, observation: Observation): Iterable<SubjectKey> {
  switch (observation.kind) {
    case 'counted':
      return measure === 'change'
        ? [...observation.now.counts.keys(), ...observation.before.counts.keys()]
        : observation.now.counts.keys();
    case 'modelled':
      // What a source leaves out is no place.
      return [...observation.nowcast.figures.values()]
        .filter(({ key, level }) => level === lens && !isRest(key))
        .map(({ key }) => key);
    case 'announced':
      return observation.targets.keys();
    default:
      return assertNever(observation);
  }
}

/** Whether what a subject's figure rests on is not what it rested on the day before. */
function isRebased(subject: SubjectKey, observation: Observation): boolean {
  if (observation.kind !== 'modelled') return false;
  const figure = observation.nowcast.figures.get(subject as PlaceCode);
  return figure !== undefined && figure.basis !== observation.basisBefore(subject as PlaceCode);
}

function advanceSubject(
  ladder: Ladder,
  state: SubjectState,
  day: UtcDay,
  observation: Observation,
): { readonly state?: SubjectState; readonly transition?: Transition } {
  const findings = ladder.rungs.map((rule) => evaluateRule(rule, state.subject, observation));
  const rebased = isRebased(state.subject, observation);
  const rungs = ladder.rungs.map((rule, index) => {
    const [before, found] = [state.rungs[index]!, findings[index]!.kind];
    return rebased ? rebaseRung(before, found) : advanceRung(rule, before, found);
  });
  const from = levelOf(state.rungs);
  const to = levelOf(rungs);
  const since = to === -1 ? null : (state.since ?? day);
  const isNormal = rungs.every(({ kind }) => kind === 'normal');
  const next = isNormal ? {} : { state: { ...state, rungs, since } };
  if (from === to) return next;
  const rung = to === -1 ? from : to;
  const rule = ladder.rungs[rung]!;
  const kind = rebased ? 'basis-changed' : kindOf(from, to);
  return {
    ...next,
    transition: {
      ...describe(rule, readingOf(findings[rung]!)),
      id: `${day} ${ladder.id} ${state.subject} ${kind}`,
      day,
      subject: state.subject,
      kind,
      severity: worse(ladder.rungs[from] ?? rule, ladder.rungs[to] ?? rule),
      since: state.since ?? day,
      isOpen: to !== -1,
    },
  };
}

/** The place of the highest rung that fires; -1 when none does. */
function levelOf(rungs: readonly RungState[]): number {
  return rungs.findLastIndex(isFiring);
}

function kindOf(from: number, to: number): TransitionKind {
  if (from === -1) return 'fired';
  if (to === -1) return 'resolved';
  return to > from ? 'escalated' : 'eased';
}

function worse(a: Rule, b: Rule): Rule['severity'] {
  return SEVERITIES.indexOf(a.severity) > SEVERITIES.indexOf(b.severity) ? a.severity : b.severity;
}

function readingOf(finding: Finding): Reading {
  // Missing data leaves every rung of a ladder where it was, so whatever moved has a reading.
  if (finding.kind === 'no-data') throw new TypeError('a rule moved on a day without data');
  return finding.reading;
}

/** What a transition says of the rule and of what it read. */
export function describe(
  rule: Rule,
  { value, blocks, total, share, interval, probability, holders }: Reading,
) {
  const { id, ladder, lens, measure, window, bound } = rule;
  const { low, high } = interval() ?? { low: null, high: null };
  return {
    rule: id,
    ladder,
    lens,
    measure,
    window,
    bound,
    value,
    blocks,
    total,
    share,
    low,
    high,
    probability,
    holders,
  };
}
