import { memo, memoNewest } from '../../memo.ts';
import { compactToDifficulty } from '../chain/epochs.ts';
import type { StoredBlock } from '../ledger/block.ts';
import { BLOCKS_ON_TOP, closedThrough, MEDIAN_SPAN, medianTimePast } from '../ledger/close-days.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { dayOf, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import { changeDaysOf } from '../lenses/change-days.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { subjectOf } from '../lenses/subjects.ts';
import { type PoolId, UNKNOWN } from '../pools/pool-id.ts';
import { CRITICAL_VALUES, type CriticalValues } from './critical-values.ts';
import type { DetectorState } from './detector-state.ts';
import { NETWORK, type Signal, type Verdict } from './signal.ts';
import { advanceStreak, NO_STREAK, type OwnerShares, ownerShares, type Streak } from './streak.ts';
import {
  changedShare,
  type Now,
  observe,
  restart,
  restoreTracked,
  setBaseline,
  startTracking,
  stateOf,
} from './tracked.ts';
import { confirmOrWithdraw, endsLateEnough } from './verdict.ts';
import { SHARE_DAYS, type Watched, watchedKey, watchedOn } from './watched.ts';

/** The fields of a block that the detector reads. */
export type SeenBlock = Pick<StoredBlock, 'height' | 'time' | 'pool' | 'bits'>;

export type DetectorSettings = {
  /** Must hold the days that the blocks close; see `daysClosedBy`. Later days are ignored. */
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  /** Shares whose crossing is signalled. */
  readonly bounds: readonly number[];
  readonly critical?: CriticalValues;
};

export type Observed = {
  readonly state: DetectorState;
  readonly signals: readonly Signal[];
  readonly verdicts: readonly Verdict[];
};

/**
 * Watches blocks one by one, by ascending height, for sudden changes of shares and paces. The same blocks and closed
 * days give the same signals, however they are batched, and no signal depends on blocks above it. A block that does not
 * follow the previous one restarts everything. Times are medians of eleven header times, which never step back.
 */
