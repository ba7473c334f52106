import type { Ledger } from '../ledger/ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { Interval } from '../shares/interval.ts';
import type { ObservedAnchor } from './anchor.ts';
import { primaryAnchor, regionalCountries, type Viewpoint } from './anchors.ts';
import { type CountryModel, daysKnown, fitAnchor, MIX_DAYS, type WorldOn } from './country-model.ts';
import type { HomesOfPool } from './home-ledger.ts';
import { homesAt } from './homes-at-anchor.ts';
import { METHOD, type Method } from './method.ts';
import { countryOf, type PlaceCode } from './place.ts';
import { basisOf, type PlaceFigure, type PlaceKey, placeFigures, regionKey } from './place-figure.ts';
import { type Draws, drawRegions, drawWorld, intervalOf } from './posterior.ts';
import { type RegionSplitter, regionSplitter } from './region-split.ts';

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
  readonly figures: ReadonlyMap<PlaceKey, PlaceFigure>;
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

/** What the figures of a day rest on beside blocks. */
type Footing = Viewpoint & {
  readonly anchor: ObservedAnchor;
  readonly homesOf: HomesOfPool;
  readonly basis: string;
  /** The tables of regions, by the country they split. */
  readonly ratios: ReadonlyMap<CountryCode, ObservedAnchor>;
};

/**
 * Makes a nowcaster for a ledger: a fitted anchor serves all days that rest on it. With knowledge `then` a day
 * sees only what was published by it, with `now` it sees every anchor whose period had begun.
 *
 * @param ledger holds at least one day; a day's nowcast needs the seven days up to it.
 */
export function createNowcaster(ledger: Ledger, knowledge: Knowledge, method: Method = METHOD): Nowcaster {
  const footings = new Map<UtcDay, Footing | null>();
  const footingOf = (day: UtcDay): Footing | null => {
    const known = footings.get(day);
    if (known !== undefined) return known;
    const footing = footingOn({ day, knowledge });
    footings.set(day, footing);
    return footing;
  };
  const splitters = new Map<ObservedAnchor, RegionSplitter>();
  const splitterOf = (country: CountryCode, ratio: ObservedAnchor): RegionSplitter => {
    const splitter = splitters.get(ratio) ?? regionSplitter(country, ratio, method);
    splitters.set(ratio, splitter);
    return splitter;
  };
  const models = new Map<string, CountryModel | undefined>();
  const modelOf = (footing: Footing): CountryModel | undefined => {
    const days = daysKnown(ledger, footing);
    const key = `${footing.basis} ${days.length}`;
    if (!models.has(key)) models.set(key, fitAnchor(footing.anchor, days, footing.homesOf, method));
    return models.get(key);
  };
  return {
    on(day) {
      const footing = footingOf(day);
      if (footing === null) return without({ day, knowledge }, 'no figure had been published');
      const { from, to } = footing.anchor;
      const model = modelOf(footing);
      if (model === undefined)
        return without(footing, `no block of ${from} to ${to} is counted, which the newest figures speak of`);
      const world = model.on(day);
      if (world === undefined)
        return without(footing, `one of the ${MIX_DAYS} days up to ${day} is not counted`);
      const own = [...footing.ratios].filter(([country]) => model.parts.includes(country));
      return assemble(
        footing,
        model,
        world,
        own.map((ratio) => splitterOf(...ratio)),
        method,
      );
    },
    basis(place, day) {
      const footing = footingOf(day);
      const country = countryOf(place);
      if (footing === null || !footing.anchor.shares.has(country)) return null;
      if (place === country) return footing.basis;
      const ratio = footing.ratios.get(country);
      return ratio?.shares.has(place) === true ? basisOf(ratio, footing.basis) : null;
    },
  };
}

/** The 95 % interval of a figure. */
export function placeInterval(nowcast: Nowcast, key: PlaceKey): Interval {
  return intervalOf(nowcast.draws(key));
}

function footingOn(viewpoint: Viewpoint): Footing | null {
  const anchor = primaryAnchor({ level: 'country', ...viewpoint });
  if (anchor === undefined) return null;
  const { homesOf, version } = homesAt(anchor, viewpoint);
  const ratios = new Map<CountryCode, ObservedAnchor>();
  for (const country of regionalCountries) {
    const ratio = primaryAnchor({ level: 'region', country, ...viewpoint });
    if (ratio !== undefined) ratios.set(country, ratio);
  }
  return { ...viewpoint, anchor, homesOf, basis: basisOf(anchor, version), ratios };
}

function without({ day, knowledge }: Viewpoint, reason: string): Nowcast {
  const draws = () => {
    throw new TypeError(`there is no figure on ${day}`);
  };
  return { day, knowledge, model: null, reason, blocks: 0, figures: new Map(), draws, earlier: () => null };
}

function assemble(
  { day, knowledge, basis }: Footing,
  model: CountryModel,
  world: WorldOn,
  splitters: readonly RegionSplitter[],
  method: Method,
): Nowcast {
  const { parts } = model;
  const splits = splitters.map((split) => split(day));

  const drawn = new Map<PlaceKey, Draws>();
  const drawFor = (key: PlaceKey): void => {
    if (drawn.size === 0)
      for (const [column, draws] of drawWorld(parts, world, method).entries())
        drawn.set(parts[column]!, draws);
    const split = splits.find((one) => one.parts.some((part) => regionKey(one, part) === key));
    if (split === undefined) return;
    const regions = drawRegions(split, drawn.get(split.country)!, method);
    for (const [row, part] of split.parts.entries()) drawn.set(regionKey(split, part), regions[row]!);
  };

  const earlierShares = new Map<UtcDay, ReadonlyMap<PlaceKey, number>>();
  const sharesOn = (on: UtcDay): ReadonlyMap<PlaceKey, number> => {
    const known = earlierShares.get(on);
    if (known !== undefined) return known;
    const shares = new Map<PlaceKey, number>();
    for (const [column, share] of (model.on(on)?.shares ?? []).entries()) shares.set(parts[column]!, share);
    for (const split of shares.size === 0 ? [] : splitters.map((splitter) => splitter(on)))
      for (const [row, part] of split.parts.entries())
        shares.set(regionKey(split, part), shares.get(split.country)! * split.fractions[row]!);
    earlierShares.set(on, shares);
    return shares;
  };
  return {
    day,
    knowledge,
    model,
    reason: null,
    blocks: world.blocks.reduce((sum, count) => sum + count, 0),
    figures: new Map(
      placeFigures({ day, knowledge }, model, world, splits, basis, method).map((figure) => [
        figure.key,
        figure,
      ]),
    ),
    draws(key) {
      if (!drawn.has(key)) drawFor(key);
      const draws = drawn.get(key);
      if (draws === undefined) throw new TypeError(`there is no figure of ${key} on ${day}`);
      return draws;
    },
    earlier: (key, days) => sharesOn(addDays(day, -days)).get(key) ?? null,
  };
}
