import { type Candidate, matchName, nameOf } from '../bot/match-name.ts';
import {
  countryCandidates,
  LIKELY_WINDOW,
  ownerCandidates,
  poolCandidates,
  regionCandidates,
} from '../bot/names.ts';
import { parseShare } from '../bot/quantities.ts';
import { anchors } from '../core/geography/anchors.ts';
import type { PlaceCode } from '../core/geography/place.ts';
import { type LedgerView, newestClosed } from '../core/ledger/ledger-view.ts';
import { LENSES, type Lens, type SubjectKey } from '../core/lenses/lens.ts';
import { isKnownSubject } from '../core/lenses/subjects.ts';
import { closedDaysOf, countWindow, throughLens } from '../core/shares/window.ts';
import { InputError } from '../errors.ts';

/** Most keys that are suggested for one that nobody has. */
const SUGGESTED = 5;

/** A wrong command line. */
export function wrongUsage(where: string, what: string): InputError {
  return new InputError([{ where, what }], { usage: true });
}

/**
 * Reads a share as the bot does: `36%`, `36 %`, `.36`, `36`, `1/3`. A number up to 1 is a fraction, as `--json`
 * prints it; one between 1 and 2 could be a slip in either, and is refused.
 *
 * @returns 0-1. @throws InputError.
 */
export function shareFrom(text: string, where: string): number {
  const typed = text.trim();
  const number = /^[\d.]+(?:e-\d+)?$/i.test(typed) ? Number(typed) : Number.NaN;
  if (0 <= number && number <= 1) return number;
  const share = 1 < number && number < 2 ? undefined : parseShare(typed);
  if (share !== undefined) return share.value;
  throw wrongUsage(where, `expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "${text}"`);
}

/** Reads one of a few words, in capitals or small letters. @throws InputError with all of them, and the nearest. */
export function choiceFrom<Choice extends string>(
  text: string,
  where: string,
  choices: readonly Choice[],
): Choice {
  const known = choices.find((choice) => choice === text.toLowerCase());
  if (known !== undefined) return known;
  throw noChoice(text, where, choices);
}

/** A word that is none of a few. */
export function noChoice(text: string, where: string, choices: readonly string[]): InputError {
  const near = keysLike(text, [choices.map((value) => ({ value, names: [nameOf(value)], isLikely: true }))]);
  return wrongUsage(where, `expected ${choices.join(', ')}, not "${text}"${meantText(near)}`);
}

/** Finds whom a key or a name means through a lens. @throws InputError with the nearest keys. */
export function subjectFrom(text: string, where: string, lens: Lens, view: LedgerView): SubjectKey {
  const key = lens === 'operator-country' ? text.toUpperCase() : text.toLowerCase();
  if (isKnownSubject(lens, key)) return key;
  if (lens === 'operator-country') return placeFrom(text, where, 'country', view);
  const counted = recentCounts(view);
  const keysOf = (candidates: ReturnType<typeof poolCandidates>) =>
    candidates.map(({ value, ...candidate }) => ({ ...candidate, value: value.key }));
  const named = ownerCandidates(counted).filter(({ value }) => value.lens === lens);
  const kind = lens === 'template' ? 'pool or template group' : lens;
  return theOne(text, where, kind, [keysOf(named), keysOf(poolCandidates(counted))]);
}

/** Finds the country or region of a code or a name. @throws InputError with the nearest codes. */
export function placeFrom(
  text: string,
  where: string,
  level: 'country' | 'region',
  view: LedgerView,
): PlaceCode {
  return level === 'country'
    ? theOne(text, where, level, [countryCandidates(knownPlaces(view))])
    : theOne(text, where, level, [regionCandidates]);
}

/** The only one that a name fits; one that is spelled like it is asked back. */
function theOne<Key extends string>(
  text: string,
  where: string,
  kind: string,
  lists: readonly (readonly Candidate<Key>[])[],
): Key {
  const match = matchName(text, ...lists);
  if (match.kind === 'one') return match.value;
  const what = `${match.kind === 'several' ? `more than one ${kind} matches` : `no ${kind} is called`} "${text}"`;
  throw wrongUsage(where, `${what}${meantText(keysLike(text, lists))}`);
}

/** The keys that a word may mean, the likeliest first. */
export function keysLike<Key extends string>(
  text: string,
  lists: readonly (readonly Candidate<Key>[])[],
): readonly Key[] {
  const match = matchName(text, ...lists);
  switch (match.kind) {
    case 'one':
      return [match.value];
    case 'several':
    case 'near':
      return match.values.slice(0, SUGGESTED);
    case 'none':
      return [];
  }
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** ". Did you mean foundryusa or foundrydigital?" */
export function meantText(keys: readonly string[]): string {
  return keys.length === 0 ? '' : `. Did you mean ${OR.format(keys)}?`;
}

/** Countries in which machines or owners of pools are known. */
function knownPlaces(view: LedgerView): ReadonlySet<string> {
  const seats = recentCounts(view).counts.find(({ lens }) => lens === 'operator-country')!;
  const shown = anchors.flatMap((anchor) => (anchor.status === 'observed' ? [...anchor.shares.keys()] : []));
  return new Set<string>([...seats.counts.keys(), ...shown]);
}

/** Who mined lately, through every lens: likelier to be meant than others. */
function recentCounts(view: LedgerView) {
  const day = newestClosed(view);
  const near = closedDaysOf(view.ledger, day, LIKELY_WINDOW);
  return { counts: LENSES.map((lens) => countWindow(throughLens(near, lens, 'then'), day, LIKELY_WINDOW)) };
}
