import type { PlaceCode } from '../../../core/geography/place.ts';
import { isHidden, isRest } from '../../../core/geography/place-figure.ts';
import type { Interval } from '../../../core/shares/interval.ts';
import { hasShare, type MachineMap, type MachinePlace, placeOf } from '../../../daily/figures.ts';
import {
  aboutPercent,
  capitalised,
  changeText,
  counted,
  days,
  dayText,
  percent,
  percentRange,
  withReadableDays,
} from '../../../messages/format.ts';
import { bold, type Section } from '../../../messages/message.ts';
import { rangeText } from '../../../messages/share-rows.ts';
import { list, plain, words } from '../../answer.ts';
import { optional } from '../../command.ts';
import { oneOf } from '../../option-kinds.ts';

export const NOT_PUBLISHED = 'nobody has published a figure for it';

const TOO_OLD = 'its figures are too old';

/** The machine share of a place, its origin, and other published figures. */
export function placeSections(code: PlaceCode, map: MachineMap, withStale: boolean): readonly Section[] {
  const title = 'Machines (where the hardware stands, modelled)';
  const place = placeOf(map, code);
  if (place === undefined) return [notKnown(title, map.reason ?? NOT_PUBLISHED)];
  const others = list(place.alternatives.map(otherItem), 5, 'Other figures');
  if (!hasShare(place)) return [notKnown(title, place.reason ?? NOT_PUBLISHED), others];
  if (isHidden(place) && !withStale)
    return [notKnown(title, `${place.reason ?? TOO_OLD}. Add "${STALE}" to see the old figure`), others];
  const old =
    place.status === 'stale'
      ? ` This figure is stale: ${withReadableDays(place.reason ?? 'no newer one was published')}.`
      : '';
  const hindsight = map.knowledge === 'now' ? ' With hindsight.' : '';
  const share = `${aboutPercent(place.share)} of the world's hash rate on ${dayText(map.day)} (95% interval ${percentRange(place, 0)})`;
  return [
    plain(words`${bold(`${title}: `)}${share}.${trendText(place.trend)}${old}${hindsight}`, 10),
    plain(anchorText(place), 7),
    others,
  ];
}

/** The word that includes regions whose table is too old; `--stale` on the command line. */
const STALE = 'stale';

export const STALE_OPTION = optional(
  STALE,
  oneOf([STALE]),
  `"${STALE}" to include regions whose figures are too old`,
);

/** Splits the word that asks for old figures off a text. */
export function parseStale(typed: string): { readonly rest: string; readonly withStale: boolean } {
  const words = typed.split(' ');
  const rest = words.filter((word) => word.toLowerCase() !== STALE);
  return { rest: rest.join(' '), withStale: rest.length < words.length };
}

/** The places to show, and how many are hidden: regions whose table is too old, unless `withStale`. */
export function shownPlaces<P extends Pick<MachinePlace, 'level' | 'status'>>(
  places: readonly P[],
  withStale: boolean,
): { readonly shown: readonly P[]; readonly hidden: number } {
  const shown = places.filter((place) => withStale || !isHidden(place));
  return { shown, hidden: places.length - shown.length };
}

/** How many regions are hidden; empty if none is. */
export function hiddenSection(hidden: number): Section {
  const regions = counted(hidden, 'region');
  return plain(
    hidden === 0
      ? ''
      : `Left out as too old: ${regions}. Add "${STALE}" to see ${hidden === 1 ? 'it' : 'them'}.`,
    6,
  );
}

/** A modelled share as table cells: place, rounded share, and interval. */
export function placeCells(name: string, place: Interval & { readonly share: number }): readonly string[] {
  return [name, aboutPercent(place.share), rangeText(place)];
}

/** The name of a place, with a note if its figure is stale. */
export function agedName({ name, status }: Pick<MachinePlace, 'name' | 'status'>): string {
  return status === 'stale' ? `${name} (old)` : name;
}

/** The name of a place with its code, which unassigned remainders do not have. */
export function codedName(place: MachinePlace): string {
  const { key, name } = place;
  return agedName({ ...place, name: isRest(key) ? name : `${name}, ${key}` });
}

/** The published figures behind a modelled share. */
export function anchorText({ anchor, ratio }: Pick<MachinePlace, 'anchor' | 'ratio'>): string {
  if (anchor === null) return 'Its source is not named.';
  const part =
    ratio === null
      ? ''
      : ` Its part of the country is taken from ${ratio.source}, ${dayText(ratio.from)} to ${dayText(ratio.to)}: ${days(ratio.ageDays)} old.`;
  return `Modelled from ${anchor.source}, ${dayText(anchor.from)} to ${dayText(anchor.to)}, published ${dayText(anchor.publishedOn)}: ${days(anchor.ageDays)} old, and carried forward since.${part}`;
}

function otherItem({ source, from, to, share, doubted }: MachinePlace['alternatives'][number]): string {
  return `${source}, ${dayText(from)} to ${dayText(to)}: ${percent(share)}${doubted ? ' (doubtful)' : ''}`;
}

/** " Up 0.4 points in 30 days."; empty if not known. */
function trendText(trend: MachinePlace['trend']): string {
  return trend === null ? '' : ` ${capitalised(changeText(0, trend.change))} in ${days(trend.days)}.`;
}

/** Says that a figure is not known, and why. */
export function notKnown(title: string, reason: string): Section {
  return plain(words`${bold(`${capitalised(title)}: `)}not known: ${withReadableDays(reason)}.`, 9);
}
