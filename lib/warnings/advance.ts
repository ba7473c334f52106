import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { SubjectKey } from '../lenses/lens.ts';
import { evaluateRule, type Finding, type Windows } from '../rules/finding.ts';
import { type Reading, WHOLE } from '../rules/measure.ts';
import { measuresWhole, type Rule, SEVERITIES } from '../rules/rule.ts';
import type { WindowCount } from '../shares/window.ts';
import type { RuleStates, SubjectState, Transition, TransitionKind } from './episode.ts';
import type { Ladder } from './ladder.ts';
import { advanceRung, isFiring, NORMAL, type RungState } from './rung.ts';

/** Gives the window of a rule's lens and length that ends on `day`. */
export type CountOf = (rule: Rule, day: UtcDay) => WindowCount;

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
  countOf: CountOf,
): { readonly states: RuleStates; readonly transitions: readonly Transition[] } {
  const after = new Map<string, SubjectState>();
  const transitions: Transition[] = [];
  for (const ladder of ladders) {
    const rule = ladder.rungs[0]!;
    const windows = { now: countOf(rule, day), before: countOf(rule, addDays(day, -rule.window)) };
    for (const subject of subjectsOf(ladder, windows, states)) {
      const key = `${ladder.id} ${subject}`;
      const state = states.get(key) ?? initialState(ladder, subject);
      const moved = advanceSubject(ladder, state, day, windows);
      if (moved.state !== undefined) after.set(key, moved.state);
      if (moved.transition !== undefined) transitions.push(moved.transition);
    }
  }
  return { states: after, transitions };
}

function initialState({ id, rungs }: Ladder, subject: SubjectKey): SubjectState {
  return { ladder: id, subject, rungs: rungs.map(() => NORMAL), since: null };
}

/** Every subject that could move: those in the windows, and those of which a rung is not normal. */
function subjectsOf(ladder: Ladder, { now, before }: Windows, states: RuleStates): readonly SubjectKey[] {
  const { measure, subject } = ladder.rungs[0]!;
  if (measuresWhole(measure)) return [WHOLE];
  if (subject !== '*') return [subject];
  const remembered = [...states.values()]
    .filter((state) => state.ladder === ladder.id)
    .map((state) => state.subject);
  const seen = measure === 'change' ? [...now.counts.keys(), ...before.counts.keys()] : now.counts.keys();
  return [...new Set([...seen, ...remembered])].sort();
}

function advanceSubject(
  ladder: Ladder,
  state: SubjectState,
  day: UtcDay,
  windows: Windows,
): { readonly state?: SubjectState; readonly transition?: Transition } {
  const findings = ladder.rungs.map((rule) => evaluateRule(rule, state.subject, windows));
  const rungs = ladder.rungs.map((rule, index) =>
    advanceRung(rule, state.rungs[index]!, findings[index]!.kind),
  );
  const from = levelOf(state.rungs);
  const to = levelOf(rungs);
  const since = to === -1 ? null : (state.since ?? day);
  const isNormal = rungs.every(({ kind }) => kind === 'normal');
  const next = isNormal ? {} : { state: { ...state, rungs, since } };
  if (from === to) return next;
  const rung = to === -1 ? from : to;
  const rule = ladder.rungs[rung]!;
  return {
    ...next,
    transition: {
      ...describe(rule, readingOf(findings[rung]!)),
      id: `${day} ${ladder.id} ${state.subject} ${kindOf(from, to)}`,
      day,
      subject: state.subject,
      kind: kindOf(from, to),
      severity: worse(ladder.rungs[from] ?? rule, ladder.rungs[to] ?? rule),
      since: state.since ?? day,
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

function describe(rule: Rule, { value, blocks, total, share, interval, probability, holders }: Reading) {
  const { id, ladder, lens, measure, window, bound } = rule;
  const { low, high } = interval ?? { low: null, high: null };
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
