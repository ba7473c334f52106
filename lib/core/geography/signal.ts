import type { UtcDay } from '../ledger/utc-day.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { ObservedAnchor } from './anchor.ts';
import { wetSeason, wetSeasonOver } from './wet-season.ts';

/** What an anchor leaves out: the rest of the world. */
export const OTHER = 'other';

/** A country with a figure in the anchor, or the rest. */
export type WorldPart = CountryCode | typeof OTHER;

/**
 * What moves a part of the world between an anchor's period and a day, besides the pools' shares: a number to
 * add to the logarithm of its odds, 0 for nothing.
 */
export type Signal = (anchor: ObservedAnchor) => (part: WorldPart, day: UtcDay) => number;

/** China's odds rise with the wet season of its hydropower provinces. @param gain from dry to wet, a logarithm. */
export function chinaInWetSeason(gain: number): Signal {
  return ({ from, to }) => {
    const then = wetSeasonOver(from, to);
    return (part, day) => (part === 'CN' ? gain * (wetSeason(day) - then) : 0);
  };
}
