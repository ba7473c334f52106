import { isCountry, placeName, type RegionCode, regions } from '../geography/place.ts';
import { type Lens, type SubjectKey, subjectName } from '../lenses/lens.ts';
import { namedOwners } from '../lenses/owners.ts';
import type { CountryCode } from '../lenses/seats.ts';
import { templateGroups } from '../lenses/templates.ts';
import { registry } from '../pools/registry.ts';
import { countOf, type LatestFigures } from './figures.ts';
import type { Candidate } from './match-name.ts';

/** Somebody whose blocks are counted: a pool, an owner, a template group, or the owners seated in a country. */
export type Subject = { readonly lens: Lens; readonly key: SubjectKey; readonly name: string };

/** Names of countries as people type them, beside codes and English names. */
const COUNTRY_ALIASES: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates', 'Dubai'],
  CN: ['PRC', 'Mainland China'],
  CZ: ['Czech Republic'],
  GB: ['UK', 'Britain', 'Great Britain', 'England'],
  HK: ['Hong Kong'],
  KP: ['North Korea'],
  KR: ['South Korea', 'Korea'],
  NL: ['Holland'],
  RU: ['Russian Federation'],
  TR: ['Turkey'],
  US: ['USA', 'America', 'States', 'United States of America'],
};

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const countries: readonly CountryCode[] = LETTERS.flatMap((first) =>
  LETTERS.map((second) => first + second).filter(isCountry),
);

/** How long ago somebody may have mined and still be likely to be meant, in days. */
const LIKELY_WINDOW = 90;

/** Lists of everybody whose blocks are counted. Of those that fit a name alike, the first list's are meant. */
export function subjectLists(figures: LatestFigures): readonly (readonly Candidate<Subject>[])[] {
  return [poolCandidates(figures), ownerCandidates(figures), seatCandidates(figures)];
}

/** Pools, and what they go by. */
export function poolCandidates(figures: LatestFigures): readonly Candidate<Subject>[] {
  return registry.pools.map(({ id, name, formerNames = [] }) =>
    candidate(figures, 'pool', id, [id, name, ...formerNames]),
  );
}

/** Owners of their own name, and template groups. */
export function ownerCandidates(figures: LatestFigures): readonly Candidate<Subject>[] {
  return [
    ...namedOwners.map(({ id, name }) => candidate(figures, 'owner', id, [id, name])),
    ...templateGroups.map(({ id, name }) => candidate(figures, 'template', id, [id, name])),
  ];
}

function seatCandidates(figures: LatestFigures): readonly Candidate<Subject>[] {
  return countries.map((code) => candidate(figures, 'operator-country', code, countryNames(code)));
}

function candidate(
  figures: LatestFigures,
  lens: Lens,
  key: SubjectKey,
  names: readonly string[],
): Candidate<Subject> {
  const isLikely = countOf(figures, lens, LIKELY_WINDOW).counts.has(key);
  return { value: { lens, key, name: subjectName(lens, key) }, names, isLikely };
}

/** Countries; `likely` are those of which something is known. */
export function countryCandidates(likely: ReadonlySet<string>): readonly Candidate<CountryCode>[] {
  return countries.map((value) => ({ value, names: countryNames(value), isLikely: likely.has(value) }));
}

/** Regions that the project has a name for. */
export function regionCandidates(): readonly Candidate<RegionCode>[] {
  return regions.map((value) => ({ value, names: [value, placeName(value)], isLikely: true }));
}

function countryNames(code: CountryCode): readonly string[] {
  return [code, placeName(code), ...(COUNTRY_ALIASES[code] ?? [])];
}
