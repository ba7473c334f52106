import { WEEK } from '../core/shares/window.ts';
import { countOf, type LatestFigures, sharesOf } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import { type Candidate, isSure, type Match, matchName } from './match-name.ts';
import { incompleteAnswer, nobodyAnswer, type Option, whichAnswer } from './refusals.ts';

/** Most that one can choose from at once. */
const OPTIONS = 5;

/** What a name leads to: the answer for the one that is meant, or the question which one is. */
export type Resolve<T> = {
  readonly command: Command;
  readonly typed: string;
  /** What is looked for, in a word: "pool". */
  readonly kind: string;
  readonly lists: readonly (readonly Candidate<T>[])[];
  readonly optionOf: (value: T) => Option;
  /** What to choose from where nothing was typed. */
  readonly usual: readonly Option[];
  readonly answer: (value: T) => Answer | Promise<Answer>;
};

export async function resolveName<T>({ command, typed, kind, lists, optionOf, usual, answer }: Resolve<T>) {
  if (typed.trim() === '') return incompleteAnswer(command, usual);
  const match = matchName(typed, ...lists);
  // A question is answered by what is surely meant; what changes a chat asks first.
  if (command.permission === 'anybody' && isSure(match)) return answer(match.values[0]);
  if (match.kind === 'one') return answer(match.value);
  return unclearNameAnswer(typed, match, command, kind, optionOf);
}

/** The question which one is meant, or that nobody is called so. */
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
      return whichAnswer(typed, match.kind === 'near', match.values.slice(0, OPTIONS).map(optionOf));
    case 'none':
      return nobodyAnswer(typed, kind, command);
  }
}

/** The largest pools of the week as things to choose from. */
export function largestPools(figures: LatestFigures, command: string, behind = ''): readonly Option[] {
  return sharesOf(countOf(figures, 'pool', WEEK))
    .slice(0, OPTIONS)
    .map(({ key, name }) => ({ label: name, command: `${command} ${key}${behind}` }));
}
