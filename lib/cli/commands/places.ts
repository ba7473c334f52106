import { type Command, Option } from '@commander-js/extra-typings';
import type { PlaceRow } from '../../core/geography/place-report.ts';
import {
  allPlaces,
  onePlace,
  type Places,
  type PublishedFigure,
  requirePlace,
} from '../../core/geography/places.ts';
import { shippedBlockSource } from '../../core/ledger/shipped-ledger.ts';
import { parseDay } from '../../core/ledger/utc-day.ts';
import { days, percent, percentRange } from '../../messages/format.ts';
import { anchorText } from '../anchor-text.ts';
import { print } from '../output.ts';
import { withLedger } from '../with-ledger.ts';

/** `countries`, `country CC`, `region CC-RR`: where machines stand, modelled. */
export function addPlacesCommands(program: Command): void {
  program
    .command('countries')
    .description("where the world's machines stand on a day: modelled, with 95 % intervals")
    .requiredOption('--day <day>', 'a closed day, YYYY-MM-DD')
    .addOption(knowledgeOption())
    .option('--json', 'one JSON document', false)
    .action(async ({ day, knowledge, json }) => {
      await withLedger((view) => {
        const document = allPlaces(view, parseDay(day, '--day'), knowledge, labelledBy());
        print('countries', document, json, placesText);
      });
    });
  for (const level of ['country', 'region'] as const) {
    program
      .command(level)
      .description(`where machines stand: one ${level}, with every figure published of it`)
      .argument('<code>', level === 'country' ? 'ISO 3166-1, such as CN' : 'ISO 3166-2, such as CN-SC')
      .option('--day <day>', 'a closed day, YYYY-MM-DD; the newest where nothing is said')
      .addOption(knowledgeOption())
      .option('--json', 'one JSON document', false)
      .action(async (code, { day: text, knowledge, json }) => {
        const place = requirePlace(code, level);
        await withLedger((view) => {
          const newest = view.ledger.findLast(({ kind }) => kind === 'closed')!.day;
          const day = text === undefined ? newest : parseDay(text, '--day');
          print(level, onePlace(view, place, day, knowledge, labelledBy()), json, placeText);
        });
      });
  }
}

function knowledgeOption() {
  return new Option('--knowledge <k>', 'figures published by the day (then), or all of them, hindsight (now)')
    .choices(['then', 'now'] as const)
    .default('then' as const);
}

function labelledBy(): string {
  return shippedBlockSource().labelledBy;
}

function placesText(document: Places): string {
  return [...headLines(document), ...document.places.map(placeLine), '', ...noteLines(document)].join('\n');
}

function placeText(document: Places & { readonly published: readonly PublishedFigure[] }): string {
  const { places, published } = document;
  const [place, ...regions] = places as readonly [PlaceRow, ...PlaceRow[]];
  return [
    ...headLines(document),
    placeLine(place),
    ...(place.reason === null ? [] : [`${place.status}: ${place.reason}`]),
    ...(place.trend === null ? [] : [trendText(place.trend)]),
    ...regions.map(placeLine),
    ...(place.ratio === null ? [] : [`Its part of the country is that of ${anchorText(place.ratio)}.`]),
    '',
    ...(published.length === 0
      ? ['Nobody has published a figure of it that we have read.']
      : [
          'Published figures:',
          ...published.map(publishedLine),
          'Read at:',
          ...new Set(published.map(({ address }) => `  ${address}`)),
        ]),
    '',
    ...noteLines(document),
  ].join('\n');
}

function headLines({ day, anchor, reason, knowledge }: Places): readonly string[] {
  const view = knowledge === 'then' ? 'from figures published by the day' : 'with hindsight';
  return [
    `Machines by place, ${day}: modelled ${view}`,
    anchor === null ? `No figure: ${reason}.` : `Rests on ${anchorText(anchor)}.`,
  ];
}

function placeLine({ key, name, level, status, share, low, high }: PlaceRow): string {
  const indent = level === 'region' ? '  ' : '';
  const title = `${indent}${key.padEnd(16 - indent.length)}${name}`.padEnd(42);
  if (share === null || low === null || high === null) return `${title}  no figure`;
  const age = status === 'stale' ? '  stale' : '';
  return `${title} ${percent(share).padStart(7)}  ${percentRange({ low, high })}${age}`;
}

function trendText({ days: count, change }: NonNullable<PlaceRow['trend']>): string {
  const points = (Math.abs(change) * 100).toFixed(1);
  return `${change < 0 ? 'Down' : 'Up'} ${points} points within ${days(count)}, on the same figures.`;
}

function publishedLine({ source, from, to, publishedOn, share, doubted }: PublishedFigure): string {
  const figure = share === null ? 'not observed' : `${percent(share)}${doubted ? ' (doubted)' : ''}`;
  return `  ${from} to ${to}  ${source.padEnd(17)} ${figure.padStart(8)}  published ${publishedOn}`;
}

function noteLines({ source }: Places): readonly string[] {
  const label = source.labelledBy === null ? source.kind : `${source.kind}, labelled by ${source.labelledBy}`;
  return [
    `Where machines stand, not whose law the operators answer to. Blocks of the 7 days: ${label}.`,
    'Shares are of the world; 95 % intervals. How it is done: docs/nowcast.md',
  ];
}
