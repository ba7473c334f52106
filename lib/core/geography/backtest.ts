import type { ClosedDay, Ledger } from '../ledger/ledger.ts';
import { addDays, daysFrom, type UtcDay } from '../ledger/utc-day.ts';
import type { Viewpoint } from '../lenses/dated.ts';
import { ageInDays, DAYS_PER_MONTH, type ObservedAnchor, publishedShares } from './anchor.ts';
import { anchors, primaryAnchor } from './anchors.ts';
import { type CarriedWorld, type CarryWorld, OTHER, worldCarrier } from './carried-world.ts';
import { METHOD } from './method.ts';
import type { PlaceCode } from './place.ts';
import { intervalOf } from './spread.ts';

/** Age in months of the anchor that a day is nowcast from; or the newest one published. */
export const AGES = [1, 2, 3, 4, 6, 'published'] as const;

export type Age = (typeof AGES)[number];

/** Simple rules that the nowcast has to beat. */
type Baseline = 'unchanged' | 'trend' | 'lossAlone';

/** What an error is measured on: one country's share, or all parts of the world (total variation distance). */
const MEASURES = ['CN', 'US', 'all'] as const;

/** How far the nowcast was from what a source published later, over the months of a year. */
export type BacktestRow = {
  readonly ageMonths: Age;
  /** The source of the later figures. */
  readonly target: string;
  /** The sources of the figures carried forward. */
  readonly sources: readonly string[];
  readonly year: number;
  readonly measure: (typeof MEASURES)[number];
  readonly without: readonly string[];
  readonly months: number;
  /** The most months whose spans from anchor to target do not overlap: the number of independent ones. */
  readonly anchors: number;
  /** Mean absolute error over the days of these months, as a fraction of the world. */
  readonly nowcast: number;
  /** The largest error on any day. */
  readonly worst: number;
  /** The same for the anchor's figure left unchanged. */
  readonly unchanged: number;
  readonly ratio: number;
  /** Errors of the other baselines, relative to `unchanged`. */
  readonly trend: number;
  readonly lossAlone: number;
  /** Fraction of days and places whose 95% interval contains the figure published later. */
  readonly coverage: number;
  /** Median width of the intervals. */
  readonly width: number;
};

const TREND_MONTHS = 6;

/** Shares are published to a hundredth of a point. */
const ROUNDING = 0.000_05;

/** One day compared with the figure published later for its period. */
type Comparison = {
  readonly age: Age;
  readonly month: string;
  readonly anchor: ObservedAnchor;
  readonly target: ObservedAnchor;
  readonly parts: readonly PartError[];
};

/** How far one part's share was off, for the nowcast and each baseline. */
type PartError = Readonly<Record<Baseline | 'nowcast', number>> & {
  readonly part: string;
  readonly isCovered: boolean;
  readonly width: number;
};

/**
 * Compares every day's nowcast (or what `carry` returns) with what was published for it later: by the same source, from
 * an anchor at least N months old; and by any source, from the newest anchor, knowing only what was known on the day.
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

/** The recorded days up to the backtest's last target. */
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
    // On its publication day a table would be compared with itself.
    if (anchor === undefined || anchor === target) return [];
    const [world, lossAloneWorld] = [carry, lossAlone].map((one) => one(anchor, viewpoint));
    if (!world || !lossAloneWorld) return [];
    const parts = partErrors(
      world,
      { unchanged: publishedShares(anchor), trend: trendOf(anchor, day), lossAlone: lossAloneWorld.shares },
      target,
    );
    return [{ age, month: target.from.slice(0, 7), anchor, target, parts }];
  });
}

/** The newest table from the target's source that is at least that old; or the newest published by the day. */
function anchorFor(age: Age, target: ObservedAnchor, viewpoint: Viewpoint): ObservedAnchor | undefined {
  if (age === 'published') return primaryAnchor({ level: 'country', ...viewpoint });
  // Half a month separates tables of successive months.
  const latest = addDays(target.from, -Math.round((age - 1.5) * DAYS_PER_MONTH));
  return targets().findLast(
    ({ source, doubted, to }) =>
      source.id === target.source.id && doubted.size === 0 && to < latest && to < target.from,
  );
}

/** The errors of all parts that the target also names; of the rest only if both tables name the same parts. */
function partErrors(
  world: CarriedWorld,
  baselines: Readonly<Record<Baseline, readonly number[]>>,
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
        unchanged: off(baselines.unchanged),
        trend: off(baselines.trend),
        lossAlone: off(baselines.lossAlone),
        isCovered: low - ROUNDING <= truth && truth <= high + ROUNDING,
        width: high - low,
      },
    ];
  });
}

/** The anchor's change over the half year before it, extrapolated month by month and kept within 0 and 1. */
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
  const errorOf = (method: Baseline | 'nowcast') => scale * sumOf(figures, (figure) => figure[method]);
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

/** The most spans from an anchor's end to its target's end that do not overlap, chosen greedily by earliest end. */
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
