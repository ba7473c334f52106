import { chinaInWetSeason, type Signal } from './signal.ts';

/**
 * The figures that the nowcast's method leaves open. They were chosen on targets of 2020 alone; docs/nowcast.md
 * lists what was tried, there and later.
 */
export type Method = {
  /** Another one whenever anything of the method changes: figures of two versions are not compared. */
  readonly version: string;
  /** How many times likelier a pool's machines are in a sourced home place than elsewhere, before fitting. */
  readonly homeOdds: number;
  /** How much of the hash rate that a group of pools lost since its best month is taken from its home places, 0-1. */
  readonly departure: number;
  /** What else moves a part of the world besides pools. */
  readonly signals: readonly Signal[];
  /** What the wet season adds to the logarithm of two provinces' odds within China. */
  readonly wetRegion: { readonly 'CN-SC': number; readonly 'CN-YN': number };
  /** Spread (standard deviation of a share's logarithm) of an anchor's own error, and of a month's drift. */
  readonly anchorSpread: number;
  readonly driftSpread: number;
};

export const METHOD: Method = {
  version: '1',
  homeOdds: 2,
  departure: 1,
  signals: [chinaInWetSeason(0.1)],
  wetRegion: { 'CN-SC': 2, 'CN-YN': 1 },
  anchorSpread: 0.15,
  driftSpread: 0.2,
};
