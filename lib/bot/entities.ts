import { type PlaceCode, placeName } from '../core/geography/place.ts';
import type { Lens } from '../core/lenses/lens.ts';
import type { LatestFigures } from '../daily/figures.ts';
import type { Candidate } from './match-name.ts';
import {
  countryCandidates,
  knownCountries,
  ownerCandidates,
  poolCandidates,
  regionCandidates,
  type Subject,
} from './names.ts';
import type { Option } from './refusals.ts';

/** Anything that a name can refer to. */
export type Entity =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'country' | 'region'; readonly code: PlaceCode };

/** Everything with a name. Among equally good matches, those of the first list win. */
export function entityLists(figures: LatestFigures): readonly (readonly Candidate<Entity>[])[] {
  const subjects = (candidates: readonly Candidate<Subject>[]) =>
    candidates.map((one) => ({ ...one, value: { kind: 'subject', subject: one.value } as const }));
  const places = <P extends PlaceCode>(kind: 'country' | 'region', candidates: readonly Candidate<P>[]) =>
    candidates.map((one) => ({ ...one, value: { kind, code: one.value } as const }));
  return [
    subjects(poolCandidates(figures)),
    subjects(ownerCandidates(figures)),
    places('country', countryCandidates(knownCountries(figures))),
    places('region', regionCandidates),
  ];
}

const LENS_KINDS: Readonly<Record<Lens, string>> = {
  pool: 'a pool',
  owner: 'an owner',
  template: 'a group of pools',
  'operator-country': 'a country',
};

/** The key or code by which commands take a entity. */
export function keyOf(entity: Entity): string {
  return entity.kind === 'subject' ? entity.subject.key : entity.code;
}

/** "a region": what kind of entity it is. */
export function kindOf(entity: Entity): string {
  return entity.kind === 'subject' ? LENS_KINDS[entity.subject.lens] : `a ${entity.kind}`;
}

/** A entity to choose, and the command that leads to it. */
export function optionOf(entity: Entity): Option {
  return entity.kind === 'subject'
    ? { label: entity.subject.name, command: `pool ${entity.subject.key}` }
    : { label: placeName(entity.code), command: `${entity.kind} ${entity.code}` };
}
