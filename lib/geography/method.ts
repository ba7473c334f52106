/**
 * The figures that the nowcast's method leaves open. They were chosen on targets of 2020 alone; docs/nowcast.md
 * lists what was tried, there and later.
 */
export type Method = {
  /** How many times likelier a pool's machines are in a sourced home place than elsewhere, before fitting. */
  readonly homeOdds: number;
  /** How much of the hash rate that a group of pools lost since its best month is taken from its home places, 0-1. */
  readonly departure: number;
  /** What the wet season of Sichuan and Yunnan adds to the logarithm of China's odds. */
  readonly wetCountry: number;
  /** The same for the odds of the two provinces within China. */
  readonly wetRegion: { readonly 'CN-SC': number; readonly 'CN-YN': number };
  /** Spread (standard deviation of a share's logarithm) of an anchor's own error, and of a month's drift. */
  readonly anchorSpread: number;
  readonly driftSpread: number;
};

export const METHOD: Method = {
  homeOdds: 2,
  departure: 1,
  wetCountry: 0.1,
  wetRegion: { 'CN-SC': 2, 'CN-YN': 1 },
  anchorSpread: 0.15,
  driftSpread: 0.2,
};
