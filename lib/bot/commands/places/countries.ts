import { WEEK } from '../../../core/shares/window.ts';
import { countOf, hasShare, type MachineMap, sharesOf } from '../../../daily/figures.ts';
import { button } from '../../../messages/button.ts';
import { dayText } from '../../../messages/format.ts';
import type { Message, Section } from '../../../messages/message.ts';
import { couldBeText } from '../../../messages/seats.ts';
import { shareCells, shareColumns, unknownRow } from '../../../messages/share-rows.ts';
import { type Answer, plain, say } from '../../answer.ts';
import { command, type Invocation } from '../../command.ts';
import { type CurrentFigures, type FiguresOf, fromFigures } from '../../current-figures.ts';
import { countedSection, coverageText, spanText } from '../../figures-text.ts';
import {
  agedName,
  anchorText,
  codedName,
  hiddenSection,
  NOT_PUBLISHED,
  notKnown,
  parseStale,
  placeCells,
  STALE_OPTION,
  shownPlaces,
} from './machines.ts';

export const countries = command({
  name: 'countries',
  description: 'Where machines stand, and which countries pool owners answer to',
  options: [STALE_OPTION],
  run: fromFigures(countriesAnswer),
});

const MAX_ROWS = 8;

function countriesAnswer(current: CurrentFigures, { rest }: Invocation): Answer {
  const { withStale } = parseStale(rest);
  const largest = sharesOf(countOf(current.figures, 'operator-country', WEEK)).slice(0, 4);
  return {
    message: countriesMessage(current, withStale ? 'all' : 'largest', withStale),
    page: 'countries.html',
    picture: { kind: 'operators-and-machines', window: WEEK, day: current.figures.day },
    buttons: [
      largest.flatMap(({ key, name }) => button(name, `country ${key}`)),
      button('How we know', 'method'),
    ],
  };
}

/**
 * Machines and operators, in separate tables. @param places `all`: every place with a figure, with its code, and regions
 * below their country.
 */
export function countriesMessage(
  current: FiguresOf<'counts' | 'provenances' | 'machines'>,
  places: 'largest' | 'all',
  withStale: boolean,
): Message {
  const count = countOf(current.figures, 'operator-country', WEEK);
  return say('countries', 'Countries: machines and operators', [
    ...machinesSections(current.figures.machines, places, withStale),
    {
      kind: 'table',
      title: `Operators: whose law pool owners answer to (counted, ${spanText(count)}${count.missingDays === 0 ? '' : `, ${coverageText(count)}`})`,
      columns: shareColumns('Country'),
      rows: [...sharesOf(count).slice(0, MAX_ROWS).map(shareCells), ...unknownRow(count)],
      rank: 8,
    },
    plain(couldBeText(sharesOf(count), count), 7),
    countedSection(current, count, 'operators'),
  ]);
}

function machinesSections(
  map: MachineMap,
  places: 'largest' | 'all',
  withStale: boolean,
): readonly Section[] {
  const title = 'Machines: where the hardware stands';
  const known = map.places.filter(hasShare);
  const { shown, hidden } = shownPlaces(known, withStale);
  const countries = known.filter(({ level }) => level === 'country');
  const [largest] = countries;
  if (largest === undefined) return [notKnown(title, map.reason ?? NOT_PUBLISHED)];
  const rows =
    places === 'all'
      ? // Regions are indented below their country.
        shown.map((place) => placeCells(`${place.level === 'region' ? ' ' : ''}${codedName(place)}`, place))
      : countries.slice(0, MAX_ROWS).map((place) => placeCells(agedName(place), place));
  const modelled = map.knowledge === 'now' ? 'modelled with hindsight' : 'modelled';
  return [
    {
      kind: 'table',
      title: `${title} (${modelled}, ${dayText(map.day)})`,
      columns: shareColumns(places === 'all' ? 'Place' : 'Country'),
      rows,
      rank: 9,
    },
    hiddenSection(places === 'all' ? hidden : 0),
    plain(anchorText(largest), 7),
  ];
}
