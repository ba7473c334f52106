import type { PlaceShares } from '../../../core/geography/place-shares.ts';
import type { PublishedFigure } from '../../../core/geography/places.ts';
import { hasShare, type MachinePlace } from '../../../daily/figures.ts';
import { namedSource } from '../../../daily/summaries.ts';
import { dayText, percent, withReadableDays } from '../../../messages/format.ts';
import { link, type Message, type Section } from '../../../messages/message.ts';
import { shareColumns } from '../../../messages/share-rows.ts';
import { left, right } from '../../../messages/table.ts';
import { list, plain, say } from '../../answer.ts';
import {
  agedName,
  anchorText,
  codedName,
  hiddenSection,
  notKnown,
  placeCells,
  shownPlaces,
} from './machines.ts';

/** The regions of a country. */
export function regionsSections(regions: readonly MachinePlace[], withStale: boolean): readonly Section[] {
  const { shown, hidden } = shownPlaces(regions.filter(hasShare), withStale);
  const rows = shown.map((place) => placeCells(codedName(place), place));
  return [
    { kind: 'table', title: 'Its regions', columns: shareColumns('Place'), rows },
    hiddenSection(hidden),
  ];
}

/** Machine shares of a modelled lens, largest place first; shares that sources leave unassigned come last. */
export function placeSharesMessage(document: PlaceShares): Message {
  const { day, lens, knowledge, anchor, reason, shares, rest } = document;
  const title = `Machines by ${lens}: where the hardware stands`;
  if (anchor === null) return say('shares', title, [notKnown('machines', reason ?? 'there is no figure')]);
  const rows = [...shares, ...rest];
  const reasons = [...new Set(rows.flatMap((row) => row.reason ?? []))];
  return say('shares', title, [
    {
      kind: 'table',
      title: `${knowledge === 'now' ? 'Modelled with hindsight' : 'Modelled'}, ${dayText(day)}`,
      columns: shareColumns('Place'),
      rows: rows.map((row) => placeCells(agedName(row), row)),
    },
    hiddenSection(document.hidden),
    plain(anchorText({ anchor: namedSource(anchor), ratio: null })),
    ...reasons.map((why) => plain(`Stale: ${withReadableDays(why)}.`)),
  ]);
}

/** Every figure published for a place, with its source. */
export function publishedSections(published: readonly PublishedFigure[]): readonly Section[] {
  if (published.length === 0) return [plain('We have read no published figure for it.')];
  const current = published.map(namedSource);
  const pages = new Map(current.map(({ address, source }) => [address, source]));
  return [
    {
      kind: 'table',
      title: 'Published figures',
      columns: [...left('Period', 'Source'), ...right('Share'), ...left('Published')],
      rows: current.map(({ from, to, source, share, doubted, publishedOn }) => [
        `${dayText(from)} to ${dayText(to)}`,
        source,
        share === null ? 'not observed' : `${percent(share)}${doubted ? ' (doubtful)' : ''}`,
        dayText(publishedOn),
      ]),
    },
    list(
      [...pages].map(([address, source]) => [link(source, address)]),
      5,
      'Sources',
    ),
  ];
}

/** What machine shares refer to, and where the method is described. */
export const MODEL_NOTE = plain(
  "Shares of machines are parts of the world's hash rate. Method: docs/nowcast.md",
);
