import shipped from '../../../data/anchors.json' with { type: 'json' };
import { inForce, type Viewpoint } from '../lenses/dated.ts';
import type { CountryCode } from '../lenses/seats.ts';
import {
  type Anchor,
  isStale,
  type ObservedAnchor,
  type Scope,
  toAnchors,
  type UnobservedAnchor,
} from './anchor.ts';
import type { Floor } from './anchor-row.ts';
import { parseAnchorTable } from './anchor-table.ts';
import type { PlaceCode } from './place.ts';

const table = parseAnchorTable(shipped);

/** Every published figure that the project ships, by period. */
export const anchors: readonly Anchor[] = toAnchors(table);

export const anchorSources: readonly string[] = table.sources.map(({ id }) => id);

/** Countries that some table splits into regions. */
export const regionalCountries: readonly CountryCode[] = [
  ...new Set(anchors.flatMap((anchor) => (anchor.level === 'region' ? [anchor.country] : []))),
];

/** The anchors from any source with a figure for a place, including a published 0. */
export function anchorsOf(place: PlaceCode): readonly Anchor[] {
  return anchors.filter(({ percent }) => percent.has(place));
}

/**
 * The anchor that the model starts from: the newest table with this split from the first fitted source that has one, in
 * the order that the primary-source table gives for the day. With knowledge `then` it was published by the day, with
 * `now` its period had begun. Tables with a doubted figure are skipped: their other figures are shares of a whole that
 * lacks hidden machines. Undefined before the first anchor; may be stale.
 */
export function primaryAnchor(query: Scope & Viewpoint): ObservedAnchor | undefined {
  const order = table.primary.find((row) => inForce(row, query.day))?.sources ?? [];
  const seen = anchors
    .filter((anchor) => isVisible(anchor, query) && hasSameScope(anchor, query) && anchor.doubted.size === 0)
    .filter(isObserved);
  for (const id of order) {
    const newest = newestOf(seen.filter(({ source }) => source.id === id));
    if (newest !== undefined) return newest;
  }
  return undefined;
}

/** A later table from an anchor's own source that no longer observed anything; undefined if there is none. */
export function unobservedSince(anchor: ObservedAnchor, viewpoint: Viewpoint): UnobservedAnchor | undefined {
  const later = anchors
    .filter((other) => other.source.id === anchor.source.id && other.to > anchor.to)
    .filter((other) => isVisible(other, viewpoint) && hasSameScope(other, anchor));
  return newestOf(later.filter(({ status }) => status === 'not-observed') as UnobservedAnchor[]);
}

/** Every published figure of a place visible from a viewpoint, by period. */
export function publishedOf(place: PlaceCode, viewpoint: Viewpoint): readonly Anchor[] {
  return anchorsOf(place)
    .filter((anchor) => isVisible(anchor, viewpoint))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1));
}

/** The newest observed table for a place from each source, including sources that are not fitted. */
export function newestPerSource(place: PlaceCode, viewpoint: Viewpoint): readonly ObservedAnchor[] {
  const seen = anchorsOf(place)
    .filter((anchor) => isVisible(anchor, viewpoint))
    .filter(isObserved);
  const bySource = Map.groupBy(seen, ({ source }) => source.id);
  return [...bySource.values()].flatMap((own) => newestOf(own) ?? []);
}

/** Tables with an anchor's source and split up to its period, in order; those with a doubted figure are omitted. */
export function tablesUpTo(anchor: ObservedAnchor): readonly ObservedAnchor[] {
  return anchors
    .filter(isObserved)
    .filter((one) => one.source.id === anchor.source.id && hasSameScope(one, anchor))
    .filter(({ to, doubted }) => to <= anchor.to && doubted.size === 0);
}

/** Floors visible from a viewpoint and not stale on its day. */
export function floorsOn({ day, knowledge }: Viewpoint): readonly Floor[] {
  return table.floors.filter(
    ({ from, to, publishedOn }) =>
      from <= day && !isStale({ to }, day) && (knowledge === 'now' || publishedOn <= day),
  );
}

function isVisible({ from, publishedOn }: Anchor, { day, knowledge }: Viewpoint): boolean {
  return knowledge === 'then' ? publishedOn <= day : from <= day;
}

function hasSameScope(a: Scope, b: Scope): boolean {
  return a.level === 'country' ? b.level === 'country' : b.level === 'region' && a.country === b.country;
}

function isObserved(anchor: Anchor): anchor is ObservedAnchor {
  return anchor.status === 'observed';
}

function newestOf<A extends Anchor>(candidates: readonly A[]): A | undefined {
  return candidates.toSorted((a, b) => (a.to < b.to ? 1 : a.to > b.to ? -1 : 0))[0];
}
