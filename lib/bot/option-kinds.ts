import { type PlaceCode, placeName } from '../core/geography/place.ts';
import { WINDOWS } from '../core/shares/window.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Complete, OptionKind } from './command.ts';
import { type Candidate, completeName } from './match-name.ts';
import {
  countryCandidates,
  knownCountries,
  poolCandidates,
  regionCandidates,
  type Subject,
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

export const POOL = named((typed, figures) => subjects(typed, poolCandidates(figures)));

/** A pool, an owner, a template group or a country. */
export const SUBJECT = named((typed, figures) => subjects(typed, subjectLists(figures).flat()));

export const COUNTRY = named((typed, figures) =>
  completeName(typed, countryCandidates(knownCountries(figures))).map(placeChoice),
);

export const REGION = kind((typed) => completeName(typed, regionCandidates).map(placeChoice));

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

function named(complete: (typed: string, figures: LatestFigures) => readonly Choice[]): OptionKind {
  return kind(async (typed, _, { figures: store }) => {
    const figures = await store.loadFigures();
    return figures === undefined ? [] : complete(typed, figures);
  });
}

function subjects(typed: string, candidates: readonly Candidate<Subject>[]): readonly Choice[] {
  return completeName(typed, candidates).map(({ name, key }) => ({ name, value: key }));
}

function placeChoice(code: PlaceCode): Choice {
  return { name: placeName(code), value: code };
}
