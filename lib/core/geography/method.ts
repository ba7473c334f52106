import { parseDay, type UtcDay } from '../ledger/utc-day.ts';

/**
 * The figures that the nowcast leaves open. Those of shares were chosen on targets of 2020 alone; docs/nowcast.md
 * lists what was tried, there and later.
 */
export type Method = {
  /** Another one whenever anything of the method changes: figures of two versions are not compared. */
  readonly version: string;
  /** Part of the network's hash rate that may be lost by chance: a week's moves by 3%. */
  readonly chanceLoss: number;
  /** How much of the largest loss is forgotten a day. */
  readonly fading: number;
  /** Whether a loss is remembered at its largest; a variant forgets it as soon as it is made good. */
  readonly remembers: boolean;
  /** What the wet season adds to the logarithm of China's odds. */
  readonly wetCountry: number;
  /** What it adds to the logarithm of two provinces' odds within China. */
  readonly wetRegion: { readonly 'CN-SC': number; readonly 'CN-YN': number };
  /** China banned mining: from this day on no season moves machines there. */
  readonly ban: UtcDay;
  /** Spread (standard deviation of a logarithm) of how much left China for each hash that the network lost. */
  readonly lossSpread: number;
  /** Spread of a share's log odds over a month, before a source has published twice. */
  readonly monthSpread: number;
  /** How many steps of its own a place needs to count as much as all other places of its source. */
  readonly priorSteps: number;
  /** Spread of the log odds of a published figure: sources differ, and none of them sees every machine. */
  readonly anchorSpread: number;
  /** Published figures are exact to about so much, a fraction of the world. */
  readonly exactTo: number;
  /** At least this part of a pool's machines stands in the country where its operator says that they do. */
  readonly atHome: number;
};

export const METHOD: Method = {
  version: '2',
  chanceLoss: 0.05,
  fading: 0.005,
  remembers: true,
  wetCountry: 0.2,
  wetRegion: { 'CN-SC': 2, 'CN-YN': 1 },
  ban: parseDay('2021-06-20'),
  lossSpread: 0.35,
  monthSpread: 0.2,
  priorSteps: 2,
  anchorSpread: 0.1,
  exactTo: 0.002,
  atHome: 0.8,
};
