import { probabilityAbove } from '../shares/interval.ts';
import { type CriticalValues, criticalValue } from './critical-values.ts';
import type { Change, Mark, Pending, SubjectState } from './detector-state.ts';
import { advanceReturn, RETURN_BAR, returnTest } from './return-test.ts';
import { NETWORK, type Signal } from './signal.ts';
import {
  advanceSums,
  type Baseline,
  baselineOf,
  logLikelihoodRatio,
  SIZES,
  type Statistic,
} from './statistic.ts';
import { type BaselineCounts, MIN_SHARE, type Watched } from './watched.ts';

const STATISTICS: readonly Statistic[] = ['share', 'pace'];

/** A share counts as above a bound from this probability on, as in the rules. */
const CONFIDENCE = 0.95;

/** The CUSUMs of one statistic; without a baseline while too little is known of the past. */
type Cusums = {
  readonly sums: Float64Array;
  readonly starts: Mark[];
  baseline: Baseline | null;
  critical: Readonly<Record<Signal['direction'], number>>;
};

/** A subject as the detector processes it, block by block. */
export type Tracked = Pick<SubjectState, 'lens' | 'subject'> & {
  own: number;
  readonly cusums: Readonly<Record<Statistic, Cusums>>;
  changed: SubjectState['changed'];
  pending: readonly Pending[];
};

/** The newest block, and the exposure up to it. */
export type Now = Omit<Mark, 'own'>;

/** Restores a watched subject from its stored state. */
export function restoreTracked(state: SubjectState): Tracked {
  const cusumsOf = ({ sums, starts }: SubjectState['share']): Cusums => ({
    sums: Float64Array.from(sums),
    starts: [...starts],
    baseline: null,
    critical: { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY },
  });
  return { ...state, cusums: { share: cusumsOf(state.share), pace: cusumsOf(state.pace) } };
}

export function startTracking({ lens, subject }: Watched, now: Now): Tracked {
  const newCusums = (statistic: Statistic) => ({
    sums: SIZES[statistic].map(() => 0),
    starts: SIZES[statistic].map(() => ({ ...now, own: 0 })),
  });
  return restoreTracked({
    ...{ lens, subject, own: 0, changed: null, pending: [] },
    share: newCusums('share'),
    pace: newCusums('pace'),
  });
}

export function stateOf({ lens, subject, own, cusums, changed, pending }: Tracked): SubjectState {
  const stored = ({ sums, starts }: Cusums) => ({ sums: [...sums], starts });
  return { lens, subject, own, share: stored(cusums.share), pace: stored(cusums.pace), changed, pending };
}

/** An owner's share since its newest change, as a map entry; empty for other subjects. */
export function changedShare({ lens, subject, changed }: Tracked): readonly (readonly [string, number])[] {
  if (lens !== 'owner' || changed === null) return [];
  const { own, trials } = tallySince('share', changed.since, changed.until);
  return [[subject, own / trials]];
}

/** Restarts all CUSUMs of a subject. */
export function restart(tracked: Tracked, mark: Mark): void {
  for (const { sums, starts } of Object.values(tracked.cusums)) {
    sums.fill(0);
    starts.fill(mark);
  }
}

/** Sets the baselines from closed days, or after a change from the blocks since. */
export function setBaseline(tracked: Tracked, watched: Watched, critical: CriticalValues): void {
  const history = historyOf(tracked, watched);
  for (const statistic of STATISTICS) {
    const cusums = tracked.cusums[statistic];
    const before = history[statistic];
    if (before === null || before.trials <= 0) cusums.baseline = null;
    else setCusumBaseline(cusums, statistic, before, critical, tracked.lens === NETWORK);
  }
}

function historyOf({ changed }: Tracked, { share, pace }: Watched): Pick<Watched, Statistic> {
  if (changed === null) return { share, pace };
  const { own, trials: blocks } = tallySince('share', changed.since, changed.until);
  const { trials: exposure } = tallySince('pace', changed.since, changed.until);
  return { share: share && { own, trials: blocks, blocks }, pace: pace && { own, trials: exposure, blocks } };
}

function setCusumBaseline(
  cusums: Cusums,
  statistic: Statistic,
  before: BaselineCounts,
  critical: CriticalValues,
  isNetwork: boolean,
): void {
  // A subject below the minimum share counts as having it, and can only rise.
  const least = isNetwork ? 0 : MIN_SHARE * before.blocks;
  const own = Math.max(before.own, least);
  const share = own / before.blocks;
  cusums.baseline = baselineOf(statistic, { own, trials: before.trials }, share);
  cusums.critical = {
    up: criticalValue(critical, statistic, 'up', share),
    down: before.own < least ? Number.POSITIVE_INFINITY : criticalValue(critical, statistic, 'down', share),
  };
}

/**
 * Advances a subject by one block, its own (`mined` 1) or not (0), `exposed` seconds over difficulty later (null:
 * unknown). Returns the return from a change, or else the change with evidence furthest above its critical value.
 */
