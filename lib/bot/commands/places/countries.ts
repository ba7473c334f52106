import { WEEK } from '../../../core/shares/window.ts';
import { countOf, hasShare, type MachineMap, sharesOf } from '../../../daily/figures.ts';
import { dayText, percent } from '../../../messages/format.ts';
import type { Section } from '../../../messages/message.ts';
import { type Answer, plain, press, say } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { countedSection, rangeText, spanText } from '../../figures-text.ts';
import { fromFigures, type Told } from '../../told.ts';
import { anchorText, NOBODY_SAYS, notKnown } from './machines.ts';

export const countries = {
  name: 'countries',
  description: 'Countries: where machines stand, and whose law the operators answer to',
  options: [],
  permission: 'anybody',
  example: '/countries',
  run: fromFigures(countriesAnswer),
} as const satisfies Command;

const RANKED = 8;

const SHARE_COLUMNS = [
  { name: 'Country', align: 'left' },
  { name: 'Share', align: 'right' },
  { name: '95 %', align: 'right' },
] as const;

/** Machines and operators, one below the other and never mixed. */
function countriesAnswer(told: Told): Answer {
  const count = countOf(told.figures, 'operator-country', WEEK);
  return {
    message: say('countries', 'Countries: machines and operators', [
      ...machinesSections(told.figures.machines),
      {
        kind: 'table',
        title: `Operators: whose law pool owners answer to (counted, ${spanText(count)})`,
        columns: SHARE_COLUMNS,
        rows: [
          ...sharesOf(count)
            .slice(0, RANKED)
            .map((row) => [row.name, percent(row.share), rangeText(row)]),
          ...(count.unknown > 0 ? [['unknown', percent(count.unknown / count.blocks), '']] : []),
        ],
        rank: 8,
      },
      countedSection(told, count),
    ]),
    picture: { kind: 'operators-and-machines', window: WEEK, day: told.figures.day },
    buttons: [
      sharesOf(count)
        .slice(0, 4)
        .flatMap(({ key, name }) => press(name, `country ${key}`)),
    ],
  };
}

function machinesSections(map: MachineMap): readonly Section[] {
  const title = 'Machines: where the hardware stands';
  const countries = map.places.filter(({ level }) => level === 'country').filter(hasShare);
  const shown = countries.slice(0, RANKED);
  const [largest] = shown;
  if (largest === undefined) return [notKnown(title, map.reason ?? NOBODY_SAYS)];
  return [
    {
      kind: 'table',
      title: `${title} (modelled, ${dayText(map.day)})`,
      columns: SHARE_COLUMNS,
      rows: shown.map((place) => [
        place.status === 'stale' ? `${place.name} (old)` : place.name,
        percent(place.share),
        rangeText(place),
      ]),
      rank: 9,
    },
    plain(anchorText(largest), 7),
  ];
}
