import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../core/ledger/ledger.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import type { Knowledge } from '../core/lenses/lens.ts';
import type { Rule } from '../core/rules/rule.ts';
import type { Transition } from '../core/warnings/episode.ts';
import { replayRules } from '../core/warnings/history.ts';
import { retractedBy } from '../core/warnings/retractions.ts';
import { digestInputs } from './inputs-digest.ts';
import { type InputsNote, NOTED_IDS, type RuleProgress, type WarningStore } from './warning-store.ts';

/** Notes explain recent changes to readers for a day or two; older ones would only enlarge the item. */
const KEPT_NOTES = 5;

/** How far back corrections can reach: about as far as blocks are compared. */
const CORRECTABLE_DAYS = 15;

export type EvaluateDeps = {
  readonly store: { readonly warnings: WarningStore };
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
};

/** The outcome of an evaluation of the rules, before any of it is stored. */
export type RuleEvaluation = {
  readonly progress: RuleProgress;
  /** All transitions of all days up to `progress.through`. */
  readonly transitions: readonly Transition[];
  /** The first day whose shares and transitions must be stored; null if nothing changed. */
  readonly changedFrom: UtcDay | null;
  /** Transitions that a correction of past days proved wrong. */
  readonly retracted: readonly Transition[];
};

/**
 * Evaluates the rules for the days since the last run, up to the newest closed day. If tables, rules or past days have
 * changed, every day is re-evaluated; differences are noted but are never news.
 */
export async function evaluateRules(
  { store, rules, knowledge }: EvaluateDeps,
  ledger: Ledger,
): Promise<RuleEvaluation> {
  const first = ledger[0]!.day;
  const closed = ledger.slice(0, ledger.findLastIndex(({ kind }) => kind === 'closed') + 1);
  const through = closed.at(-1)!.day;
  const inputs = digestInputs(ledger, through, rules, knowledge);
  const before = await store.warnings.loadProgress();
  if (before === undefined) {
    const { states, transitions } = replayRules(closed, rules, knowledge);
    const quietThrough = lastRecorded(closed) ?? first;
    const progress = { revision: 0, through, quietThrough, states: [...states.values()], inputs, notes: [] };
    return { progress, transitions, changedFrom: first, retracted: [] };
  }
  const stored = await store.warnings.loadTransitions(first, before.through);
  if (isDeepStrictEqual(before.inputs, digestInputs(ledger, before.through, rules, knowledge))) {
    if (before.through === through)
      return { progress: before, transitions: stored, changedFrom: null, retracted: [] };
    const states = new Map(before.states.map((state) => [`${state.ladder} ${state.subject}`, state]));
    const next = replayRules(closed, rules, knowledge, { states, transitions: [], through: before.through });
    const progress = { ...before, through, states: [...next.states.values()], inputs };
    return {
      progress,
      transitions: [...stored, ...next.transitions],
      changedFrom: addDays(before.through, 1),
      retracted: [],
    };
  }
  const recomputed = replayRules(closed, rules, knowledge);
  const note = noteOf(before, inputs, ledger, stored, recomputed.transitions);
  const progress = {
    ...before,
    through,
    quietThrough: before.through,
    states: [...recomputed.states.values()],
    inputs,
    notes: withNote(before.notes, note).slice(-KEPT_NOTES).map(shortened),
  };
  const retracted = note.kind === 'corrected' ? retractedBy(stored, recomputed.transitions) : [];
  return { progress, transitions: recomputed.transitions, changedFrom: first, retracted };
}

/** The newest day shipped with the project; nothing up to it was ever news in this store. */
function lastRecorded(ledger: Ledger): UtcDay | undefined {
  return ledger.findLast((day) => day.kind === 'closed' && day.source === 'recorded')?.day;
}

function noteOf(
  before: RuleProgress,
  inputs: RuleProgress['inputs'],
  ledger: Ledger,
  stored: readonly Transition[],
  recomputed: readonly Transition[],
): InputsNote {
  const storedIds = new Set(stored.map(({ id }) => id));
  const pastIds = new Set(recomputed.filter(({ day }) => day <= before.through).map(({ id }) => id));
  const isBasis = before.inputs.tables !== inputs.tables || before.inputs.rules !== inputs.rules;
  const oldest = addDays(before.through, -CORRECTABLE_DAYS);
  const corrected = ledger.filter(
    (day) =>
      oldest < day.day &&
      day.day <= before.through &&
      (day.kind === 'reopened' || (day.kind === 'closed' && day.revision > 1)),
  );
  return {
    kind: isBasis ? 'basis-changed' : 'corrected',
    day: before.through,
    days: isBasis ? [] : corrected.map(({ day }) => day),
    came: [...pastIds.difference(storedIds)],
    went: [...storedIds.difference(pastIds)],
  };
}

/**
 * Appends a note. One of the same kind, day and days as the last is merged with it, which happens while a gap fills.
 */
export function withNote(notes: readonly InputsNote[], note: InputsNote): readonly InputsNote[] {
  const last = notes.at(-1);
  // Of lists that were cut nobody knows what another change takes back.
  const isCut = last !== undefined && Math.max(last.came.length, last.went.length) >= NOTED_IDS;
  const isSame =
    !isCut && last?.kind === note.kind && last.day === note.day && `${last.days}` === `${note.days}`;
  if (last === undefined || !isSame) return [...notes, note];
  const without = (ids: readonly string[], others: readonly string[]) =>
    ids.filter((id) => !others.includes(id));
  const came = [...without(last.came, note.went), ...without(note.came, last.went)];
  const went = [...without(last.went, note.came), ...without(note.went, last.came)];
  return [...notes.slice(0, -1), { ...note, came, went }];
}

function shortened({ came, went, ...note }: InputsNote): InputsNote {
  return { ...note, came: came.slice(0, NOTED_IDS), went: went.slice(0, NOTED_IDS) };
}
