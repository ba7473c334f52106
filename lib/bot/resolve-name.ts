import { isModelled } from '../core/rules/rule-lens.ts';
import { WEEK } from '../core/shares/window.ts';
import { countOf, type LatestFigures, sharesOf } from '../daily/figures.ts';
import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import { type Candidate, likelyMatch, type Match, matchName, soleMatch } from './match-name.ts';
import { type Entity, entityLists, type Subject } from './names.ts';
import { incompleteAnswer, MAX_OPTIONS, noMatchAnswer, type Option, whichAnswer } from './refusals.ts';

type Resolve<T> = {
  readonly command: Command;
  readonly typed: string;
  readonly figures: LatestFigures;
  /** The kind of name in a word: "pool". */
  readonly kind: string;
  readonly lists: readonly (readonly Candidate<T>[])[];
  /** The same command for this value. */
  readonly commandFor: (value: T) => string;
  /** Offered if nothing was typed. */
  readonly suggested: readonly T[];
  readonly answer: (value: T) => Answer | Promise<Answer>;
};

/** Resolves a typed name to the answer for its match, or asks which one is meant. */
export async function resolveName<T extends Entity>(resolve: Resolve<T>) {
  const { command, typed, figures, kind, lists, commandFor, suggested, answer } = resolve;
  const optionOf = (value: T) => ({ label: value.name, command: commandFor(value) });
  if (typed.trim() === '') return incompleteAnswer(command, suggested.map(optionOf));
  const match = matchName(typed, ...lists);
  // A command that changes the chat does not guess at a misspelled name.
  const meant = command.permission === 'anybody' ? likelyMatch(match) : soleMatch(match);
  return meant === undefined
    ? unclearNameAnswer(typed, match, command, kind, optionOf, otherOf(typed, figures))
    : answer(meant);
}

const KINDS: Readonly<Record<Entity['lens'], string>> = {
  pool: 'a pool',
  owner: 'an owner',
  template: 'a group of pools',
  'operator-country': 'a country',
  country: 'a country',
  region: 'a region',
};

/** What of another kind a name means; null if it means nothing, or several things. */
function otherOf(typed: string, figures: LatestFigures) {
  const other = soleMatch(matchName(typed, ...entityLists(figures)));
  return other === undefined ? null : { ...entityOption(other), kind: KINDS[other.lens] };
}

/** A thing to choose, and the command that answers about it. */
export function entityOption({ lens, key, name }: Entity): Option {
  return { label: name, command: `${isModelled(lens) ? lens : 'pool'} ${key}` };
}

/** Asks which match is meant, or says that there is none. `other`: see `noMatchAnswer`. */
export function unclearNameAnswer<T>(
  typed: string,
  { kind: how, values }: Match<T>,
  command: Command,
  kind: string,
  optionOf: (value: T) => Option,
  other: Parameters<typeof noMatchAnswer>[3] = null,
): Answer {
  return how === 'none'
    ? noMatchAnswer(typed, kind, command, other)
    : whichAnswer(typed, how === 'near', values.map(optionOf));
}

/** The week's largest pools. */
export function largestPools(figures: LatestFigures): readonly Subject[] {
  return sharesOf(countOf(figures, 'pool', WEEK))
    .slice(0, MAX_OPTIONS)
    .map(({ key, name }) => ({ lens: 'pool', key, name }));
}
