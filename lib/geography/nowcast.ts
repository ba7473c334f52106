import type { Ledger } from '../ledger/ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { type CountryCode, countryName } from '../lenses/seats.ts';
import type { Interval } from '../shares/interval.ts';
import { isStale, type ObservedAnchor } from './anchor.ts';
import { primaryAnchor, regionalCountries, unobservedSince, type Viewpoint } from './anchors.ts';
import { type CountryModel, fitAnchor, MIX_DAYS, type WorldOn } from './country-model.ts';
import { homesAt } from './homes-at-anchor.ts';
import { METHOD, type Method } from './method.ts';
import { countryOf, type PlaceCode, placeName } from './place.ts';
import { type Draws, drawRegions, drawWorld, intervalOf, partAbove, spreadOf } from './posterior.ts';
import { ELSEWHERE, type RegionSplit, splitCountry } from './region-split.ts';
import { OTHER } from './signal.ts';

/** A place, or what a source leaves out: `other` countries of the world, `CN-elsewhere` in a country. */
export type PlaceKey = PlaceCode | typeof OTHER | `${CountryCode}-${typeof ELSEWHERE}`;

/** Where machines stand, modelled for one place and day. */
export type PlaceFigure = {
  readonly key: PlaceKey;
  readonly name: string;
  readonly level: 'country' | 'region';
  /** `stale`: the anchor or the ratio is too old, or its source has seen nothing there since; `reason` says which. */
  readonly status: 'ok' | 'stale';
  readonly reason: string | null;
  /** Fraction of the world's hash rate. */
  readonly share: number;
  readonly anchor: ObservedAnchor;
  /** The table that a region's part of its country is taken from; null for a country. */
  readonly ratio: ObservedAnchor | null;
  /** What the figure rests on beside blocks; where this changes, a share jumps without a machine moving. */
  readonly basis: string;
  /** Standard deviation of the share's logarithm that the anchor's error and age bring. */
  readonly spread: number;
};

/** Where the world's machines stand on one day. */
export type Nowcast = {
  readonly day: UtcDay;
  readonly knowledge: Knowledge;
  /** Null where no figure can be given; `reason` says why. */
  readonly model: CountryModel | null;
  readonly reason: string | null;
  /** Blocks of the seven days that the shares of pools are taken from; 0 without a figure. */
  readonly blocks: number;
  /** Countries and `other`, which sum to 1, largest first, each followed by its regions, which sum to it. */
  readonly figures: readonly PlaceFigure[];
  /** Draws of a figure's share; the same for the same day. */
  readonly draws: (key: PlaceKey) => Draws;
  /** The share of `days` days earlier on the same basis; null where a day is missing. */
  readonly earlier: (key: PlaceKey, days: number) => number | null;
};

/** Gives the nowcast of any day. */
export type Nowcaster = {
  readonly on: (day: UtcDay) => Nowcast;
  /** What a figure of the place rests on, on a day; null where nothing published gives one. */
  readonly basis: (place: PlaceCode, day: UtcDay) => string | null;
};

/**
 * Makes a nowcaster for a ledger: a fitted anchor serves all days that rest on it. With knowledge `then` a day
 * sees only what was published by it, with `now` it sees every anchor whose period had begun.
 *
 * @param ledger holds at least one day; a day's nowcast needs the seven days up to it.
 */
export function createNowcaster(ledger: Ledger, knowledge: Knowledge, method: Method = METHOD): Nowcaster {
  const models = new Map<string, CountryModel | undefined>();
  const on = (day: UtcDay): Nowcast => {
    const viewpoint = { day, knowledge };
    const anchor = primaryAnchor({ level: 'country', ...viewpoint });
    if (anchor === undefined) return without(viewpoint, 'no figure had been published');
    const homes = homesAt(anchor, viewpoint);
    const basis = basisOf(anchor, homes.version);
    if (!models.has(basis)) models.set(basis, fitAnchor(anchor, ledger, homes.homesOf, method));
    const model = models.get(basis);
    if (model === undefined)
      return without(
        viewpoint,
        `no block of ${anchor.from} to ${anchor.to} is counted, which the newest figures speak of`,
      );
    const world = model.on(day);
    if (world === undefined)
      return without(viewpoint, `one of the ${MIX_DAYS} days up to ${day} is not counted`);
    return assemble(viewpoint, model, world, basis, method);
  };
  const basis = (place: PlaceCode, day: UtcDay): string | null => {
    const viewpoint = { day, knowledge };
    const country = countryOf(place);
    const anchor = primaryAnchor({ level: 'country', ...viewpoint });
    if (anchor === undefined || !anchor.shares.has(country)) return null;
    const ofCountry = basisOf(anchor, homesAt(anchor, viewpoint).version);
    if (place === country) return ofCountry;
    const ratio = primaryAnchor({ level: 'region', country, ...viewpoint });
    return ratio?.shares.has(place) === true ? basisOf(ratio, ofCountry) : null;
  };
  return { on, basis };
}

/** The 95 % interval of a figure. */
export function placeInterval(nowcast: Nowcast, key: PlaceKey): Interval {
  return intervalOf(nowcast.draws(key));
}

/** Farther from a threshold than so many spreads, not one draw in 10,000 lies beyond it. */
const SURE_SPREADS = 4;
/** What pools' shares add to a spread, at most. */
const POOL_SPREAD = 0.2;

/**
 * How probable it is that the true share lies above a threshold: the part of draws that do. Where the figure is
 * so far from the threshold that they agree, none is drawn.
 *
 * @param threshold fraction 0-1.
 */
