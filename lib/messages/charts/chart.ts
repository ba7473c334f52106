import type { UtcDay } from '../../core/ledger/utc-day.ts';
import type { Bound } from '../../core/rules/rule.ts';
import type { Interval } from '../../core/shares/interval.ts';

/** A picture for a light or a dark screen. */
export const THEMES = ['light', 'dark'] as const;

export type Screen = (typeof THEMES)[number];

/** For one screen; or for a page, which gives every colour a value for each kind of screen. */
export type Theme = Screen | 'page';

/** A share, a fraction 0-1, with its 95% interval; null where its source states none. */
export type Estimate = {
  readonly share: number;
  readonly interval: Interval | null;
  /** Of a share by seat: what it would be if every unknown owner were based there. */
  readonly upTo?: number;
  /** Shown in whole percent. */
  readonly isModelled?: true;
};

/** How figures came about: it stands in the corner of every picture. `what`: from what, by whom, of when. */
export type Basis = { readonly kind: 'counted' | 'modelled'; readonly what: string };

/** A pool, owner, template group or place, and its share. */
export type Holding = Estimate & { readonly key: string; readonly name: string };

/** The way of one share: one point a day, null on days for which nobody knows it. */
export type Trend = {
  readonly key: string;
  readonly name: string;
  readonly points: readonly { readonly day: UtcDay; readonly estimate: Estimate | null }[];
};

/** Shares over time, the largest first, with the bounds that rules watch. */
export type ShareOverTime = {
  readonly kind: 'share-over-time';
  /** What is shared, and over which window each point is counted. */
  readonly measure: string;
  readonly trends: readonly [Trend, ...Trend[]];
  readonly bounds: readonly Bound[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** Who holds how much, the largest first. */
export type Ranking = {
  readonly kind: 'ranking';
  readonly measure: string;
  /** What the holdings are, in the plural: "pools". */
  readonly holders: string;
  readonly holdings: readonly [Holding, ...Holding[]];
  /** The fewest that together hold more than half; null where that cannot be said. */
  readonly majority: number | null;
  /** Everybody else together, and what nobody knows: parts of the whole, without an entity. */
  readonly rest: readonly { readonly name: string; readonly share: number }[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** Per country: the share of operators who have their seat there, and the share of machines that stand there. */
export type OperatorsAndMachines = {
  readonly kind: 'operators-and-machines';
  readonly countries: readonly [ComparedCountry, ...ComparedCountry[]];
  /** Part of the blocks whose operator has no known seat. */
  readonly seatless: number;
  readonly operators: Basis;
  readonly machines: Basis;
  readonly day: UtcDay;
};

export type ComparedCountry = {
  readonly key: string;
  readonly name: string;
  /** Null where nobody gives a figure, which is not 0. */
  readonly operators: Estimate | null;
  readonly machines: Estimate | null;
};

/** Where machines stand: shares of the world by country, ISO 3166-1 alpha-2, the largest first. */
export type WorldMap = {
  readonly kind: 'world-map';
  readonly countries: readonly [Holding, ...Holding[]];
  /** What the source leaves without a country. */
  readonly other: number;
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** How a mark reads at a glance: something crossed upwards, came down again, or neither. */
export type Tone = 'raised' | 'cleared' | 'neutral';

/** Something that happened on a day. */
export type Mark = { readonly day: UtcDay; readonly what: string; readonly tone: Tone };

/** What led to a warning: the share's way over the last weeks, the bound, and what happened when. */
export type Episode = {
  readonly kind: 'episode';
  /** The headline of the warning. */
  readonly headline: string;
  readonly measure: string;
  readonly trend: Trend;
  readonly bound: Bound;
  readonly events: readonly Mark[];
  readonly basis: Basis;
  readonly day: UtcDay;
};

/** All that can be drawn. */
export type Chart = ShareOverTime | Ranking | OperatorsAndMachines | WorldMap | Episode;
