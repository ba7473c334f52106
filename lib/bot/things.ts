import { type PlaceCode, placeName } from '../core/geography/place.ts';
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

/** Anything that a name without a command can mean. */
export type Thing =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'country' | 'region'; readonly code: PlaceCode };

/** Everything with a name; of those that fit a name alike, the first list's are meant. */
export function thingLists(figures: LatestFigures): readonly (readonly Candidate<Thing>[])[] {
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

/** A thing to choose, and the command that leads to it. */
export function optionOf(thing: Thing): Option {
  return thing.kind === 'subject'
    ? { label: thing.subject.name, command: `pool ${thing.subject.key}` }
    : { label: placeName(thing.code), command: `${thing.kind} ${thing.code}` };
}
