import { ageInMonths, type ObservedAnchor } from '../../lib/core/geography/anchor.ts';
import { OTHER, type WorldPart } from '../../lib/core/geography/carried-world.ts';
import type { Ledger } from '../../lib/core/ledger/ledger.ts';
import { addDays, daysBetween, type UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { Viewpoint } from '../../lib/core/lenses/dated.ts';
import type { CountryCode } from '../../lib/core/lenses/seats.ts';
import { WEEK } from '../../lib/core/shares/window.ts';
import type { Method } from './former-method.ts';
import { byHomes, type HomeLedger, type HomesOfPool } from './home-ledger.ts';
import { fitColumns, placesOf } from './proportional-fitting.ts';

/** Length of the windows for a group's best month; chance moves them a third as much. */
const PEAK_DAYS = 30;
/** The first recorded days, whose pools replace those of an anchor's period that ended before them. */
const STAND_IN_DAYS = 30;
/** The largest fraction that can leave a group's home places; what then remains is indistinguishable from nothing. */
const MAX_TAKEN = 0.98;

/** The world's parts on one day, before chance: the mix of pools and where each group's machines are. */
export type WorldOn = {
  /** Blocks of each group of pools over the seven days. */
  readonly blocks: readonly number[];
  /** P(part | group), a row for each group. */
  readonly rows: readonly (readonly number[])[];
  /** Factors of each part's odds, from the signals. */
  readonly factors: readonly number[];
  /** The parts' shares: fractions that sum to 1. */
  readonly shares: readonly number[];
  readonly ageMonths: number;
};

/** One anchor fitted with the pools of its own time. */
export type CountryModel = {
  readonly anchor: ObservedAnchor;
  readonly parts: readonly WorldPart[];
  /** The days whose pools the anchor was fitted with; `standsIn` if they are not those of its period. */
  readonly fittedWith: { readonly from: UtcDay; readonly to: UtcDay; readonly standsIn: boolean };
  /** Undefined if one of the seven days that end on `day` is not counted. */
  readonly on: (day: UtcDay) => WorldOn | undefined;
};

/**
 * Fits an anchor: the table of pool groups and parts of the world whose row sums are the pools' shares of the
 * anchor's period and whose column sums are its figures, closest to a prior in which home places are
 * `method.homeOdds` times likelier. On another day the table's rows are weighted by the pools of that day.
 *
 * Further signals move it: hash rate that a group of pools has lost since its best month has left its home places
 * (`method.departure`), and the signals of `method.signals`.
 *
 * @param ledger holds at least one day; see `daysKnown`.
 * @returns undefined if no day of the anchor's period is counted and none can stand in.
 */
export function fitAnchor(
  anchor: ObservedAnchor,
  ledger: Ledger,
  homesOf: HomesOfPool,
  method: Method,
): CountryModel | undefined {
  const homes = byHomes(ledger, homesOf);
  const fitted = fittingWindow(anchor, ledger, homes);
  if (fitted === undefined) return undefined;
  const { blocks, total, fittedWith } = fitted;
  const countries = [...anchor.shares.keys()] as CountryCode[];
  const parts: readonly WorldPart[] = [...countries, OTHER];
  const columns = [...countries.map((country) => anchor.shares.get(country)!), anchor.other];
  const prior = homes.groups.map((group) =>
    parts.map((part) => (part !== OTHER && group.includes(part) ? method.homeOdds : 1)),
  );
  const columnFactors = fitColumns(
    blocks.map((count) => count / total),
    columns,
    prior,
  );
  const rows = prior.map((odds) => placesOf(odds, columnFactors));
  const lost = lossOf(homes, ledger[0]!.day, anchor.to);
  const signals = method.signals.map((signal) => signal(anchor));
  return {
    anchor,
    parts,
    fittedWith,
    on(day) {
      const mix = homes.window(day, WEEK);
      if (mix.missingDays > 0 || mix.total === 0) return undefined;
      const moved = rows.map((row, group) =>
        leave(
          row,
          parts.map((part) => part !== OTHER && homes.groups[group]!.includes(part)),
          lost(group, day) * method.departure,
        ),
      );
      const factors = parts.map((part) =>
        Math.exp(signals.reduce((sum, signal) => sum + signal(part, day), 0)),
      );
      const raw = parts.map((_, column) => {
        const mixed = moved.reduce((sum, row, group) => sum + row[column]! * mix.blocks[group]!, 0);
        return mixed * factors[column]!;
      });
      const sum = raw.reduce((total, value) => total + value, 0);
      return {
        blocks: mix.blocks,
        rows: moved,
        factors,
        shares: raw.map((value) => value / sum),
        ageMonths: ageInMonths(anchor, day),
      };
    },
  };
}

/**
 * The days that a viewpoint may use to fit an anchor: with knowledge `then`, no block after its day stands in for
 * an earlier period.
 */
export function daysKnown(ledger: Ledger, { day, knowledge }: Viewpoint): Ledger {
  const count = daysBetween(ledger[0]!.day, day) + 1;
  return knowledge === 'then' && count < STAND_IN_DAYS ? ledger.slice(0, Math.max(1, count)) : ledger;
}

/** The window of pools that an anchor is fitted with: its own period, or the first recorded days. */
function fittingWindow({ from, to }: ObservedAnchor, ledger: Ledger, homes: HomeLedger) {
  const first = ledger[0]!.day;
  const own = homes.window(to, daysBetween(from, to) + 1);
  if (own.total > 0)
    return { ...own, fittedWith: { from: from < first ? first : from, to, standsIn: false } };
  if (to >= first) return undefined;
  const standIn = homes.window(addDays(first, STAND_IN_DAYS - 1), STAND_IN_DAYS);
  const end = addDays(first, Math.min(STAND_IN_DAYS, ledger.length) - 1);
  return standIn.total > 0 ? { ...standIn, fittedWith: { from: first, to: end, standsIn: true } } : undefined;
}

/**
 * The fraction of its hash rate that a group has lost by a day, relative to its best month after `since`; 0 if the
 * difficulty is unknown.
 */
function lossOf(homes: HomeLedger, first: UtcDay, since: UtcDay): (group: number, day: UtcDay) => number {
  const firstEnd = addDays(first, PEAK_DAYS - 1);
  const start = since < firstEnd ? firstEnd : since;
  const peaks = homes.groups.map(() => [] as number[]);
  const peakBy = (group: number, day: UtcDay): number => {
    const own = peaks[group]!;
    for (let at = own.length; at <= daysBetween(start, day); at++) {
      const month = hashRateOf(homes, group, addDays(start, at), PEAK_DAYS);
      own.push(Math.max(own.at(-1) ?? 0, month ?? 0));
    }
    return own[daysBetween(start, day)] ?? 0;
  };
  return (group, day) => {
    if (homes.groups[group]!.length === 0 || day <= start) return 0;
    const peak = peakBy(group, day);
    const now = hashRateOf(homes, group, day, WEEK);
    return now === null || peak === 0 ? 0 : Math.max(0, 1 - now / peak);
  };
}

/** A group's part of the difficulty mined per day; null if a day is missing or a difficulty unknown. */
function hashRateOf(homes: HomeLedger, group: number, day: UtcDay, days: number): number | null {
  const { blocks, total, missingDays, difficulty } = homes.window(day, days);
  if (missingDays > 0 || difficulty === null || total === 0) return null;
  return (difficulty * blocks[group]!) / total / days;
}

/** A group's row after a part of its machines has left its home places. */
function leave(row: readonly number[], isHome: readonly boolean[], lost: number): readonly number[] {
  const home = row.reduce((sum, part, column) => sum + (isHome[column] ? part : 0), 0);
  if (home === 0 || lost === 0) return row;
  const taken = Math.min(lost, home * MAX_TAKEN);
  return row.map((part, column) => (isHome[column] ? part * (1 - taken / home) : part) / (1 - taken));
}
