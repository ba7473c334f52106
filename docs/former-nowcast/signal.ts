import type { ObservedAnchor } from '../../lib/core/geography/anchor.ts';
import type { WorldPart } from '../../lib/core/geography/carried-world.ts';
import { wetSeason, wetSeasonOver } from '../../lib/core/geography/wet-season.ts';
import type { UtcDay } from '../../lib/core/ledger/utc-day.ts';

/**
 * Moves a part of the world between an anchor's period and a day, independently of the pools' shares: returns a
 * number to add to the log odds, 0 for no effect.
 */
export type Signal = (anchor: ObservedAnchor) => (part: WorldPart, day: UtcDay) => number;

/** China's odds rise with the wet season of its hydropower provinces. @param gain of the log odds, from dry to wet. */
export function chinaInWetSeason(gain: number): Signal {
  return ({ from, to }) => {
    const then = wetSeasonOver(from, to);
    return (part, day) => (part === 'CN' ? gain * (wetSeason(day) - then) : 0);
  };
}
