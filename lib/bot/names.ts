import type { ModelledLens } from '../core/geography/modelled-lens.ts';
import { isCountry, type PlaceCode, placeName, regions } from '../core/geography/place.ts';
import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import { namedOwners } from '../core/lenses/owners.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { templateGroups } from '../core/lenses/templates.ts';
import { registry } from '../core/pools/registry.ts';
import { countOf, type LatestFigures } from '../daily/figures.ts';
import { type Candidate, nameOf } from './match-name.ts';

/** A holder of counted blocks: a pool, an owner, a template group, or the owners based in a country. */
export type Subject = { readonly lens: Lens; readonly key: SubjectKey; readonly name: string };

/** Where machines stand. */
export type Place = { readonly lens: ModelledLens; readonly key: PlaceCode; readonly name: string };

/** Anything that a name can refer to. */
export type Entity = Subject | Place;

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

const countries = LETTERS.flatMap((first) => LETTERS.map((second) => first + second).filter(isCountry)).map(
  (code) => namedPlace('country', code, COUNTRY_ALIASES[code]),
);

const pools = registry.pools.map(({ id, name, formerNames = [] }) =>
  namedSubject('pool', id, [name, ...formerNames]),
);

const owners = [
  ...namedOwners.map(({ id, name }) => namedSubject('owner', id, [name])),
  ...templateGroups.map(({ id, name }) => namedSubject('template', id, [name])),
];

const seats: readonly Named<Subject>[] = countries.map(({ value, names }) => ({
  value: { ...value, lens: 'operator-country' },
  names,
}));

export const regionCandidates: readonly Candidate<Place>[] = regions.map((code) => ({
  ...namedPlace('region', code),
  isLikely: true,
}));

/** A subject that mined within this many days is likely to be meant. */
export const LIKELY_WINDOW = 90;

/** All holders of counted blocks. Among equally good matches, those of the first list win. */
export function subjectLists(figures: LatestFigures): readonly (readonly Candidate<Subject>[])[] {
  return [poolCandidates(figures), ownerCandidates(figures), likely(figures, seats)];
}

/** Everything with a name. Among equally good matches, those of the first list win. */
export function entityLists(figures: LatestFigures): readonly (readonly Candidate<Entity>[])[] {
  const known = countryCandidates(knownCountries(figures));
  return [poolCandidates(figures), ownerCandidates(figures), known, regionCandidates];
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
export function countryCandidates(known: ReadonlySet<string>): readonly Candidate<Place>[] {
  return countries.map((country) => ({ ...country, isLikely: known.has(country.value.key) }));
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

function namedPlace(lens: ModelledLens, key: PlaceCode, aliases: readonly string[] = []): Named<Place> {
  const name = placeName(key);
  return { value: { lens, key, name }, names: [key, name, ...aliases].map(nameOf) };
}

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
