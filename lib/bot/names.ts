import { isCountry, placeName, type RegionCode, regions } from '../core/geography/place.ts';
import type { Lens, SubjectKey } from '../core/lenses/lens.ts';
import { namedOwners } from '../core/lenses/owners.ts';
import type { CountryCode } from '../core/lenses/seats.ts';
import { subjectName } from '../core/lenses/subjects.ts';
import { templateGroups } from '../core/lenses/templates.ts';
import { registry } from '../core/pools/registry.ts';
import { countOf, type LatestFigures } from '../daily/figures.ts';
import { type Candidate, nameOf } from './match-name.ts';

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

/** Who mined over which window, the 90 days that tell who is likely to be meant among them. */
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

/** Regions that the project has a name for. */
export const regionCandidates: readonly Candidate<RegionCode>[] = regions.map((value) => ({
  value,
  names: [value, placeName(value)].map(nameOf),
  isLikely: true,
}));

/** How long ago somebody may have mined and still be likely to be meant, in days. */
export const LIKELY_WINDOW = 90;

/** Lists of everybody whose blocks are counted. Of those that fit a name alike, the first list's are meant. */
export function subjectLists(figures: LatestFigures): readonly (readonly Candidate<Subject>[])[] {
  return [poolCandidates(figures), ownerCandidates(figures), likely(figures, seats)];
}

/** Pools, and what they go by; without figures nobody is likelier to be meant. */
export function poolCandidates(figures?: Counts): readonly Candidate<Subject>[] {
  return likely(figures, pools);
}

/** Owners of a name of their own, and template groups. */
export function ownerCandidates(figures?: Counts): readonly Candidate<Subject>[] {
  return likely(figures, owners);
}

/** Countries; `known` are those of which something is known. */
export function countryCandidates(known: ReadonlySet<string>): readonly Candidate<CountryCode>[] {
  return countries.map((country) => ({ ...country, isLikely: known.has(country.value) }));
}

/** Countries of which something is known: machines or operators. */
export function knownCountries(figures: LatestFigures): ReadonlySet<string> {
  return new Set<string>([
    ...countOf(figures, 'operator-country', LIKELY_WINDOW).counts.keys(),
    ...figures.machines.places.map(({ key }) => key),
  ]);
}

function namedSubject(lens: Lens, key: SubjectKey, names: readonly string[]): Named<Subject> {
  return { value: { lens, key, name: subjectName(lens, key) }, names: [key, ...names].map(nameOf) };
}

/** Those who have mined lately are likelier to be meant. */
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
