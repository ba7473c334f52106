import { countryOf, type PlaceCode, placeName } from '../../../core/geography/place.ts';
import { WEEK } from '../../../core/shares/window.ts';
import { countOf, shareOf, sharesOf } from '../../../daily/figures.ts';
import { percent, whole } from '../../../messages/format.ts';
import { holderText } from '../../../messages/headline.ts';
import { bold, text } from '../../../messages/message.ts';
import { type Answer, press, say } from '../../answer.ts';
import { type Asked, type Command, required } from '../../command.ts';
import { countedSection, shareText, spanText } from '../../figures-text.ts';
import { countryCandidates, knownCountries, regionCandidates } from '../../names.ts';
import { COUNTRY, REGION } from '../../option-kinds.ts';
import { resolveName } from '../../resolve-name.ts';
import { fromFigures, type Told } from '../../told.ts';
import { placeSections } from './machines.ts';

export const country = {
  name: 'country',
  description: 'One country: machines and operators, told apart',
  options: [required('name', COUNTRY, 'A country or its two-letter code')],
  permission: 'anybody',
  example: '/country china',
  run: fromFigures(askCountry),
} as const satisfies Command;

export const region = {
  name: 'region',
  description: 'One region, such as a province of China: its share of machines',
  options: [required('name', REGION, 'A region or its code, such as Sichuan or CN-SC')],
  permission: 'anybody',
  example: '/region sichuan',
  run: fromFigures(askRegion),
} as const satisfies Command;

function askCountry(told: Told, { command, rest }: Asked): Answer | Promise<Answer> {
  return resolveName({
    command,
    typed: rest,
    kind: 'country',
    lists: [countryCandidates(knownCountries(told.figures))],
    optionOf: (code) => ({ label: placeName(code), command: `country ${code}` }),
    usual: sharesOf(countOf(told.figures, 'operator-country', WEEK))
      .slice(0, 5)
      .map(({ key, name }) => ({ label: name, command: `country ${key}` })),
    answer: (code) => countryAnswer(told, code),
  });
}

function askRegion(told: Told, { command, rest }: Asked): Answer | Promise<Answer> {
  return resolveName({
    command,
    typed: rest,
    kind: 'region',
    lists: [regionCandidates()],
    optionOf: (code) => ({ label: placeName(code), command: `region ${code}` }),
    usual: regionCandidates()
      .slice(0, 5)
      .map(({ value }) => ({ label: placeName(value), command: `region ${value}` })),
    answer: (code) => regionAnswer(told, code),
  });
}

/** One country, machines and operators told apart. */
export function countryAnswer(told: Told, code: PlaceCode): Answer {
  const count = countOf(told.figures, 'operator-country', WEEK);
  const row = shareOf(count, code);
  const operators =
    row === null
      ? `No block was counted ${spanText(count)}.`
      : `${holderText('operator-country', code)} mined ${whole(row.blocks)} of ${whole(count.blocks)} blocks ${spanText(count)}: ${shareText(row)}. Of ${percent(count.unknown / count.blocks)} of the blocks the seat is unknown.`;
  return {
    message: say('country', placeName(code), [
      ...placeSections(code, told.figures.machines),
      {
        kind: 'paragraph',
        inlines: [bold('Operators (whose law pool owners answer to, counted): '), text(operators)],
        rank: 8,
      },
      countedSection(told, count),
    ]),
    picture: { kind: 'world', day: told.figures.day },
    buttons: [
      [
        ...press('Operators, 90 days', `history ${code} 90d`),
        ...press('Operators, 1 year', `history ${code} 1y`),
      ],
      [
        ...press('Alarm: machines above half', `watch machines ${code} 1/2`),
        ...press('Alarm: operators above half', `watch operators ${code} 1/2`),
      ],
    ],
  };
}

/** A part of a country; only machines stand in it. */
export function regionAnswer({ figures }: Told, code: PlaceCode): Answer {
  const country = countryOf(code);
  return {
    message: say(
      'region',
      `${placeName(code)} (${placeName(country)})`,
      placeSections(code, figures.machines),
    ),
    buttons: [
      press(placeName(country), `country ${country}`),
      press('Alarm above one third', `watch ${code} 1/3`),
    ],
  };
}
