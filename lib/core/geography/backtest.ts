import type { ClosedDay, Ledger } from '../ledger/ledger.ts';
import { daysFrom, type UtcDay } from '../ledger/utc-day.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { ObservedAnchor } from './anchor.ts';
import { anchors, primaryAnchor, type Viewpoint } from './anchors.ts';
import { type CountryModel, daysKnown, fitAnchor, type WorldOn } from './country-model.ts';
import { homesAt } from './homes-at-anchor.ts';
import { METHOD, type Method } from './method.ts';
import { drawWorld, intervalOf } from './posterior.ts';
import { OTHER, type WorldPart } from './signal.ts';

/** How old the anchor is that a day is nowcast from, in months; or whichever was the newest published. */
export const AGES = [1, 2, 3, 4, 6, 'published'] as const;

export type Age = (typeof AGES)[number];

/** The only source that published month after month, so that there is something to compare with. */
const SOURCE = 'cbeci';
/** Rows are also given without the months in which China's figure is doubted. */
const DOUBTED_YEAR = 2021;

/** How far the nowcast was from what was published later, over the months of a year. */
export type BacktestRow = {
  readonly ageMonths: Age;
  readonly year: number;
  /** China's share; or all parts of the world, their distance being the total variation. */
  readonly measure: 'CN' | 'all';
  /** Months left out. */
  readonly without: readonly string[];
  readonly months: number;
  /** The most months of the row whose spans from anchor to target do not overlap: so many are independent. */
  readonly anchors: number;
  /** Mean absolute error over the days of the months, as a fraction of the world. */
  readonly nowcast: number;
  /** The same of taking the anchor's figure as it stands. */
  readonly unchanged: number;
  readonly ratio: number;
  /** The part of days and places whose 95 % interval holds the figure published later. */
  readonly coverage: number;
};

/** One day compared with the figure that was published of its month later. */
type Comparison = {
  readonly age: Age;
  readonly month: string;
  readonly anchor: ObservedAnchor;
  readonly target: ObservedAnchor;
  /** Of China. */
  readonly china: Errors;
  readonly all: Errors;
};

type Errors = {
  readonly nowcast: number;
  readonly unchanged: number;
  /** How many figures there were, and how many of them lay in their interval. */
  readonly figures: number;
  readonly covered: number;
};

/**
 * Compares the nowcast of every day with the figures that were published of its month later. For an age of N
 * months the anchor is the newest of at least that age, home places with hindsight; for `published` both are as
 * they were known on the day.
 *
 * @param ledger the recorded days.
 */
export function backtestCountries(ledger: Ledger, method: Method = METHOD): readonly BacktestRow[] {
  const comparisons = AGES.flatMap((age) => compareMonths(ledger, age, method));
  const doubted = months(targets().filter(({ doubted }) => doubted.size > 0));
  return AGES.flatMap((age) =>
    [
      ...Map.groupBy(
        comparisons.filter((one) => one.age === age),
        ({ month }) => Number(month.slice(0, 4)),
      ),
    ].flatMap(([year, own]) => {
      const withouts = year === DOUBTED_YEAR ? [[], doubted] : [[]];
      return (['CN', 'all'] as const).flatMap((measure) =>
        withouts.map((without) => rowOf(age, year, measure, without, own)),
      );
    }),
  );
}

/** The days whose blocks a backtest looks at: all that are recorded up to its last target. */
export function backtestedDays(ledger: Ledger): readonly ClosedDay[] {
  const last = targets().at(-1)!.to;
  return ledger.filter((entry): entry is ClosedDay => entry.kind === 'closed' && entry.day <= last);
}

function targets(): readonly ObservedAnchor[] {
  return anchors.filter(
    (anchor): anchor is ObservedAnchor =>
      anchor.status === 'observed' && anchor.level === 'country' && anchor.source.id === SOURCE,
  );
}

function months(those: readonly ObservedAnchor[]): readonly string[] {
  return those.map(({ from }) => from.slice(0, 7));
}

function compareMonths(ledger: Ledger, age: Age, method: Method): readonly Comparison[] {
  const models = new Map<string, CountryModel | undefined>();
  const modelOf = (anchor: ObservedAnchor, viewpoint: Viewpoint) => {
    const { homesOf, version } = homesAt(anchor, viewpoint);
    const days = daysKnown(ledger, viewpoint);
    const key = `${anchor.id} ${version} ${days.length}`;
    if (!models.has(key)) models.set(key, fitAnchor(anchor, days, homesOf, method));
    return models.get(key);
  };
  const all = targets();
  return all.flatMap((target, index) =>
    daysFrom(target.from, target.to).flatMap((day) => {
      const viewpoint = { day, knowledge: age === 'published' ? 'then' : 'now' } as const;
      const anchor =
        age === 'published'
          ? primaryAnchor({ level: 'country', ...viewpoint })
          : all.slice(0, Math.max(0, index - age + 1)).findLast(({ doubted }) => doubted.size === 0);
      const model = anchor && modelOf(anchor, viewpoint);
      const world = model?.on(day);
      return model === undefined || world === undefined ? [] : [compare(age, model, world, target, method)];
    }),
  );
}

function compare(
  age: Age,
  { anchor, parts }: CountryModel,
  world: WorldOn,
  target: ObservedAnchor,
  method: Method,
): Comparison {
  const draws = drawWorld(parts, world, method);
  const rows = parts.map((part, column): Errors => {
    const truth = shareOf(target, part, parts);
    const { low, high } = intervalOf(draws[column]!);
    return {
      nowcast: Math.abs(world.shares[column]! - truth),
      unchanged: Math.abs(shareOf(anchor, part, parts) - truth),
      figures: 1,
      covered: low <= truth && truth <= high ? 1 : 0,
    };
  });
  const total = sum(rows);
  return {
    age,
    month: target.from.slice(0, 7),
    anchor,
    target,
    china: rows[parts.indexOf('CN' as CountryCode)]!,
    all: { ...total, nowcast: total.nowcast / 2, unchanged: total.unchanged / 2 },
  };
}

/** A part's share in an anchor; the rest is whatever is not among `parts`. */
function shareOf(anchor: ObservedAnchor, part: WorldPart, parts: readonly WorldPart[]): number {
  if (part !== OTHER) return anchor.shares.get(part) ?? 0;
  const named = parts.reduce((total, one) => total + (one === OTHER ? 0 : (anchor.shares.get(one) ?? 0)), 0);
  return 1 - named;
}

function sum(rows: readonly Errors[]): Errors {
  return rows.reduce((total, row) => ({
    nowcast: total.nowcast + row.nowcast,
    unchanged: total.unchanged + row.unchanged,
    figures: total.figures + row.figures,
    covered: total.covered + row.covered,
  }));
}

function rowOf(
  age: Age,
  year: number,
  measure: BacktestRow['measure'],
  without: readonly string[],
  comparisons: readonly Comparison[],
): BacktestRow {
  const kept = comparisons.filter(({ month }) => !without.includes(month));
  const total = sum(kept.map(({ china, all }) => (measure === 'CN' ? china : all)));
  return {
    ageMonths: age,
    year,
    measure,
    without,
    months: new Set(kept.map(({ month }) => month)).size,
    anchors: independentSpans(kept),
    nowcast: total.nowcast / kept.length,
    unchanged: total.unchanged / kept.length,
    ratio: total.nowcast / total.unchanged,
    coverage: total.covered / total.figures,
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
