import { type Candidate, matchName, nameOf, soleMatch } from '../bot/match-name.ts';
import {
  countryCandidates,
  type Entity,
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
  const near = didYouMean(similarWords(text, choices));
  return wrongUsage(where, `expected ${choices.join(', ')}, not "${text}"${near}`);
}

/** Finds the subject of a lens by key or name. @throws InputError with the nearest keys. */
export function findSubject(text: string, where: string, lens: Lens, view: LedgerView): SubjectKey {
  const key = lens === 'operator-country' ? text.toUpperCase() : text.toLowerCase();
  if (isKnownSubject(lens, key)) return key;
  if (lens === 'operator-country') return findPlace(text, where, 'country', view);
  const counted = recentCounts(view);
  const named = ownerCandidates(counted).filter(({ value }) => value.lens === lens);
  const kind = lens === 'template' ? 'pool or template group' : lens;
  const hint = isNamed(text, countryCandidates(knownPlaces(view)))
    ? '. It is a country: add --lens operator-country'
    : '';
  return requireOneMatch(text, where, kind, [named, poolCandidates(counted)], hint);
}

/** Finds a country or region by code or name. @throws InputError with the nearest codes. */
export function findPlace(
  text: string,
  where: string,
  level: 'country' | 'region',
  view: LedgerView,
): PlaceCode {
  const candidates = { country: countryCandidates(knownPlaces(view)), region: regionCandidates };
  const other = level === 'country' ? 'region' : 'country';
  const hint = isNamed(text, candidates[other]) ? `. It is a ${other}` : '';
  return requireOneMatch(text, where, level, [candidates[level]], hint);
}

function isNamed<T>(text: string, candidates: readonly Candidate<T>[]): boolean {
  return matchName(text, candidates).kind === 'one';
}

/** The key of the only match; a similar spelling is asked back. @param hint where nothing matches. */
function requireOneMatch<One extends Entity>(
  text: string,
  where: string,
  kind: string,
  lists: readonly (readonly Candidate<One>[])[],
  hint: string,
): One['key'] {
  const match = matchName(text, ...lists);
  const found = soleMatch(match);
  if (found !== undefined) return found.key;
  const what = `${match.kind === 'several' ? `more than one ${kind} matches` : `no ${kind} is called`} "${text}"`;
  const keys = match.values.slice(0, MAX_SUGGESTED).map(({ key }) => key);
  throw wrongUsage(where, `${what}${match.kind === 'none' ? hint : didYouMean(keys)}`);
}

/** The words that a misspelt or shortened one may mean, the likeliest first. */
export function similarWords(text: string, words: readonly string[]): readonly string[] {
  const candidates = words.map((value) => ({ value, names: [nameOf(value)], isLikely: true }));
  return matchName(text, candidates).values.slice(0, MAX_SUGGESTED);
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
