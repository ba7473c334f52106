import type { UtcDay } from '../ledger/utc-day.ts';
import type { CountryCode } from '../lenses/seats.ts';
import { ageInMonths, type ObservedAnchor } from './anchor.ts';
import type { Method } from './method.ts';
import { countryOf, type RegionCode } from './place.ts';
import { wetSeasonDifference } from './wet-season.ts';

/** The rest of a country, which its region table omits. */
export const ELSEWHERE = 'elsewhere';

/** How a country's machines are split among regions on one day. */
export type RegionSplit = {
  readonly country: CountryCode;
  /** The region table that the fractions derive from. */
  readonly ratio: ObservedAnchor;
  readonly parts: readonly (RegionCode | typeof ELSEWHERE)[];
  /** Fractions of the country that sum to 1. */
  readonly fractions: readonly number[];
  readonly ageMonths: number;
};

/** Splits a country by a table of its regions; the wet season raises the odds of hydropower provinces. */
export function splitRegions(ratio: ObservedAnchor, day: UtcDay, method: Method): RegionSplit {
  const regions = [...ratio.shares.keys()] as RegionCode[];
  const effects: Readonly<Record<string, number>> = method.wetRegion;
  const wetter = wetSeasonDifference(ratio, day, method);
  const odds = [
    ...regions.map((region) => ratio.shares.get(region)! * Math.exp((effects[region] ?? 0) * wetter)),
    ratio.other,
  ];
  const sum = odds.reduce((total, value) => total + value, 0);
  return {
    country: countryOf(regions[0]!),
    ratio,
    parts: [...regions, ELSEWHERE],
    fractions: odds.map((value) => value / sum),
    ageMonths: ageInMonths(ratio, day),
  };
}
