import { type PlaceCode, placeName } from '../../core/geography/place.ts';
import type { LatestFigures } from '../../daily/figures.ts';
import type { Answer } from '../answer.ts';
import type { Told } from '../english/figures.ts';
import { countryAnswer, regionAnswer } from '../english/places.ts';
import { nonsenseAnswer, nothingKnownAnswer, type Option, whichAnswer } from '../english/refusals.ts';
import { riskAnswer } from '../english/risk.ts';
import { subjectAnswer } from '../english/shares.ts';
import { type Candidate, matchName } from '../match-name.ts';
import {
  countryCandidates,
  ownerCandidates,
  poolCandidates,
  regionCandidates,
  type Subject,
} from '../names.ts';
import { parseShare } from '../quantities.ts';
import type { ChatRequest } from '../request.ts';
import type { AnswerDeps } from './asked.ts';
import { knownCountries } from './places.ts';

/** Confirmations that exchanges and merchants commonly wait for. */
const CONFIRMATIONS = 6;

/** Anything that a name without a command can mean. */
export type Thing =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'country' | 'region'; readonly code: PlaceCode };

/** Answers words without a command: a name, or a share. */
export async function lookUp(words: string, request: ChatRequest, deps: AnswerDeps): Promise<Answer> {
  const figures = await deps.figures.loadFigures();
  if (figures === undefined) return nothingKnownAnswer();
  const share = parseShare(words);
  if (share !== undefined) return riskAnswer({ share: share.value, holder: null }, CONFIRMATIONS);
  const match = matchName(words, ...thingLists(figures));
  switch (match.kind) {
    case 'one':
      return thingAnswer({ figures, at: request.at }, match.value);
    case 'several':
    case 'near':
      return whichAnswer(words, match.kind === 'near', match.values.slice(0, 5).map(optionOf));
    case 'none':
      return nonsenseAnswer();
  }
}

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
    places('region', regionCandidates()),
  ];
}

export function thingAnswer(told: Told, thing: Thing): Answer {
  switch (thing.kind) {
    case 'subject':
      return subjectAnswer(told, thing.subject);
    case 'country':
      return countryAnswer(told, thing.code);
    case 'region':
      return regionAnswer(told, thing.code);
  }
}

/** A thing to choose, and the command that leads to it. */
export function optionOf(thing: Thing): Option {
  return thing.kind === 'subject'
    ? { label: thing.subject.name, command: `pool ${thing.subject.key}` }
    : { label: placeName(thing.code), command: `${thing.kind} ${thing.code}` };
}
