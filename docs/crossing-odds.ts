import { shippedLedger } from '../lib/core/ledger/shipped-ledger.ts';
import { countWindow, throughLens, WEEK } from '../lib/core/shares/window.ts';
import { BOUNDS } from '../lib/core/signals/backtest/scenarios.ts';
import { fewestBlocks } from '../lib/core/signals/backtest/simulated-rules.ts';

/** The first day whose odds are judged. Each day's odds come only from the days before it. */
const FROM = '2023-01-01';
const MIN_DAYS_BEFORE = 300;
const BINS = 10;

type Bin = { readonly from: number; days: number; said: number; came: number };

export type CrossingOdds = {
  readonly days: number;
  /** Mean squared errors of the odds, and of "nothing changes", whose odds are 0. */
  readonly brier: number;
  readonly unchanged: number;
  readonly bins: readonly Bin[];
};

/**
 * Judges the odds that the largest owner's next bound fires within `horizon` days. The odds of a day: the fraction of
 * earlier days after which the largest owner's weekly share rose, within as many days, by as much as it now lacks.
 */
export function crossingOdds(horizon: number): CrossingOdds {
  const ledger = shippedLedger();
  const lens = throughLens(ledger, 'owner', 'then');
  const fewest = new Map(BOUNDS.map((bound) => [bound, fewestBlocks(bound, 0.95)]));
  const weeks = ledger.slice(WEEK - 1).map(({ day }) => ({ day, count: countWindow(lens, day, WEEK) }));
  const own = (week: number, owner: string) => weeks[week]!.count.counts.get(owner) ?? 0;
  const fires = (week: number, owner: string, bound: (typeof BOUNDS)[number]) =>
    own(week, owner) >= fewest.get(bound)!(weeks[week]!.count.blocks);
  const seen = weeks.slice(0, -horizon).flatMap(({ day, count }, week) => {
    const [owner] = [...count.counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]!;
    const bound = BOUNDS.find((one) => !fires(week, owner, one));
    if (bound === undefined) return [];
    const ahead = Array.from({ length: horizon }, (_, index) => week + 1 + index);
    const share = own(week, owner) / count.blocks;
    const rise = Math.max(...ahead.map((later) => own(later, owner) / weeks[later]!.count.blocks)) - share;
    const lacks = fewest.get(bound)!(count.blocks) / count.blocks - share;
    return [{ day, week, rise, lacks, came: ahead.some((later) => fires(later, owner, bound)) ? 1 : 0 }];
  });
  const bins: Bin[] = Array.from({ length: BINS }, (_, index) => ({
    from: index / BINS,
    days: 0,
    said: 0,
    came: 0,
  }));
  let [days, error, none] = [0, 0, 0];
  for (const { day, week, lacks, came } of seen) {
    const before = seen.filter((earlier) => earlier.week <= week - horizon);
    if (day < FROM || before.length < MIN_DAYS_BEFORE) continue;
    const odds = before.filter(({ rise }) => rise >= lacks).length / before.length;
    const bin = bins[Math.min(BINS - 1, Math.floor(odds * BINS))]!;
    bin.days += 1;
    bin.said += odds;
    bin.came += came;
    days += 1;
    error += (odds - came) ** 2;
    none += came;
  }
  return { days, brier: error / days, unchanged: none / days, bins: bins.filter((bin) => bin.days > 0) };
}
