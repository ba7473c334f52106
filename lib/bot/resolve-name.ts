import { WEEK } from '../core/shares/window.ts';
import { countOf, type LatestFigures, sharesOf } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import { entityLists, kindOf, optionOf } from './entities.ts';
import { type Candidate, isSingleNear, type Match, matchName } from './match-name.ts';
import { incompleteAnswer, MAX_OPTIONS, noMatchAnswer, type Option, whichAnswer } from './refusals.ts';

export type Resolve<T> = {
  readonly command: Command;
  readonly typed: string;
  readonly figures: LatestFigures;
  /** The kind of name in a word: "pool". */
  readonly kind: string;
  readonly lists: readonly (readonly Candidate<T>[])[];
  readonly optionOf: (value: T) => Option;
  /** Options if nothing was typed. */
  readonly suggestions: readonly Option[];
  readonly answer: (value: T) => Answer | Promise<Answer>;
};

/** Resolves a typed name to the answer for its match, or asks which one is meant. */
export async function resolveName<T>(resolve: Resolve<T>) {
  const { command, typed, kind, lists, optionOf, suggestions, answer } = resolve;
  if (typed.trim() === '') return incompleteAnswer(command, suggestions);
  const match = matchName(typed, ...lists);
  // A command that changes the chat does not guess at a misspelled name.
  if (command.permission === 'anybody' && isSingleNear(match)) return answer(match.values[0]);
  if (match.kind === 'one') return answer(match.value);
  if (match.kind === 'none') return noMatchAnswer(typed, kind, command, otherOf(resolve));
  return unclearNameAnswer(typed, match, command, kind, optionOf);
}

/** What of another kind a name means; null if it means nothing, or several things. */
function otherOf<T>({ typed, figures }: Pick<Resolve<T>, 'typed' | 'figures'>) {
  const match = matchName(typed, ...entityLists(figures));
  return match.kind === 'one' ? { ...optionOf(match.value), kind: kindOf(match.value) } : null;
}

/** Asks which match is meant, or says that there is none. */
export function unclearNameAnswer<T>(
  typed: string,
  match: Match<T>,
  command: Command,
  kind: string,
  optionOf: (value: T) => Option,
): Answer {
  switch (match.kind) {
    case 'one':
      return whichAnswer(typed, false, [optionOf(match.value)]);
    case 'several':
    case 'near':
      return whichAnswer(typed, match.kind === 'near', match.values.map(optionOf));
    case 'none':
      return noMatchAnswer(typed, kind, command);
  }
}

/** The week's largest pools as options of a command. @param suffix text after the pool's key. */
export function largestPools(figures: LatestFigures, command: string, suffix = ''): readonly Option[] {
  return sharesOf(countOf(figures, 'pool', WEEK))
    .slice(0, MAX_OPTIONS)
    .map(({ key, name }) => ({ label: name, command: `${command} ${key}${suffix}` }));
}
