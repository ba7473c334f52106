import { placeName } from '../../core/geography/place.ts';
import { countOf, type LatestFigures, sharesOf, WEEK } from '../../daily/figures.ts';
import { countriesAnswer, countryAnswer, regionAnswer } from '../english/places.ts';
import { countryCandidates, regionCandidates } from '../names.ts';
import { fromFigures, type Run } from './asked.ts';
import { resolveName } from './resolve.ts';

export const countries: Run = fromFigures(countriesAnswer);

export const country: Run = fromFigures((told, { command, rest }) =>
  resolveName({
    command,
    typed: rest,
    kind: 'country',
    lists: [countryCandidates(knownCountries(told.figures))],
    optionOf: (code) => ({ label: placeName(code), command: `country ${code}` }),
    usual: sharesOf(countOf(told.figures, 'operator-country', WEEK))
      .slice(0, 5)
      .map(({ key, name }) => ({ label: name, command: `country ${key}` })),
    answer: (code) => countryAnswer(told, code),
  }),
);

export const region: Run = fromFigures((told, { command, rest }) =>
  resolveName({
    command,
    typed: rest,
    kind: 'region',
    lists: [regionCandidates()],
    optionOf: (code) => ({ label: placeName(code), command: `region ${code}` }),
    usual: regionCandidates()
      .slice(0, 5)
      .map(({ value }) => ({ label: placeName(value), command: `region ${value}` })),
    answer: (code) => regionAnswer(told, code),
  }),
);

/** Countries of which something is known: machines or operators. */
export function knownCountries(figures: LatestFigures): ReadonlySet<string> {
  return new Set<string>([
    ...countOf(figures, 'operator-country', 90).counts.keys(),
    ...figures.machines.places.map(({ key }) => key),
  ]);
}
