import { countryOf, type PlaceCode, placeName } from '../../../core/geography/place.ts';
import { isHidden } from '../../../core/geography/place-figure.ts';
import { WEEK } from '../../../core/shares/window.ts';
import {
  countOf,
  hasShare,
  type MachineMap,
  type MachinePlace,
  PAGE_WINDOW,
  placeOf,
  shareOf,
  sharesOf,
} from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { whole } from '../../../messages/format.ts';
import { holderText } from '../../../messages/headline.ts';
import { bold, type Message } from '../../../messages/message.ts';
import { unknownSeatsText } from '../../../messages/seats.ts';
import { type Answer, plain, say, words } from '../../answer.ts';
import { command, type Invocation, required } from '../../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../../current-figures.ts';
import { countedSection, shareText, spanText } from '../../figures-text.ts';
import type { Candidate } from '../../match-name.ts';
import { countryCandidates, knownCountries, type Place, regionCandidates } from '../../names.ts';
import { COUNTRY, REGION } from '../../option-kinds.ts';
import { resolveName } from '../../resolve-name.ts';
import { regionsSections } from './details.ts';
import { parseStale, placeSections, STALE_OPTION } from './machines.ts';

export const country = command({
  name: 'country',
  description: 'One country: its machines and its pool owners',
  options: [required('name', COUNTRY, 'A country or its two-letter code'), STALE_OPTION],
  example: '/country china',
  run: fromFigures(askCountry),
});

export const region = command({
  name: 'region',
  description: 'One region, such as a province of China: its share of the machines',
  options: [required('name', REGION, 'A region or its code, such as Sichuan or CN-SC'), STALE_OPTION],
  example: '/region sichuan',
  run: fromFigures(askRegion),
});

function askPlace(
  current: CurrentFigures,
  { command, rest }: Invocation,
  candidates: readonly Candidate<Place>[],
  suggested: readonly Place[],
  answer: (current: CurrentFigures, code: PlaceCode, withStale: boolean) => Answer,
) {
  const { rest: typed, withStale } = parseStale(rest);
  return resolveName({
    ...{ command, typed, suggested, figures: current.figures },
    kind: command.name,
    lists: [candidates],
    commandFor: ({ lens, key }) => `${lens} ${key}`,
    answer: ({ key }) => answer(current, key, withStale),
  });
}

function askCountry(current: CurrentFigures, invocation: Invocation): Answer | Promise<Answer> {
  const { figures } = current;
  const largest = sharesOf(countOf(figures, 'operator-country', WEEK))
    .slice(0, 5)
    .map(({ key, name }): Place => ({ lens: 'country', key: key as PlaceCode, name }));
  const candidates = countryCandidates(knownCountries(figures));
  return askPlace(current, invocation, candidates, largest, countryAnswer);
}

function askRegion(current: CurrentFigures, invocation: Invocation): Answer | Promise<Answer> {
  const first = regionCandidates.slice(0, 5).map(({ value }) => value);
  return askPlace(current, invocation, regionCandidates, first, regionAnswer);
}

export function countryAnswer(current: CurrentFigures, code: PlaceCode, withStale = false): Answer {
  const hasOldRegions = regionsOf(current.figures.machines, code).some(
    (place) => hasShare(place) && isHidden(place),
  );
  return {
    message: countryMessage(current, code, withStale),
    picture: { kind: 'world', day: current.figures.day },
    page: pageOf(current, code),
    buttons: [
      hasOldRegions && !withStale ? button('With old regions', `country ${code} stale`) : [],
      [
        ...button('Operators, 90 days', `history ${code} 90d`),
        ...button('Operators, 1 year', `history ${code} 1y`),
        ...button('How we know', 'method'),
      ],
      [
        ...button('Alarm: machines above half', `watch machines ${code} 1/2`),
        ...button('Alarm: operators above half', `watch operators ${code} 1/2`),
      ],
    ],
  };
}

/** The country's page if it has a share, else the list of countries. */
function pageOf({ figures }: CurrentFigures, code: PlaceCode): string {
  const place = placeOf(figures.machines, code);
  const isShown =
    (place !== undefined && hasShare(place)) ||
    countOf(figures, 'operator-country', PAGE_WINDOW).counts.has(code);
  return isShown ? `countries/${code}.html` : 'countries.html';
}

export function regionAnswer({ figures }: CurrentFigures, code: PlaceCode, withStale = false): Answer {
  const country = countryOf(code);
  const place = placeOf(figures.machines, code);
  const isLeftOut = place !== undefined && isHidden(place) && !withStale;
  return {
    message: regionMessage(figures.machines, code, withStale),
    buttons: [
      button(placeName(country), `country ${country}`),
      button('Alarm above one third', `watch ${code} 1/3`),
      ...(isLeftOut ? [button('The old figure', `region ${code} stale`)] : []),
    ],
  };
}

/** One country, with machines and operators apart. */
export function countryMessage(
  current: FiguresOf<'counts' | 'provenances' | 'machines'>,
  code: PlaceCode,
  withStale: boolean,
): Message {
  const regions = regionsOf(current.figures.machines, code);
  const count = countOf(current.figures, 'operator-country', WEEK);
  const row = shareOf(count, code);
  const operators =
    row === null
      ? `No block was counted ${spanText(count)}.`
      : `${holderText('operator-country', code)} mined ${whole(row.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}: ${shareText(row)}. ${unknownSeatsText(row, count)}`.trimEnd();
  return say('country', placeName(code), [
    ...placeSections(code, current.figures.machines, withStale),
    ...regionsSections(regions, withStale),
    plain(words`${bold('Operators (whose law pool owners answer to, counted): ')}${operators}`, 8),
    countedSection(current, count, 'operators'),
  ]);
}

function regionsOf({ places }: MachineMap, code: PlaceCode): readonly MachinePlace[] {
  return places.filter(({ level, key }) => level === 'region' && key.startsWith(`${code}-`));
}

/** One region, for which there are only machine shares. */
export function regionMessage(machines: MachineMap, code: PlaceCode, withStale: boolean): Message {
  return say(
    'region',
    `${placeName(code)} (${placeName(countryOf(code))})`,
    placeSections(code, machines, withStale),
  );
}
