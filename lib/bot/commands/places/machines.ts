import type { PlaceCode } from '../../../core/geography/place.ts';
import { isRest } from '../../../core/geography/place-figure.ts';
import { hasShare, type MachineMap, type MachinePlace, placeOf } from '../../../daily/figures.ts';
import { capitalised, days, dayText, percent, percentRange } from '../../../messages/format.ts';
import { bold, type Section } from '../../../messages/message.ts';
import { list, plain, words } from '../../answer.ts';

export const NOBODY_SAYS = 'nobody has published a figure for it';

/** The machines of a place: how many, how that is known, and what else is said of it. */
export function placeSections(code: PlaceCode, map: MachineMap): readonly Section[] {
  const title = 'Machines (where the hardware stands, modelled)';
  const place = placeOf(map, code);
  if (place === undefined) return [notKnown(title, map.reason ?? NOBODY_SAYS)];
  const beside = list(besideItems(place), 5, 'Other figures');
  if (!hasShare(place)) return [notKnown(title, place.reason ?? NOBODY_SAYS), beside];
  const old =
    place.status === 'stale' ? ` This figure is old: ${place.reason ?? 'no newer one was published'}.` : '';
  const hindsight = map.knowledge === 'now' ? ' With hindsight.' : '';
  const share = `about ${percent(place.share)} of the world's hash rate on ${dayText(map.day)} (95% interval ${percentRange(place)})`;
  return [
    plain(words`${bold(`${title}: `)}${share}.${old}${hindsight}`, 10),
    plain(anchorText(place), 7),
    beside,
  ];
}

/** A place by its name, and that its figure is old. */
export function agedName({ name, status }: Pick<MachinePlace, 'name' | 'status'>): string {
  return status === 'stale' ? `${name} (old)` : name;
}

/** The same with the code by which one asks for it; what sources leave out has none. */
export function codedName(place: MachinePlace): string {
  const { key, name } = place;
  return agedName({ ...place, name: isRest(key) ? name : `${name}, ${key}` });
}

/** What a modelled figure rests on. */
export function anchorText({ anchor, ratio }: Pick<MachinePlace, 'anchor' | 'ratio'>): string {
  if (anchor === null) return 'Its source is not named.';
  const part =
    ratio === null
      ? ''
      : ` Its part of the country is taken from ${ratio.source}, ${dayText(ratio.from)} to ${dayText(ratio.to)}: ${days(ratio.ageDays)} old.`;
  return `Modelled from ${anchor.source}, ${dayText(anchor.from)} to ${dayText(anchor.to)}, published ${dayText(anchor.publishedOn)}: ${days(anchor.ageDays)} old, and carried forward since.${part}`;
}

function besideItems({ trend, alternatives }: MachinePlace): readonly string[] {
  return [
    ...(trend === null ? [] : [trendText(trend)]),
    ...alternatives.map(
      ({ source, from, to, share, doubted }) =>
        `${source}, ${dayText(from)} to ${dayText(to)}: ${percent(share)}${doubted ? ' (doubtful)' : ''}`,
    ),
  ];
}

function trendText({ days: span, change }: NonNullable<MachinePlace['trend']>): string {
  const points = Math.abs(change * 100).toFixed(1);
  if (points === '0.0') return `Unchanged in ${days(span)}`;
  return `${change < 0 ? 'Down' : 'Up'} ${points} points in ${days(span)}`;
}

/** A figure that there is not, with the reason. */
export function notKnown(title: string, reason: string): Section {
  return plain(words`${bold(`${capitalised(title)}: `)}not known: ${reason}.`, 9);
}