export function placeProbabilityAbove(nowcast: Nowcast, figure: PlaceFigure, threshold: number): number {
  const { key, share, spread } = figure;
  const distance = logit(share) - logit(threshold);
  if (Math.abs(distance) > SURE_SPREADS * Math.hypot(spread, POOL_SPREAD) * Math.SQRT2)
    return distance > 0 ? 1 : 0;
  return partAbove(nowcast.draws(key), threshold);
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

function without({ day, knowledge }: Viewpoint, reason: string): Nowcast {
  const draws = () => {
    throw new TypeError(`there is no figure on ${day}`);
  };
  return { day, knowledge, model: null, reason, blocks: 0, figures: [], draws, earlier: () => null };
}

function assemble(
  viewpoint: Viewpoint,
  model: CountryModel,
  world: WorldOn,
  basis: string,
  method: Method,
): Nowcast {
  const { day, knowledge } = viewpoint;
  const { anchor, parts } = model;
  const splits = new Map<string, RegionSplit>();
  for (const country of regionalCountries) {
    const ratio = primaryAnchor({ level: 'region', country, ...viewpoint });
    if (ratio !== undefined && parts.includes(country))
      splits.set(country, splitCountry(country, ratio, day, method));
  }
  const splitOf = (key: PlaceKey) =>
    splits.values().find((split) => split.parts.some((part) => regionKey(split, part) === key));
  const stale = isStale(anchor, day) ? tooOld(anchor) : null;
  const figures = parts
    .map((part, column) => ({ part, share: world.shares[column]! }))
    .sort((a, b) => order(a.part) - order(b.part) || b.share - a.share || (a.part < b.part ? -1 : 1))
    .flatMap(({ part, share }): readonly PlaceFigure[] => {
      const country: PlaceFigure = {
        key: part,
        name: part === OTHER ? 'Other countries' : countryName(part),
        level: 'country',
        ...statusOf(stale),
        share,
        anchor,
        ratio: null,
        basis,
        spread: spreadOf(world.ageMonths, method),
      };
      const split = splits.get(part);
      return split === undefined ? [country] : [country, ...regionFigures(split, country, viewpoint, method)];
    });

  const drawn = new Map<PlaceKey, Draws>();
  const drawFor = (key: PlaceKey): void => {
    if (drawn.size === 0)
      for (const [column, draws] of drawWorld(parts, world, method).entries())
        drawn.set(parts[column]!, draws);
    const split = splitOf(key);
    if (split === undefined) return;
    const regions = drawRegions(split, drawn.get(split.country)!, method);
    for (const [column, part] of split.parts.entries()) drawn.set(regionKey(split, part), regions[column]!);
  };
  return {
    day,
    knowledge,
    model,
    reason: null,
    blocks: world.blocks.reduce((sum, count) => sum + count, 0),
    figures,
    draws(key) {
      if (!drawn.has(key)) drawFor(key);
      const draws = drawn.get(key);
      if (draws === undefined) throw new TypeError(`there is no figure of ${key} on ${day}`);
      return draws;
    },
    earlier(key, days) {
      const on = addDays(day, -days);
      const before = model.on(on);
      const split = [...splits.values()].find((one) =>
        one.parts.some((part) => regionKey(one, part) === key),
      );
      const column = parts.indexOf(split?.country ?? (key as CountryCode));
      const share = before?.shares[column];
      if (share === undefined || split === undefined) return share ?? null;
      const row = split.parts.findIndex((part) => regionKey(split, part) === key);
      return share * splitCountry(split.country, split.ratio, on, method).fractions[row]!;
    },
  };
}

function basisOf({ id }: ObservedAnchor, beside: string): string {
  return `${id} ${beside}`;
}

/** What a source leaves out stands last, however large. */
function order(part: string): number {
  return part === OTHER || part === ELSEWHERE ? 1 : 0;
}

function regionKey({ country }: RegionSplit, part: RegionSplit['parts'][number]): PlaceKey {
  return part === ELSEWHERE ? `${country}-${ELSEWHERE}` : part;
}

function regionFigures(
  split: RegionSplit,
  country: PlaceFigure,
  viewpoint: Viewpoint,
  method: Method,
): readonly PlaceFigure[] {
  const { ratio } = split;
  const unseen = unobservedSince(ratio, viewpoint);
  const stale =
    country.status === 'stale'
      ? country.reason
      : unseen !== undefined
        ? `${unseen.source.name} saw no machine in any region from ${unseen.from} to ${unseen.to}, which says that nobody told where they stand`
        : isStale(ratio, viewpoint.day)
          ? tooOld(ratio)
          : null;
  return split.parts
    .map((part, column) => ({ part, share: country.share * split.fractions[column]! }))
    .sort((a, b) => order(a.part) - order(b.part) || b.share - a.share || (a.part < b.part ? -1 : 1))
    .map(({ part, share }) => ({
      ...country,
      key: regionKey(split, part),
      name: part === ELSEWHERE ? `Elsewhere in ${country.name}` : placeName(part),
      level: 'region',
      ...statusOf(stale),
      share,
      ratio,
      basis: basisOf(ratio, country.basis),
      spread: Math.hypot(country.spread, spreadOf(split.ageMonths, method)),
    }));
}

function statusOf(stale: string | null): Pick<PlaceFigure, 'status' | 'reason'> {
  return stale === null ? { status: 'ok', reason: null } : { status: 'stale', reason: stale };
}

function tooOld({ from, to }: ObservedAnchor): string {
  return `the newest figures are of ${from} to ${to}, more than 18 months ago`;
}
