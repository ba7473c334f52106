import { memo, once } from '../../memo.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from '../lenses/dated.ts';
import type { CountryCode } from '../lenses/seats.ts';
import { countWindow, throughLens, WEEK, type WindowCount } from '../shares/window.ts';
import { ageInMonths, type ObservedAnchor, publishedShares } from './anchor.ts';
import { floorsOf, raiseToFloors } from './floors.ts';
import type { Method } from './method.ts';
import { networkHashRate, networkLoss } from './network-loss.ts';
import { deviationOf, lossMultipliers, type Spread } from './spread.ts';
import { wetSeasonDifference } from './wet-season.ts';

/** The rest of the world, which an anchor omits. */
export const OTHER = 'other';

/** A country with a figure in the anchor, or the rest. */
export type WorldPart = CountryCode | typeof OTHER;

/**
 * Where lost hash rate is assumed to have left: the only exodus so far, from the only country ever with most machines.
 */
const CHINA = 'CN' as CountryCode;

/** One anchor, carried forward to a day. */
export type CarriedWorld = {
  readonly anchor: ObservedAnchor;
  readonly parts: readonly WorldPart[];
  /** Fractions that sum to 1, in the order of `parts`. */
  readonly shares: readonly number[];
  readonly spread: (column: number) => Spread;
};

/** Carries an anchor forward to a day, with a viewpoint's floors; null if a day of the week is not counted. */
export type CarryWorld = (anchor: ObservedAnchor, viewpoint: Viewpoint, day?: UtcDay) => CarriedWorld | null;

/**
 * Carries anchors forward through a ledger of at least one day. Until the ban, hash rate lost by the network left
 * China, and the wet season drew machines there; others keep their relative shares, but none falls below its floor.
 */
export function worldCarrier(ledger: Ledger, method: Method): CarryWorld {
  const hashRate = networkHashRate(ledger);
  const lossSince = memo((day: UtcDay) => networkLoss(hashRate, ledger[0]!.day, day, method));
  return (anchor, viewpoint, day = viewpoint.day) => {
    const pools = countWeek(ledger, day);
    if (pools === null) return null;
    const parts: readonly WorldPart[] = [...(anchor.shares.keys() as Iterable<CountryCode>), OTHER];
    const floors = floorsOf(viewpoint, pools, method);
    const floorOf = parts.map((part) => (part === OTHER ? 0 : (floors.get(part) ?? 0)));
    const chinaLeads = leads(anchor, CHINA);
    const loss = chinaLeads ? lossSince(anchor.to)(day) : 0;
    const odds = chinaLeads ? Math.exp(method.wetCountry * wetSeasonDifference(anchor, day, method)) : 1;
    const ifLost = (times: number) =>
      raiseToFloors(
        shiftChina(publishedShares(anchor), parts.indexOf(CHINA), odds, Math.min(1, times * loss)),
        floorOf,
      );
    const shares = ifLost(1);
    const possible = once(() => lossMultipliers(method).map(ifLost));
    return {
      anchor,
      parts,
      shares,
      spread: (column) => ({
        shares: loss === 0 ? [shares[column]!] : possible().map((world) => world[column]!),
        deviation: deviationOf(anchor, parts[column]!, shares[column]!, ageInMonths(anchor, day), method),
      }),
    };
  };
}

/** Whether an anchor has at least as many machines in a country as in any other. */
function leads({ shares }: ObservedAnchor, country: CountryCode): boolean {
  return (shares.get(country) ?? 0) >= Math.max(...shares.values());
}

/** The week's blocks by pool; null if one of its days is not counted. */
export function countWeek(ledger: Ledger, day: UtcDay): WindowCount | null {
  const end = daysBetween(ledger[0]!.day, day) + 1;
  if (end < WEEK || end > ledger.length) return null;
  const week = throughLens(ledger.slice(end - WEEK, end), 'pool', 'then');
  const pools = countWindow(week, day, WEEK);
  return pools.missingDays > 0 || pools.blocks === 0 ? null : pools;
}

/**
 * Changes China's odds by a factor, then removes a fraction of the world's hash rate from it; others keep proportions.
 */
function shiftChina(
  shares: readonly number[],
  china: number,
  factor: number,
  lost: number,
): readonly number[] {
  const before = shares[china] ?? 0;
  if (before === 0 || before === 1 || (factor === 1 && lost === 0)) return shares;
  const wet = (before * factor) / (before * factor + 1 - before);
  const after = Math.max(0, (wet - lost) / (1 - lost));
  return shares.map((share, column) => (column === china ? after : (share * (1 - after)) / (1 - before)));
}
