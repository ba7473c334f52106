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

/** A share lies above a bound from this probability on, as in the rules. */
const SURE = 0.95;

/** The CUSUMs of one statistic; without a course while nothing is known of what was before. */
type Line = {
  readonly sums: Float64Array;
  readonly starts: Mark[];
  course: Baseline | null;
  critical: Readonly<Record<Signal['direction'], number>>;
};

/** A subject as the detector works on it, block by block. */
export type Tracked = Pick<SubjectState, 'lens' | 'subject'> & {
  own: number;
  readonly lines: Readonly<Record<Statistic, Line>>;
  changed: SubjectState['changed'];
  pending: readonly Pending[];
};

/** Where blocks are counted up to: the newest block, and the exposure with it. */
export type Now = Omit<Mark, 'own'>;

/** A subject that begins to be watched, or is taken up again as `state` left it. */
export function restoreTracked(state: SubjectState): Tracked {
  const lineOf = ({ sums, starts }: SubjectState['share']): Line => ({
    sums: Float64Array.from(sums),
    starts: [...starts],
    course: null,
    critical: { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY },
  });
  return { ...state, lines: { share: lineOf(state.share), pace: lineOf(state.pace) } };
}

export function startTracking({ lens, subject }: Watched, now: Now): Tracked {
  const begun = (statistic: Statistic) => ({
    sums: SIZES[statistic].map(() => 0),
    starts: SIZES[statistic].map(() => ({ ...now, own: 0 })),
  });
  return restoreTracked({
    ...{ lens, subject, own: 0, changed: null, pending: [] },
    share: begun('share'),
    pace: begun('pace'),
  });
}

export function stateOf({ lens, subject, own, lines, changed, pending }: Tracked): SubjectState {
  const kept = ({ sums, starts }: Line) => ({ sums: [...sums], starts });
  return { lens, subject, own, share: kept(lines.share), pace: kept(lines.pace), changed, pending };
}

/** The share that an owner has since its newest change, by owner; nothing of others. */
export function changedShare({ lens, subject, changed }: Tracked): readonly (readonly [string, number])[] {
  if (lens !== 'owner' || changed === null) return [];
  const { own, trials } = tallySince('share', changed.since, changed.until);
  return [[subject, own / trials]];
}

/** Restarts all CUSUMs of a subject. */
export function restart(tracked: Tracked, mark: Mark): void {
  for (const { sums, starts } of Object.values(tracked.lines)) {
    sums.fill(0);
    starts.fill(mark);
  }
}

/** Takes what was before from closed days, or after a change from the blocks since. */
export function setBaseline(tracked: Tracked, { share, pace }: Watched, critical: CriticalValues): void {
  const { changed, lens } = tracked;
  const blocks = changed === null ? 0 : changed.until.height - changed.since.height;
  const own = changed === null ? 0 : changed.until.own - changed.since.own;
  const exposure = changed === null ? 0 : changed.until.exposure - changed.since.exposure;
  const befores = {
    share: changed === null || share === null ? share : { own, trials: blocks, blocks },
    pace: changed === null || pace === null ? pace : { own, trials: exposure, blocks },
  };
  for (const statistic of STATISTICS) {
    const line = tracked.lines[statistic];
    const before = befores[statistic];
    if (before === null || before.trials <= 0) {
      line.course = null;
      continue;
    }
    setCourse(line, statistic, before, critical, lens === NETWORK);
  }
}

function setCourse(
  line: Line,
  statistic: Statistic,
  before: BaselineCounts,
  critical: CriticalValues,
  isNetwork: boolean,
): void {
  // Below the least share watched a subject counts as having it, and can only rise.
  const least = isNetwork ? 0 : MIN_SHARE * before.blocks;
  const own = Math.max(before.own, least);
  const share = own / before.blocks;
  line.course = baselineOf(statistic, { own, trials: before.trials }, share);
  line.critical = {
    up: criticalValue(critical, statistic, 'up', share),
    down: before.own < least ? Number.POSITIVE_INFINITY : criticalValue(critical, statistic, 'down', share),
  };
}

/**
 * Moves a subject on by one block, its own (`mined` 1) or not (0), `exposed` seconds over difficulty later (null:
 * unknown). Gives the return from a change, else the change with the evidence furthest above its critical value.
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
  let told: Strongest | null = null;
  for (const statistic of STATISTICS) {
    const { sums, starts, course, critical } = tracked.lines[statistic];
    const trials = statistic === 'share' ? 1 : exposed;
    if (course === null || trials === null) {
      sums.fill(0);
      starts.fill(mark);
      continue;
    }
    if (tracked.changed?.back.statistic === statistic)
      tracked.changed = advanceReturn(tracked.changed, mined, trials, mark);
    advanceSums(sums, course, mined, trials);
    for (let size = 0; size < sums.length; size++) {
      if (sums[size] === 0) {
        starts[size] = mark;
        continue;
      }
      const direction = directionOf(statistic, size);
      const bar = critical[direction] + course.speeds[size]!;
      if (sums[size]! < bar) continue;
      const start = starts[size]!;
      const surely = logLikelihoodRatio(course, size, tallySince(statistic, start, mark));
      const margin = Math.min(sums[size]!, surely) - bar;
      if (margin >= 0 && (told === null || margin > told.margin))
        told = { statistic, direction, start, course, bar, margin };
    }
  }
  if (tracked.changed !== null && tracked.changed.sum >= RETURN_BAR)
    return tellReturn(tracked, tracked.changed, mark);
  return told === null ? null : tellChange(tracked, told, mark, bounds);
}

type Strongest = {
  readonly statistic: Statistic;
  readonly direction: Signal['direction'];
  readonly start: Mark;
  readonly course: Baseline;
  readonly bar: number;
  readonly margin: number;
};

function tellChange(
  tracked: Tracked,
  { statistic, direction, start, course, bar }: Strongest,
  mark: Mark,
  bounds: readonly number[],
): Pending {
  const { lens, lines } = tracked;
  const shareBefore = lines.share.course === null ? 1 : rateOf(lines.share.course);
  const paceBefore = lines.pace.course === null ? null : rateOf(lines.pace.course);
  const common = { lens, subject: tracked.subject, direction, statistic, shareBefore };
  const signal = signalOf(common, start, mark, paceBefore, null, direction === 'up' ? bounds : []);
  const back = returnTest(statistic, direction, rateOf(course), tallySince(statistic, start, mark));
  const befores = { shareBefore, paceBefore };
  tracked.changed = { signal: signal.id, since: start, until: mark, ...befores, back, sum: 0, start: mark };
  restart(tracked, mark);
  return { signal, start, against: course.before, bar };
}

function tellReturn(tracked: Tracked, change: Change, mark: Mark): Pending {
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
    (bound) => lens !== NETWORK && bound > shareBefore && probabilityAbove(own, blocks, bound) >= SURE,
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

/** What came between two marks. */
export function tallySince(statistic: Statistic, start: Mark, mark: Mark) {
  const trials = statistic === 'share' ? mark.height - start.height : mark.exposure - start.exposure;
  return { own: mark.own - start.own, trials };
}

function rateOf({ before }: Baseline): number {
  return before.own / before.trials;
}
