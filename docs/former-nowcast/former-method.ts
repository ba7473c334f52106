import { chinaInWetSeason, type Signal } from './signal.ts';

/** The parameters of the former model. */
export type Method = {
  /** How many times likelier a pool's machines are in a sourced home place than elsewhere, before fitting. */
  readonly homeOdds: number;
  /** The fraction of a group's loss of hash rate since its best month that leaves its home places, 0-1. */
  readonly departure: number;
  /** What moves parts of the world, besides pools. */
  readonly signals: readonly Signal[];
};

export const FORMER: Method = { homeOdds: 2, departure: 1, signals: [chinaInWetSeason(0.1)] };
