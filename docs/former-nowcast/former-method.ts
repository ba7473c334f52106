import { chinaInWetSeason, type Signal } from './signal.ts';

/** What the former model left open. */
export type Method = {
  /** How many times likelier a pool's machines are in a sourced home place than elsewhere, before fitting. */
  readonly homeOdds: number;
  /** How much of the hash rate that a group of pools lost since its best month is taken from its home places, 0-1. */
  readonly departure: number;
  /** What else moves a part of the world besides pools. */
  readonly signals: readonly Signal[];
};

export const FORMER: Method = { homeOdds: 2, departure: 1, signals: [chinaInWetSeason(0.1)] };
