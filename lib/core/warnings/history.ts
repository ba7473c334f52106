import type { Ledger } from '../ledger/ledger.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import type { Rule } from '../rules/rule.ts';
import { advanceDay } from './advance.ts';
import type { RuleStates, Transition } from './episode.ts';
import { ladders } from './ladder.ts';
import { createObserver } from './observer.ts';

/** Everything that happened to all episodes up to a day. */
export type History = { readonly states: RuleStates; readonly transitions: readonly Transition[] };

/** How far rules have been evaluated: the last day, null before the first. */
export type Progress = History & { readonly through: UtcDay | null };

export const NO_HISTORY: Progress = { states: new Map(), transitions: [], through: null };

/**
 * Evaluates rules for every day of a ledger after `start.through`, in order; returns the transitions of these days. The
 * same ledger, rules and knowledge give the same history, in one go or day by day; so a rerun is harmless and past days
 * can be corrected.
 */
export function replayRules(
  ledger: Ledger,
  rules: readonly Rule[],
  knowledge: Knowledge,
  start: Progress = NO_HISTORY,
): Progress {
  const first = ledger[0]?.day;
  if (first === undefined) return start;
  const rungs = ladders(rules);
  const observe = createObserver(ledger, knowledge);
  const transitions: Transition[] = [];
  let { states, through } = start;
  for (const { day } of ledger) {
    if (through !== null && day <= through) continue;
    const moved = advanceDay(rungs, states, day, observe);
    states = moved.states;
    through = day;
    transitions.push(...moved.transitions);
  }
  return { states, transitions, through };
}
