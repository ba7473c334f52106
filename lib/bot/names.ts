import { isCountry, placeName, type RegionCode, regions } from '../core/geography/place.ts';
import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import { namedOwners } from '../core/lenses/owners.ts';
import type { CountryCode } from '../core/lenses/seats.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { templateGroups } from '../core/lenses/templates.ts';
import { registry } from '../core/pools/registry.ts';
import { countOf, type LatestFigures } from '../daily/figures.ts';
import { type Candidate, nameOf } from './match-name.ts';

/** A holder of counted blocks: a pool, an owner, a template group, or the owners based in a country. */
export type Subject = { readonly lens: Lens; readonly key: SubjectKey; readonly name: string };

/** Names that people type for countries, besides codes and English names. */
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

/** Block counts, including those of `LIKELY_WINDOW`. */
type Counts = Pick<LatestFigures, 'counts'>;

type Named<T> = Pick<Candidate<T>, 'value' | 'names'>;

const countries: readonly Named<CountryCode>[] = LETTERS.flatMap((first) =>
  LETTERS.map((second) => first + second).filter(isCountry),
).map((value) => ({
  value,
  names: [value, placeName(value), ...(COUNTRY_ALIASES[value] ?? [])].map(nameOf),
}));

const pools = registry.pools.map(({ id, name, formerNames = [] }) =>
  namedSubject('pool', id, [name, ...formerNames]),
);

const owners = [
  ...namedOwners.map(({ id, name }) => namedSubject('owner', id, [name])),
  ...templateGroups.map(({ id, name }) => namedSubject('template', id, [name])),
];

const seats: readonly Named<Subject>[] = countries.map(({ value, names }) => ({
  value: { lens: 'operator-country', key: value, name: placeName(value) },
  names,
}));

/** Regions with a name. */
export const regionCandidates: readonly Candidate<RegionCode>[] = regions.map((value) => ({
  value,
  names: [value, placeName(value)].map(nameOf),
  isLikely: true,
}));

/** A subject that mined within this many days is likely to be meant. */
export const LIKELY_WINDOW = 90;

/** All holders of counted blocks. Among equally good matches, those of the first list win. */
export function subjectLists(figures: LatestFigures): readonly (readonly Candidate<Subject>[])[] {
  return [poolCandidates(figures), ownerCandidates(figures), likely(figures, seats)];
}

/** Pools by their names; without figures, none is likelier than another. */
export function poolCandidates(figures?: Counts): readonly Candidate<Subject>[] {
  return likely(figures, pools);
}

/** Owners with their own name, and template groups. */
export function ownerCandidates(figures?: Counts): readonly Candidate<Subject>[] {
  return likely(figures, owners);
}

/** Countries. @param known codes of countries with figures, which are likely to be meant. */
export function countryCandidates(known: ReadonlySet<string>): readonly Candidate<CountryCode>[] {
  return countries.map((country) => ({ ...country, isLikely: known.has(country.value) }));
}

/** Codes of countries with figures on machines or operators. */
export function knownCountries(figures: LatestFigures): ReadonlySet<string> {
  return new Set<string>([
    ...countOf(figures, 'operator-country', LIKELY_WINDOW).counts.keys(),
    ...figures.machines.places.map(({ key }) => key),
  ]);
}

function namedSubject(lens: Lens, key: SubjectKey, names: readonly string[]): Named<Subject> {
  return { value: { lens, key, name: subjectName(lens, key) }, names: [key, ...names].map(nameOf) };
}

/** Marks subjects that mined recently as likely. */
function likely(
  figures: Counts | undefined,
  subjects: readonly Named<Subject>[],
): readonly Candidate<Subject>[] {
  return subjects.map((subject) => ({
    ...subject,
    isLikely:
      figures !== undefined &&
      countOf(figures, subject.value.lens, LIKELY_WINDOW).counts.has(subject.value.key),
  }));
}
