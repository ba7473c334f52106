import type { ClosedDay, Ledger } from '../ledger/ledger.ts';
import { addDays, daysFrom, type UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from '../lenses/dated.ts';
import { ageInDays, DAYS_PER_MONTH, type ObservedAnchor, publishedShares } from './anchor.ts';
import { anchors, primaryAnchor } from './anchors.ts';
import { type CarriedWorld, type CarryWorld, OTHER, worldCarrier } from './carried-world.ts';
import { METHOD } from './method.ts';
import type { PlaceCode } from './place.ts';
import { intervalOf } from './spread.ts';

/** How old the anchor is that a day is nowcast from, in months; or whichever was the newest published. */
export const AGES = [1, 2, 3, 4, 6, 'published'] as const;

export type Age = (typeof AGES)[number];

/** Simple rules that the nowcast has to beat, each as an error of its own. */
type Rival = 'unchanged' | 'trend' | 'lossAlone';

/** What errors are of: one country's share, or all parts of the world, their distance being the total variation. */
const MEASURES = ['CN', 'US', 'all'] as const;

/** How far the nowcast was from what a source published later, over the months of a year. */
export type BacktestRow = {
  readonly ageMonths: Age;
  /** Whose later figures are compared with. */
  readonly target: string;
  /** Whose figures were carried on. */
  readonly sources: readonly string[];
  readonly year: number;
  readonly measure: (typeof MEASURES)[number];
  /** Months left out. */
  readonly without: readonly string[];
  readonly months: number;
  /** The most months of the row whose spans from anchor to target do not overlap: so many are independent. */
  readonly anchors: number;
  /** Mean absolute error over the days of the months, as a fraction of the world. */
  readonly nowcast: number;
  /** The largest error of any day. */
  readonly worst: number;
  /** The same of taking the anchor's figure as it stands. */
  readonly unchanged: number;
  readonly ratio: number;
  /** What other simple rules come to, as a part of `unchanged`. */
  readonly trend: number;
  readonly lossAlone: number;
  /** The part of days and places whose 95% interval holds the figure published later. */
  readonly coverage: number;
  /** Median width of the intervals. */
  readonly width: number;
};

/** How far back the trend of an anchor looks. */
const TREND_MONTHS = 6;

/** Shares are published to a hundredth of a point. */
const ROUNDING = 0.000_05;

/** One day compared with the figure that was published of its period later. */
type Comparison = {
  readonly age: Age;
  readonly month: string;
  readonly anchor: ObservedAnchor;
  readonly target: ObservedAnchor;
  readonly parts: readonly PartError[];
};

/** How far one part's share was off, by the nowcast and by each rival. */
type PartError = Readonly<Record<Rival | 'nowcast', number>> & {
  readonly part: string;
  readonly isCovered: boolean;
  readonly width: number;
};

/**
 * Compares every day's nowcast (or what `carry` gives) with what was published of it later: by the same source, from an
 * anchor of at least N months; and by any source, from the newest anchor published, knowing only what was known then.
 */
export function backtestCountries(
  ledger: Ledger,
  carry: CarryWorld = worldCarrier(ledger, METHOD),
): readonly BacktestRow[] {
  const lossAlone = worldCarrier(ledger, { ...METHOD, chanceLoss: 0, remembers: false, wetCountry: 0 });
  const comparisons = AGES.flatMap((age) =>
    targets().flatMap((target) => compareTarget(age, target, carry, lossAlone)),
  );
  const groups = Map.groupBy(comparisons, ({ age, target, month }) =>
    [age, target.source.id, month.slice(0, 4)].join(),
  );
  return [...groups.values()].flatMap((own) => {
    const doubted = own.filter(({ target }) => target.doubted.size > 0).map(({ month }) => month);
    const withouts = doubted.length > 0 ? [[], [...new Set(doubted)]] : [[]];
    return MEASURES.filter(
      (measure) => measure === 'all' || own.some(({ parts }) => parts.some(({ part }) => part === measure)),
    ).flatMap((measure) => withouts.map((without) => rowOf(measure, without, own)));
  });
}

/** The days whose blocks a backtest looks at: all that are recorded up to its last target. */
export function backtestedDays(ledger: Ledger): readonly ClosedDay[] {
  const last = targets().at(-1)!.to;
  return ledger.filter((entry): entry is ClosedDay => entry.kind === 'closed' && entry.day <= last);
}

/** Tables of shares of the network; a survey's shares are of something else. */
function targets(): readonly ObservedAnchor[] {
  return anchors.filter(
    (anchor): anchor is ObservedAnchor =>
      anchor.status === 'observed' && anchor.level === 'country' && anchor.source.id !== 'cambridge-survey',
  );
}

function compareTarget(
  age: Age,
  target: ObservedAnchor,
  carry: CarryWorld,
  lossAlone: CarryWorld,
): readonly Comparison[] {
  return daysFrom(target.from, target.to).flatMap((day) => {
    const viewpoint = { day, knowledge: age === 'published' ? 'then' : 'now' } as const;
    const anchor = anchorFor(age, target, viewpoint);
    // On the day that it is published, a table would be held against itself.
    if (anchor === undefined || anchor === target) return [];
    const [world, rival] = [carry, lossAlone].map((one) => one(anchor, viewpoint));
    if (!world || !rival) return [];
    const parts = partErrors(
      world,
      { unchanged: publishedShares(anchor), trend: trendOf(anchor, day), lossAlone: rival.shares },
      target,
    );
    return [{ age, month: target.from.slice(0, 7), anchor, target, parts }];
  });
}

/** The newest table of the target's own source that is at least so old; or the newest published by the day. */
function anchorFor(age: Age, target: ObservedAnchor, viewpoint: Viewpoint): ObservedAnchor | undefined {
  if (age === 'published') return primaryAnchor({ level: 'country', ...viewpoint });
  // Half a month tells tables of months apart.
  const latest = addDays(target.from, -Math.round((age - 1.5) * DAYS_PER_MONTH));
  return targets().findLast(
    ({ source, doubted, to }) =>
      source.id === target.source.id && doubted.size === 0 && to < latest && to < target.from,
  );
}

/** The errors of all parts that the target names, too; of the rest where both tables name the same. */
function partErrors(
  world: CarriedWorld,
  rivals: Readonly<Record<Rival, readonly number[]>>,
  target: ObservedAnchor,
): readonly PartError[] {
  const named = world.parts.filter((part) => part !== OTHER);
  const isSameSplit =
    named.length === target.shares.size && named.every((part) => target.shares.has(part as PlaceCode));
  return world.parts.flatMap((part, column) => {
    const truth = part === OTHER ? (isSameSplit ? target.other : undefined) : target.shares.get(part);
    if (truth === undefined) return [];
    const off = (shares: readonly number[]) => Math.abs(shares[column]! - truth);
    const { low, high } = intervalOf(world.spread(column));
    return [
      {
        part,
        nowcast: off(world.shares),
        unchanged: off(rivals.unchanged),
        trend: off(rivals.trend),
        lossAlone: off(rivals.lossAlone),
        isCovered: low - ROUNDING <= truth && truth <= high + ROUNDING,
        width: high - low,
      },
    ];
  });
}

/** The anchor's move over the half year before it, carried on month by month, within 0 and 1. */
function trendOf(anchor: ObservedAnchor, day: UtcDay): readonly number[] {
  const since = addDays(anchor.to, -Math.round((TREND_MONTHS - 0.5) * DAYS_PER_MONTH));
  const before = targets().findLast(({ source, to }) => source.id === anchor.source.id && to < since);
  const now = publishedShares(anchor);
  if (before === undefined) return now;
  const then = [...anchor.shares.keys()].map((part) => before.shares.get(part) ?? 0);
  const months = ageInDays(before, anchor.to) / DAYS_PER_MONTH;
  const later = ageInDays(anchor, day) / DAYS_PER_MONTH;
  const carried = now.map((share, column) =>
    Math.max(0, share + ((share - (then[column] ?? before.other)) / months) * later),
  );
  const total = sumOf(carried, (share) => share);
  return carried.map((share) => share / total);
}

function rowOf(
  measure: BacktestRow['measure'],
  without: readonly string[],
  comparisons: readonly Comparison[],
): BacktestRow {
  const kept = comparisons.filter(({ month }) => !without.includes(month));
  const { age, target, month } = comparisons[0]!;
  const figures = kept.flatMap(({ parts }) =>
    parts.filter(({ part }) => measure === 'all' || part === measure),
  );
  // Half the sum over all parts is how much would have to move.
  const scale = (measure === 'all' ? 0.5 : 1) / kept.length;
  const errorOf = (who: Rival | 'nowcast') => scale * sumOf(figures, (figure) => figure[who]);
  const [nowcast, unchanged] = [errorOf('nowcast'), errorOf('unchanged')];
  const widths = figures.map(({ width }) => width).sort((a, b) => a - b);
  return {
    ageMonths: age,
    target: target.source.id,
    sources: [...new Set(kept.map(({ anchor }) => anchor.source.id))],
    year: Number(month.slice(0, 4)),
    measure,
    without,
    months: new Set(kept.map((one) => one.month)).size,
    anchors: independentSpans(kept),
    nowcast,
    worst: Math.max(...figures.map((figure) => figure.nowcast)),
    unchanged,
    ratio: nowcast / unchanged,
    trend: errorOf('trend') / unchanged,
    lossAlone: errorOf('lossAlone') / unchanged,
    coverage: sumOf(figures, ({ isCovered }) => (isCovered ? 1 : 0)) / figures.length,
    width: widths[Math.floor(widths.length / 2)]!,
  };
}

/** The most spans from an anchor's end to its target's that do not overlap, taken by the earliest end. */
function independentSpans(comparisons: readonly Comparison[]): number {
  let count = 0;
  let end = '' as UtcDay;
  for (const { anchor, target } of comparisons.toSorted((a, b) => (a.target.to < b.target.to ? -1 : 1))) {
    if (anchor.to < end) continue;
    count += 1;
    end = target.to;
  }
  return count;
}

function sumOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0);
}
