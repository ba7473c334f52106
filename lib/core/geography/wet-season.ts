import { daysFrom, type UtcDay } from '../ledger/utc-day.ts';
import type { Method } from './method.ts';

/**
 * How much more wet season in Sichuan and Yunnan there is on a day than on average over a period, -1 to 1. Rain there
 * means cheap hydropower, and machines moved to it until the ban.
 */
export function wetSeasonDifference(
  { from, to }: { readonly from: UtcDay; readonly to: UtcDay },
  day: UtcDay,
  { ban }: Pick<Method, 'ban'>,
): number {
  return (day < ban ? wetSeason(day) : 0) - wetSeasonOver(from, to);
}

/** The wet season's mean over the days of a period, both ends included. */
export function wetSeasonOver(from: UtcDay, to: UtcDay): number {
  const days = daysFrom(from, to);
  return days.reduce((sum, day) => sum + wetSeason(day), 0) / days.length;
}

/** Strength of the wet season, 0-1: it sets in through May, lasts from June to September and ends through October. */
export function wetSeason(day: UtcDay): number {
  const month = Number(day.slice(5, 7));
  const partOfMonth = (Number(day.slice(8)) - 1) / 31;
  if (month === 5) return partOfMonth;
  if (month === 10) return 1 - partOfMonth;
  return month > 5 && month < 10 ? 1 : 0;
}
