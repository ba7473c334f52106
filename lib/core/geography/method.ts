import { parseDay } from '../ledger/utc-day.ts';

/** Free parameters of the nowcast; those on shares were chosen on targets of 2020 alone (see docs/nowcast.md). */
export const METHOD = {
  /** Changes whenever anything in the method does: figures of two versions are not compared. */
  version: '2',
  /** Fraction of the network's hash rate that may be lost by chance: a week's value moves by 3%. */
  chanceLoss: 0.05,
  /** Fraction of the largest loss that is forgotten per day. */
  fading: 0.005,
  /** Whether a loss is remembered at its largest; a variant forgets it as soon as hash rate recovers. */
  remembers: true,
  /** What the wet season adds to the logarithm of China's odds. */
  wetCountry: 0.2,
  /** What it adds to the logarithm of two provinces' odds within China. */
  wetRegion: { 'CN-SC': 2, 'CN-YN': 1 },
  /** China banned mining: from this day on no season moves machines there. */
  ban: parseDay('2021-06-20'),
  /** Spread (standard deviation of a logarithm) of how much left China per hash that the network lost. */
  lossSpread: 0.35,
  /** Spread of a share's log odds over a month, before a source has published twice. */
  monthSpread: 0.2,
  /** Number of a place's own steps that weigh as much as all places of its source together. */
  priorSteps: 2,
  /** Spread of a published figure's log odds: sources differ, and none sees every machine. */
  anchorSpread: 0.1,
  /** Approximate precision of published figures, a fraction of the world. */
  exactTo: 0.002,
  /** Minimum fraction of a pool's machines in the country its operator states. */
  atHome: 0.8,
};

export type Method = Readonly<typeof METHOD>;