export function observeBlocks(
  state: DetectorState,
  blocks: Iterable<SeenBlock>,
  settings: DetectorSettings,
): Observed {
  const { ledger, knowledge, bounds, critical = CRITICAL_VALUES } = settings;
  const signals: Signal[] = [];
  const verdicts: Verdict[] = [];
  let { height, exposure, through } = state;
  let run = state.times.map((time) => ({ time }));
  let tracked = state.subjects.map(restoreTracked);
  let watched = new Map<string, Watched>();
  let streak: Streak = state.streak ?? NO_STREAK;
  let counted: OwnerShares = new Map();
  let shares = counted;
  let subjectsOf = groupPools(through, knowledge);
  const difficultyOf = memoNewest(compactToDifficulty);

  const settlePending = (now: Now, day: UtcDay | null) => {
    // A run is a fact as long as its blocks stand, and a day closes once they can no longer be replaced.
    const runs = streak.pending.filter((run) => day === null || endsLateEnough(day, run));
    for (const { id: signal, own, blocks } of runs)
      verdicts.push({ signal, outcome: 'confirmed', day, height: now.height, own, blocks });
    streak = { ...streak, pending: streak.pending.filter((run) => !runs.includes(run)) };
    for (const subject of tracked) {
      const mark = { ...now, own: subject.own };
      const due = subject.pending.filter((pending) => day === null || endsLateEnough(day, pending.signal));
      for (const pending of due) {
        const verdict = confirmOrWithdraw(pending, mark, day);
        verdicts.push(verdict);
        // After a withdrawn change the subject is compared with the closed days again.
        if (verdict.outcome === 'withdrawn' && subject.changed?.signal === pending.signal.id) {
          subject.changed = null;
          restart(subject, mark);
        }
      }
      subject.pending = subject.pending.filter((pending) => !due.includes(pending));
    }
  };

  /** Sets all baselines from the days closed up to `day`. */
  const setBaselines = (day: UtcDay, now: Now) => {
    const kept = new Set(tracked.filter(({ pending }) => pending.length > 0).map(watchedKey));
    const known = new Map(tracked.map((subject) => [watchedKey(subject), subject]));
    watched = new Map(watchedOn(ledger, day, knowledge, kept).map((one) => [watchedKey(one), one]));
    subjectsOf = groupPools(day, knowledge);
    // Tables or days have changed where a subject with signals is no longer there: no later day can confirm them.
    for (const subject of tracked.filter((one) => !watched.has(watchedKey(one))))
      for (const pending of subject.pending)
        verdicts.push(confirmOrWithdraw(pending, { ...now, own: subject.own }, null));
    tracked = [...watched.values()].map((one) => known.get(watchedKey(one)) ?? startTracking(one, now));
    for (const subject of tracked) setBaseline(subject, watched.get(watchedKey(subject))!, critical);
    counted = ownerShares(ledger, day, knowledge);
    shares = new Map([...counted, ...tracked.flatMap(changedShare)]);
  };

  /** Extends the baselines of changed subjects, and forgets changes that are old or regrouped. */
  const extendChanges = (before: UtcDay | null, day: UtcDay, now: Now) => {
    for (const subject of tracked) {
      const mark = { ...now, own: subject.own };
      if (subject.changed === null) continue;
      const isOld = daysBetween(dayOf(subject.changed.since.time), day) > SHARE_DAYS;
      const isRegrouped =
        subject.lens !== NETWORK &&
        changeDaysOf(subject.lens).some(
          (changeDay) => (before === null || before < changeDay) && changeDay <= day,
        );
      if (isOld || isRegrouped) subject.changed = null;
      else subject.changed = { ...subject.changed, until: mark };
    }
  };

  // A restored state already looked back, at days that have not changed since.
  if (through !== null && height !== null)
    setBaselines(through, { height, time: run.at(-1)!.time, exposure });

  for (const block of blocks) {
    if (height !== null && block.height !== height + 1) {
      settlePending({ height, time: run.at(-1)!.time, exposure }, null);
      [run, tracked, through, exposure] = [[], [], null, 0];
      [streak, counted, shares] = [NO_STREAK, new Map(), new Map()];
    }
    const clockBefore = medianTimePast(run, run.length - 1);
    run.push({ time: block.time });
    if (run.length > MEDIAN_SPAN + BLOCKS_ON_TOP) run.shift();
    const clock = medianTimePast(run, run.length - 1);
    const isTimed = clockBefore !== undefined && clock !== undefined && block.bits !== null;
    const exposed = isTimed ? (clock - clockBefore) / difficultyOf(block.bits) : null;
    exposure += exposed ?? 0;
    const now: Now = { height: block.height, time: block.time, exposure };

    const closed = closedThrough(run);
    if (closed !== undefined && (through === null || closed > through)) {
      const below: Now = { ...now, height: block.height - 1, exposure: exposure - (exposed ?? 0) };
      settlePending(below, closed);
      extendChanges(through, closed, below);
      setBaselines(closed, below);
      through = closed;
    }
    const own = subjectsOf(block.pool);
    for (const subject of tracked) {
      const mined = own.has(watchedKey(subject)) ? 1 : 0;
      const pending = observe(subject, mined, now, exposed, bounds);
      if (pending === null) continue;
      signals.push(pending.signal);
      subject.pending = [...subject.pending, pending];
      setBaseline(subject, watched.get(watchedKey(subject))!, critical);
      // A larger share from now on means longer runs.
      shares = new Map([...counted, ...tracked.flatMap(changedShare)]);
    }
    const owner =
      through === null
        ? UNKNOWN
        : subjectOf('owner', block.pool, through, { from: through, day: through, knowledge });
    const advanced = advanceStreak(streak, owner, now, shares);
    streak = advanced.streak;
    if (advanced.signal !== null) signals.push(advanced.signal);
    height = block.height;
  }
  const times = run.map(({ time }) => time);
  return {
    state: { height, times, exposure, through, subjects: tracked.map(stateOf), streak },
    signals,
    verdicts,
  };
}

/** Returns the keys of all subjects that a pool's blocks belong to, as known on a day. */
function groupPools(day: UtcDay | null, knowledge: Knowledge): (pool: PoolId) => ReadonlySet<string> {
  return memo((pool) => {
    const own = new Set([watchedKey({ lens: NETWORK, subject: NETWORK })]);
    if (day !== null)
      for (const lens of ['owner', 'template', 'pool'] as const)
        own.add(watchedKey({ lens, subject: subjectOf(lens, pool, day, { from: day, day, knowledge }) }));
    return own;
  });
}
