import type { UtcDay } from '../../core/ledger/utc-day.ts';
import type { Bound } from '../../core/rules/rule.ts';
import type { Interval } from '../../core/shares/interval.ts';

export const THEMES = ['light', 'dark'] as const;

export type Screen = (typeof THEMES)[number];

/** A colour scheme, or `page`: CSS variables that a page defines for both schemes. */
export type Theme = Screen | 'page';

/** A share, 0-1, with its 95% interval; null if its source states none. */
export type Estimate = {
  readonly share: number;
  readonly interval: Interval | null;
  /** For a share by seat: its value if every unknown owner were based there. */
  readonly upTo?: number;
  /** Shown in whole percent. */
  readonly isModelled?: true;
};

/** The origin of figures, shown below every picture. `what`: from which data, by whom, of when. */
export type Basis = { readonly kind: 'counted' | 'modelled'; readonly what: string };

/** A pool, owner, template group or place, and its share. */
export type Holding = Estimate & { readonly key: string; readonly name: string };

/** One share over time: a point a day, null on days when it is not known. */
export type Trend = {
  readonly key: string;
  readonly name: string;
  readonly points: readonly { readonly day: UtcDay; readonly estimate: Estimate | null }[];
};

/** Shares over time, the largest first, with the bounds of rules. */
export type ShareOverTime = {
  readonly kind: 'share-over-time';
  /** What the shares are of, and the window of each point. */
  readonly measure: string;
  readonly trends: readonly [Trend, ...Trend[]];
  readonly bounds: readonly Bound[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** Holders by share, the largest first. */
export type Ranking = {
  readonly kind: 'ranking';
  readonly measure: string;
  /** The kind of holder in the plural: "pools". */
  readonly holders: string;
  readonly holdings: readonly [Holding, ...Holding[]];
  /** The fewest holders that together have more than half; null if not known. */
  readonly majority: number | null;
  /** The remaining shares, such as smaller holders together and unknown miners. */
  readonly rest: readonly { readonly name: string; readonly share: number }[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** For each country, the share of operators with their seat there and the share of machines there. */
export type OperatorsAndMachines = {
  readonly kind: 'operators-and-machines';
  readonly countries: readonly [ComparedCountry, ...ComparedCountry[]];
  /** Share of blocks whose owner's seat is unknown. */
  readonly unknownSeat: number;
  readonly operators: Basis;
  readonly machines: Basis;
  readonly day: UtcDay;
};

export type ComparedCountry = {
  readonly key: string;
  readonly name: string;
  /** Null if there is no figure, which is not 0. */
  readonly operators: Estimate | null;
  readonly machines: Estimate | null;
};

/** Machine shares by country (ISO 3166-1 alpha-2), the largest first. */
export type WorldMap = {
  readonly kind: 'world-map';
  readonly countries: readonly [Holding, ...Holding[]];
  /** Share that the source does not assign to a country. */
  readonly other: number;
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** The meaning of a mark's colour: crossed upwards, came back down, or neither. */
export type Tone = 'raised' | 'cleared' | 'neutral';

export type Mark = { readonly day: UtcDay; readonly what: string; readonly tone: Tone };

/** The background of a warning: the share over the last weeks, the bound, and events. */
export type Episode = {
  readonly kind: 'episode';
  readonly headline: string;
  readonly measure: string;
  readonly trend: Trend;
  readonly bound: Bound;
  readonly events: readonly Mark[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

export type Chart = ShareOverTime | Ranking | OperatorsAndMachines | WorldMap | Episode;
