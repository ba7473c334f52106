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

/** The most keys suggested for an unknown one. */
const MAX_SUGGESTED = 5;

/** The error for a wrong command line; the exit code is 2. */
export function wrongUsage(where: string, what: string): InputError {
  return new InputError([{ where, what }], { usage: true });
}

/**
 * Parses a share as the bot does: `36%`, `36 %`, `.36`, `36`, `1/3`. A number up to 1 is a fraction, as `--json` prints
 * it; one between 1 and 2 could be meant either way and is refused.
 *
 * @returns 0-1. @throws InputError.
 */
export function parseShareArgument(text: string, where: string): number {
  const typed = text.trim();
  const number = /^[\d.]+(?:e-\d+)?$/i.test(typed) ? Number(typed) : Number.NaN;
  if (0 <= number && number <= 1) return number;
  const share = 1 < number && number < 2 ? undefined : parseShare(typed);
  if (share !== undefined) return share.value;
  throw wrongUsage(where, `expected a share from 0 to 1, such as 0.36, 36% or 1/3, not "${text}"`);
}

/** Parses one of the given choices, ignoring case. @throws InputError listing the choices and the nearest. */
export function parseChoice<Choice extends string>(
  text: string,
  where: string,
  choices: readonly Choice[],
): Choice {
  const known = choices.find((choice) => choice === text.toLowerCase());
  if (known !== undefined) return known;
  throw invalidChoice(text, where, choices);
}

/** The error for a word that is not among the choices. */
export function invalidChoice(text: string, where: string, choices: readonly string[]): InputError {
  const near = similarKeys(text, [
    choices.map((value) => ({ value, names: [nameOf(value)], isLikely: true })),
  ]);
  return wrongUsage(where, `expected ${choices.join(', ')}, not "${text}"${didYouMean(near)}`);
}

/** Finds the subject of a lens by key or name. @throws InputError with the nearest keys. */
export function findSubject(text: string, where: string, lens: Lens, view: LedgerView): SubjectKey {
  const key = lens === 'operator-country' ? text.toUpperCase() : text.toLowerCase();
  if (isKnownSubject(lens, key)) return key;
  if (lens === 'operator-country') return findPlace(text, where, 'country', view);
  const counted = recentCounts(view);
  const keysOf = (candidates: ReturnType<typeof poolCandidates>) =>
    candidates.map(({ value, ...candidate }) => ({ ...candidate, value: value.key }));
  const named = ownerCandidates(counted).filter(({ value }) => value.lens === lens);
  const kind = lens === 'template' ? 'pool or template group' : lens;
  const hint = isNamed(text, countryCandidates(knownPlaces(view)))
    ? '. It is a country: add --lens operator-country'
    : '';
  return requireOneMatch(text, where, kind, [keysOf(named), keysOf(poolCandidates(counted))], hint);
}

/** Finds a country or region by code or name. @throws InputError with the nearest codes. */
export function findPlace(
  text: string,
  where: string,
  level: 'country' | 'region',
  view: LedgerView,
): PlaceCode {
  const countries = countryCandidates(knownPlaces(view));
  return level === 'country'
    ? requireOneMatch(
        text,
        where,
        level,
        [countries],
        isNamed(text, regionCandidates) ? '. It is a region' : '',
      )
    : requireOneMatch(
        text,
        where,
        level,
        [regionCandidates],
        isNamed(text, countries) ? '. It is a country' : '',
      );
}

function isNamed<T>(text: string, candidates: readonly Candidate<T>[]): boolean {
  return matchName(text, candidates).kind === 'one';
}

/** The only one that a name fits; one that is spelled like it is asked back. @param hint where nothing fits. */
function requireOneMatch<Key extends string>(
  text: string,
  where: string,
  kind: string,
  lists: readonly (readonly Candidate<Key>[])[],
  hint = '',
): Key {
  const match = matchName(text, ...lists);
  if (match.kind === 'one') return match.value;
  const what = `${match.kind === 'several' ? `more than one ${kind} matches` : `no ${kind} is called`} "${text}"`;
  throw wrongUsage(where, `${what}${match.kind === 'none' ? hint : didYouMean(similarKeys(text, lists))}`);
}

/** Returns the keys that a word may mean, the likeliest first. */
export function similarKeys<Key extends string>(
  text: string,
  lists: readonly (readonly Candidate<Key>[])[],
): readonly Key[] {
  const match = matchName(text, ...lists);
  switch (match.kind) {
    case 'one':
      return [match.value];
    case 'several':
    case 'near':
      return match.values.slice(0, MAX_SUGGESTED);
    case 'none':
      return [];
  }
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** ". Did you mean foundryusa or foundrydigital?" */
export function didYouMean(keys: readonly string[]): string {
  return keys.length === 0 ? '' : `. Did you mean ${OR.format(keys)}?`;
}

/** The countries that have pool owners or published machines. */
function knownPlaces(view: LedgerView): ReadonlySet<string> {
  const seats = recentCounts(view).counts.find(({ lens }) => lens === 'operator-country')!;
  const shown = anchors.flatMap((anchor) => (anchor.status === 'observed' ? [...anchor.shares.keys()] : []));
  return new Set<string>([...seats.counts.keys(), ...shown]);
}

/** Counts of recent blocks through every lens: recent miners are the likelier matches for a name. */
function recentCounts(view: LedgerView) {
  const day = newestClosed(view);
  const near = closedDaysOf(view.ledger, day, LIKELY_WINDOW);
  return { counts: LENSES.map((lens) => countWindow(throughLens(near, lens, 'then'), day, LIKELY_WINDOW)) };
}
