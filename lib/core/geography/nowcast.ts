import { memo } from '../../memo.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays, type UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from '../lenses/dated.ts';
import type { Knowledge } from '../lenses/lens.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { Interval } from '../shares/interval.ts';
import { WEEK } from '../shares/window.ts';
import type { ObservedAnchor } from './anchor.ts';
import { primaryAnchor, regionalCountries } from './anchors.ts';
import { countWeek, worldCarrier } from './carried-world.ts';
import { floorBasis } from './floors.ts';
import { METHOD, type Method } from './method.ts';
import { type PlaceFigure, type PlaceKey, placeFigures } from './place-figure.ts';
import { splitRegions } from './region-split.ts';
import { intervalOf } from './spread.ts';

/** Where the world's machines are on one day. */
export type Nowcast = {
  readonly day: UtcDay;
  readonly knowledge: Knowledge;
  /** The published table carried forward; null if no figure can be given, and `reason` says why. */
  readonly anchor: ObservedAnchor | null;
  readonly reason: string | null;
  /** Blocks of the seven days up to the day; 0 without a figure. */
  readonly blocks: number;
  /** Countries and `other`, which sum to 1, largest first, each followed by its regions, which sum to it. */
  readonly figures: ReadonlyMap<PlaceKey, PlaceFigure>;
  /** The share `days` days earlier on the same basis; null if a day is missing. */
  readonly earlier: (key: PlaceKey, days: number) => number | null;
};

export type Nowcaster = {
  /** @param knownOn the day whose knowledge the figures use; the day itself by default. */
  readonly on: (day: UtcDay, knownOn?: UtcDay) => Nowcast;
  /** What a day's figures depend on besides blocks, as a text to compare. */
  readonly basisOf: (day: UtcDay) => string;
};

/** What a day's figures depend on besides blocks. */
type Inputs = Viewpoint & {
  readonly anchor: ObservedAnchor;
  readonly basis: string;
  /** Region tables, by the country they split. */
  readonly ratios: ReadonlyMap<CountryCode, ObservedAnchor>;
};

/**
 * Creates a nowcaster for a ledger of at least one day; a day's nowcast needs the seven days up to it. With knowledge
 * `then` a day sees only what was published by it, with `now` every anchor whose period had begun.
 */
export function createNowcaster(ledger: Ledger, knowledge: Knowledge, method: Method = METHOD): Nowcaster {
  const carry = worldCarrier(ledger, method);
  const inputsOf = memo((day: UtcDay) => inputsOn({ day, knowledge }));
  const figuresOf = (
    inputs: Inputs,
    day: UtcDay,
    knownOn = day,
  ): ReadonlyMap<PlaceKey, PlaceFigure> | null => {
    const world = carry(inputs.anchor, { day: knownOn, knowledge }, day);
    if (world === null) return null;
    const splits = [...inputs.ratios]
      .filter(([country]) => world.parts.includes(country))
      .map(([, ratio]) => splitRegions(ratio, day, method));
    const figures = placeFigures({ day, knowledge }, world, splits, inputs.basis, method);
    return new Map(figures.map((figure) => [figure.key, figure]));
  };
  return {
    on(day, knownOn = day) {
      const inputs = inputsOf(knownOn);
      if (inputs === null) return emptyNowcast({ day, knowledge }, 'no figure had been published');
      const figures = figuresOf(inputs, day, knownOn);
      if (figures === null)
        return emptyNowcast({ day, knowledge }, `one of the ${WEEK} days up to ${day} is not counted`);
      const earlierFigures = memo((on: UtcDay) => figuresOf(inputs, on));
      return {
        day,
        knowledge,
        anchor: inputs.anchor,
        reason: null,
        blocks: countWeek(ledger, day)!.blocks,
        figures,
        earlier: (key, days) => earlierFigures(addDays(day, -days))?.get(key)?.share ?? null,
      };
    },
    basisOf(day) {
      const inputs = inputsOf(day);
      if (inputs === null) return '';
      return [inputs.basis, ...[...inputs.ratios.values()].map(({ id }) => id)].join(' ');
    },
  };
}

/** The 95% interval of a figure. */
export function placeInterval({ day, figures }: Nowcast, key: PlaceKey): Interval {
  const figure = figures.get(key);
  if (figure === undefined) throw new TypeError(`no figure for ${key} on ${day}`);
  return intervalOf(figure.spread());
}

function inputsOn(viewpoint: Viewpoint): Inputs | null {
  const anchor = primaryAnchor({ level: 'country', ...viewpoint });
  if (anchor === undefined) return null;
  const ratios = new Map<CountryCode, ObservedAnchor>();
  for (const country of regionalCountries) {
    const ratio = primaryAnchor({ level: 'region', country, ...viewpoint });
    if (ratio !== undefined) ratios.set(country, ratio);
  }
  return { ...viewpoint, anchor, basis: `${anchor.id} ${floorBasis(viewpoint)}`, ratios };
}

function emptyNowcast({ day, knowledge }: Viewpoint, reason: string): Nowcast {
  return { day, knowledge, anchor: null, reason, blocks: 0, figures: new Map(), earlier: () => null };
}