export function observe(
  tracked: Tracked,
  mined: number,
  now: Now,
  exposed: number | null,
  bounds: readonly number[],
): Pending | null {
  tracked.own += mined;
  const mark: Mark = { ...now, own: tracked.own };
  let strongest: Strongest | null = null;
  for (const statistic of STATISTICS) {
    const { sums, starts, baseline, critical } = tracked.cusums[statistic];
    const trials = statistic === 'share' ? 1 : exposed;
    if (baseline === null || trials === null) {
      sums.fill(0);
      starts.fill(mark);
      continue;
    }
    if (tracked.changed?.back.statistic === statistic)
      tracked.changed = advanceReturn(tracked.changed, mined, trials, mark);
    advanceSums(sums, baseline, mined, trials);
    for (let size = 0; size < sums.length; size++) {
      if (sums[size] === 0) {
        starts[size] = mark;
        continue;
      }
      const direction = directionOf(statistic, size);
      const bar = critical[direction] + baseline.speeds[size]!;
      if (sums[size]! < bar) continue;
      const start = starts[size]!;
      const conservative = logLikelihoodRatio(baseline, size, tallySince(statistic, start, mark));
      const margin = Math.min(sums[size]!, conservative) - bar;
      if (margin >= 0 && (strongest === null || margin > strongest.margin))
        strongest = { statistic, direction, start, baseline, bar, margin };
    }
  }
  if (tracked.changed !== null && tracked.changed.sum >= RETURN_BAR)
    return signalReturn(tracked, tracked.changed, mark);
  return strongest === null ? null : signalChange(tracked, strongest, mark, bounds);
}

type Strongest = {
  readonly statistic: Statistic;
  readonly direction: Signal['direction'];
  readonly start: Mark;
  readonly baseline: Baseline;
  readonly bar: number;
  readonly margin: number;
};

function signalChange(
  tracked: Tracked,
  { statistic, direction, start, baseline, bar }: Strongest,
  mark: Mark,
  bounds: readonly number[],
): Pending {
  const { lens, cusums } = tracked;
  const shareBefore = cusums.share.baseline === null ? 1 : rateOf(cusums.share.baseline);
  const paceBefore = cusums.pace.baseline === null ? null : rateOf(cusums.pace.baseline);
  const common = { lens, subject: tracked.subject, direction, statistic, shareBefore };
  const signal = signalOf(common, start, mark, paceBefore, null, direction === 'up' ? bounds : []);
  const back = returnTest(statistic, direction, rateOf(baseline), tallySince(statistic, start, mark));
  const befores = { shareBefore, paceBefore };
  tracked.changed = { signal: signal.id, since: start, until: mark, ...befores, back, sum: 0, start: mark };
  restart(tracked, mark);
  return { signal, start, against: baseline.before, bar };
}

function signalReturn(tracked: Tracked, change: Change, mark: Mark): Pending {
  const { signal: returns, shareBefore, paceBefore, back, start } = change;
  const direction = back.former > back.from ? 'up' : 'down';
  const { lens, subject } = tracked;
  const common = { lens, subject, direction, statistic: back.statistic, shareBefore } as const;
  tracked.changed = null;
  restart(tracked, mark);
  return {
    signal: signalOf(common, start, mark, paceBefore, returns, []),
    start,
    against: back,
    bar: RETURN_BAR,
  };
}

function signalOf(
  common: Pick<Signal, 'lens' | 'subject' | 'direction' | 'statistic' | 'shareBefore'>,
  start: Mark,
  mark: Mark,
  paceBefore: number | null,
  returns: string | null,
  bounds: readonly number[],
): Signal {
  const { lens, subject, direction, shareBefore } = common;
  const { own, trials: blocks } = tallySince('share', start, mark);
  const { trials: exposure } = tallySince('pace', start, mark);
  const crossed = bounds.filter(
    (bound) => lens !== NETWORK && bound > shareBefore && probabilityAbove(own, blocks, bound) >= CONFIDENCE,
  );
  return {
    ...common,
    id: `${mark.height} ${lens} ${subject} ${direction}`,
    kind: crossed.length > 0 ? 'crossing' : 'sudden-change',
    height: mark.height,
    time: mark.time,
    since: { height: start.height, time: start.time },
    own,
    blocks,
    pace: paceBefore === null || exposure <= 0 ? null : own / exposure / paceBefore,
    returns,
    bound: crossed.length > 0 ? Math.max(...crossed) : null,
  };
}

export function directionOf(statistic: Statistic, size: number): Signal['direction'] {
  return SIZES[statistic][size]! > 0 ? 'up' : 'down';
}

/** The blocks and trials between two marks. */
export function tallySince(statistic: Statistic, start: Mark, mark: Mark) {
  const trials = statistic === 'share' ? mark.height - start.height : mark.exposure - start.exposure;
  return { own: mark.own - start.own, trials };
}

function rateOf({ before }: Baseline): number {
  return before.own / before.trials;
}
