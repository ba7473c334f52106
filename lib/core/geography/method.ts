import { parseDay } from '../ledger/utc-day.ts';

/** The nowcast's open figures; those of shares were chosen on targets of 2020 alone (docs/nowcast.md: what was tried). */
export const METHOD = {
  /** Another one whenever anything of the method changes: figures of two versions are not compared. */
  version: '2',
  /** Part of the network's hash rate that may be lost by chance: a week's moves by 3%. */
  chanceLoss: 0.05,
  /** How much of the largest loss is forgotten a day. */
  fading: 0.005,
  /** Whether a loss is remembered at its largest; a variant forgets it as soon as it is made good. */
  remembers: true,
  /** What the wet season adds to the logarithm of China's odds. */
  wetCountry: 0.2,
  /** What it adds to the logarithm of two provinces' odds within China. */
  wetRegion: { 'CN-SC': 2, 'CN-YN': 1 },
  /** China banned mining: from this day on no season moves machines there. */
  ban: parseDay('2021-06-20'),
  /** Spread (standard deviation of a logarithm) of how much left China for each hash that the network lost. */
  lossSpread: 0.35,
  /** Spread of a share's log odds over a month, before a source has published twice. */
  monthSpread: 0.2,
  /** How many of its own steps a place needs to count as much as all other places of its source. */
  priorSteps: 2,
  /** Spread of the log odds of a published figure: sources differ, and none of them sees every machine. */
  anchorSpread: 0.1,
  /** Published figures are exact to about so much, a fraction of the world. */
  exactTo: 0.002,
  /** At least this part of a pool's machines stands in the country where its operator says that they do. */
  atHome: 0.8,
};

export type Method = Readonly<typeof METHOD>;
