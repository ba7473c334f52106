import { WINDOWS } from '../core/shares/window.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Complete, OptionKind } from './command.ts';
import { type Candidate, completeName } from './match-name.ts';
import {
  countryCandidates,
  type Entity,
  knownCountries,
  poolCandidates,
  regionCandidates,
  subjectLists,
} from './names.ts';
import type { Choice } from './reply.ts';

/** 1, 7, 30 or 90 closed days. */
export const WINDOW = oneOf(WINDOWS.map(String));

/** How far to look back: `90d`, `6m`, `1y`. */
export const SPAN = oneOf(['7d', '30d', '90d', '6m', '1y']);

/** How long: `12h`, `3d`, `2w`. */
export const DURATION = oneOf(['12h', '1d', '3d', '1w', '2w']);

/** A share of the hash rate: `35%`, `0.35`, `1/3`. */
export const SHARE = oneOf(['25%', '1/3', '40%', '50%']);

export const COUNT: OptionKind = { isTyped: true, complete: null };

/** An option that only links set. */
export const LINKED: OptionKind = { isTyped: false, complete: null };

export const COMMAND = kind((typed, { commands }) =>
  among(
    typed,
    commands.map(({ name }) => name),
  ),
);

export const POOL = named(poolCandidates);

/** A pool, an owner, a template group or a country. */
export const SUBJECT = named((figures) => subjectLists(figures).flat());

export const COUNTRY = named((figures) => countryCandidates(knownCountries(figures)));

export const REGION = kind((typed) => choicesAmong(typed, regionCandidates));

/** A kind that people type. */
export function kind(complete: Complete): OptionKind {
  return { isTyped: true, complete };
}

/** One of a few words. */
export function oneOf(words: readonly string[]): OptionKind {
  return kind((typed) => among(typed, words));
}

/** The words that begin as typed; what was typed itself if none does. */
export function among(typed: string, words: readonly string[]): readonly Choice[] {
  const fits = words.filter((word) => word.startsWith(typed.toLowerCase()));
  const shown = fits.length > 0 || typed === '' ? fits : [typed];
  return shown.map((word) => ({ name: word, value: word }));
}

function named(candidatesIn: (figures: LatestFigures) => readonly Candidate<Entity>[]): OptionKind {
  return kind(async (typed, _, { figures: store }) => {
    const figures = await store.loadFigures();
    return figures === undefined ? [] : choicesAmong(typed, candidatesIn(figures));
  });
}

function choicesAmong(typed: string, candidates: readonly Candidate<Entity>[]): readonly Choice[] {
  return completeName(typed, candidates).map(({ name, key }) => ({ name, value: key }));
}
