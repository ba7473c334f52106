import { countryOf, type PlaceCode, placeName } from '../../core/geography/place.ts';
import { countOf, shareOf, sharesOf, WEEK } from '../../daily/figures.ts';
import { hasShare, type MachineMap, type MachinePlace, placeOf } from '../../daily/machines.ts';
import { capitalised, days, dayText, percent, percentRange, whole } from '../../messages/format.ts';
import { holderText } from '../../messages/headline.ts';
import { bold, type Inline, type Section, text } from '../../messages/message.ts';
import { type Answer, press, say } from '../answer.ts';
import { countedSection, plain, rangeText, shareText, spanText, type Told } from './figures.ts';

const RANKED = 8;

const SHARE_COLUMNS = [
  { name: 'Country', align: 'left' },
  { name: 'Share', align: 'right' },
  { name: '95 %', align: 'right' },
] as const;

/** `countries`: machines and operators, one below the other and never mixed. */
export function countriesAnswer(told: Told): Answer {
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

/** `country`: one country, machines and operators told apart. */
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

/** `region`: a part of a country; only machines stand in it. */
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

function placeSections(code: PlaceCode, map: MachineMap): readonly Section[] {
  const title = 'Machines (where the hardware stands, modelled)';
  const place = placeOf(map, code);
  if (place === undefined) return [notKnown(title, map.reason ?? NOBODY_SAYS)];
  const beside = { kind: 'list', title: 'Beside it', items: besideItems(place), rank: 5 } as const;
  if (!hasShare(place)) return [notKnown(title, place.reason ?? NOBODY_SAYS), beside];
  const old =
    place.status === 'stale' ? ` This figure is old: ${place.reason ?? 'no newer one was published'}.` : '';
  const hindsight = map.knowledge === 'now' ? ' With hindsight.' : '';
  return [
    {
      kind: 'paragraph',
      inlines: [
        bold(`${title}: `),
        text(
          `about ${percent(place.share)} of the world's hash rate on ${dayText(map.day)} (95 % interval ${percentRange(place)}).${old}${hindsight}`,
        ),
      ],
      rank: 10,
    },
    plain(anchorText(place), 7),
    beside,
  ];
}

const NOBODY_SAYS = 'nobody published a figure of it';

function anchorText({ anchor, ratio }: MachinePlace): string {
  if (anchor === null) return 'Its source is not named.';
  const part =
    ratio === null
      ? ''
      : ` Its part of the country is that of ${ratio.source}, ${dayText(ratio.from)} to ${dayText(ratio.to)}: ${days(ratio.ageDays)} old.`;
  return `Modelled from ${anchor.source}, ${dayText(anchor.from)} to ${dayText(anchor.to)}, published ${dayText(anchor.publishedOn)}: ${days(anchor.ageDays)} old, brought forward by how pools' shares moved since.${part}`;
}

function besideItems({ trend, alternatives }: MachinePlace): readonly (readonly Inline[])[] {
  return [
    ...(trend === null ? [] : [[text(trendText(trend))]]),
    ...alternatives.map(({ source, from, to, share, doubted }) => [
      text(`${source}, ${dayText(from)} to ${dayText(to)}: ${percent(share)}${doubted ? ' (doubtful)' : ''}`),
    ]),
  ];
}

function trendText({ days: span, change }: NonNullable<MachinePlace['trend']>): string {
  const points = Math.abs(change * 100).toFixed(1);
  if (points === '0.0') return `Unchanged in ${days(span)}`;
  return `${change < 0 ? 'Down' : 'Up'} ${points} points in ${days(span)}`;
}

function notKnown(title: string, reason: string): Section {
  return {
    kind: 'paragraph',
    inlines: [bold(`${capitalised(title)}: `), text(`not known: ${reason}.`)],
    rank: 9,
  };
}
