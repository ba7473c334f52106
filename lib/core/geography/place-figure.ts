import type { Viewpoint } from '../lenses/dated.ts';
import { type CountryCode, countryName } from '../lenses/seats.ts';
import { isStale, type ObservedAnchor } from './anchor.ts';
import { unobservedSince } from './anchors.ts';
import { type CarriedWorld, OTHER } from './carried-world.ts';
import type { Method } from './method.ts';
import { type PlaceCode, placeName } from './place.ts';
import { ELSEWHERE, type RegionSplit } from './region-split.ts';
import { deviationOf, type Spread } from './spread.ts';

/** A place, or what a source omits: `other` countries of the world, `CN-elsewhere` in a country. */
export type PlaceKey = PlaceCode | typeof OTHER | `${CountryCode}-${typeof ELSEWHERE}`;

/** A modelled figure for one place on one day. */
export type PlaceFigure = {
  readonly key: PlaceKey;
  readonly name: string;
  readonly level: 'country' | 'region';
  /** `stale`: the anchor or region table is too old, or its source has observed nothing there since; see `reason`. */
  readonly status: 'ok' | 'stale';
  readonly reason: string | null;
  /** Fraction of the world's hash rate. */
  readonly share: number;
  readonly anchor: ObservedAnchor;
  /** The table that gives a region's part of its country; null for a country. */
  readonly ratio: ObservedAnchor | null;
  /** What the figure depends on besides blocks; when it changes, a share jumps without a machine moving. */
  readonly basis: string;
  readonly spread: () => Spread;
};

/** Whether a key is what a source omits, rather than a place. */
export function isRest(key: PlaceKey): key is Exclude<PlaceKey, PlaceCode> {
  return key === OTHER || key.endsWith(ELSEWHERE);
}

/** Whether a place is only shown on request: a region whose table is stale. */
export function isHidden({ level, status }: { readonly level: string; readonly status: string }): boolean {
  return level === 'region' && status === 'stale';
}

/** The figures of a world: countries, largest first, each with its regions; what a source omits comes last. */
export function placeFigures(
  viewpoint: Viewpoint,
  { anchor, parts, shares, spread }: CarriedWorld,
  splits: readonly RegionSplit[],
  basis: string,
  method: Method,
): readonly PlaceFigure[] {
  const reason = isStale(anchor, viewpoint.day) ? tooOld(anchor) : null;
  return largestFirst(parts, shares).flatMap(({ part, share, column }) => {
    const figure: PlaceFigure = {
      key: part,
      name: part === OTHER ? 'Other countries' : countryName(part),
      level: 'country',
      status: reason === null ? 'ok' : 'stale',
      reason,
      share,
      anchor,
      ratio: null,
      basis,
      spread: () => spread(column),
    };
    const split = splits.find(({ country }) => country === part);
    return split === undefined ? [figure] : [figure, ...regionFigures(split, figure, viewpoint, method)];
  });
}

function regionFigures(
  split: RegionSplit,
  country: PlaceFigure,
  viewpoint: Viewpoint,
  method: Method,
): readonly PlaceFigure[] {
  const { ratio, parts, fractions } = split;
  const reason = country.reason ?? staleRatio(ratio, viewpoint);
  return largestFirst(parts, fractions).map(({ part, share }) => ({
    ...country,
    key: part === ELSEWHERE ? `${split.country}-${ELSEWHERE}` : part,
    name: part === ELSEWHERE ? `${country.name}, elsewhere` : placeName(part),
    level: 'region',
    status: reason === null ? 'ok' : 'stale',
    reason,
    share: country.share * share,
    ratio,
    basis: `${ratio.id} ${country.basis}`,
    spread: () => {
      const { shares, deviation } = country.spread();
      const own = deviationOf(ratio, part, share, split.ageMonths, method);
      return { shares: shares.map((one) => one * share), deviation: Math.hypot(deviation, own) };
    },
  }));
}

function largestFirst<Part extends string>(
  parts: readonly Part[],
  shares: readonly number[],
): readonly { readonly part: Part; readonly share: number; readonly column: number }[] {
  const isLast = (part: Part) => part === OTHER || part === ELSEWHERE;
  return parts
    .map((part, column) => ({ part, share: shares[column]!, column }))
    .sort(
      (a, b) =>
        Number(isLast(a.part)) - Number(isLast(b.part)) || b.share - a.share || (a.part < b.part ? -1 : 1),
    );
}

/** Why a country's region table no longer applies to the day; null if it does. */
function staleRatio(ratio: ObservedAnchor, viewpoint: Viewpoint): string | null {
  const unseen = unobservedSince(ratio, viewpoint);
  if (unseen !== undefined)
    return `${unseen.source.name} saw no machine in any region from ${unseen.from} to ${unseen.to}: machines did not report where they are`;
  return isStale(ratio, viewpoint.day) ? tooOld(ratio) : null;
}

function tooOld({ from, to }: ObservedAnchor): string {
  return `the newest figures are from ${from} to ${to}, more than 18 months ago`;
}
