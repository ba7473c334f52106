import { memo, memoNewest } from '../../memo.ts';
import { type CountPool, farmTargetOn } from '../farms/farm-target.ts';
import { farms } from '../farms/farms.ts';
import { poolCounter } from '../farms/pool-counter.ts';
import { createNowcaster, type Nowcaster } from '../geography/nowcast.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import { groupingKey } from '../lenses/change-days.ts';
import type { Knowledge, Lens, Span } from '../lenses/lens.ts';
import type { DayObserved, Observation, TargetState } from '../rules/observation.ts';
import { isCounted, isModelled } from '../rules/rule-lens.ts';
import { countWindow, type LensLedger, throughLens, WEEK } from '../shares/window.ts';
import type { Observe } from './advance.ts';

/** A farm target that became due or missed longer ago is no longer a finding. */
const TARGET_NEWS_DAYS = 30;

/** Creates the function that returns what rules see on a day; rules that look at the same share the work. */
export function createObserver(ledger: Ledger, knowledge: Knowledge): Observe {
  const wholeBefore = lastWholeDay(ledger);
  const countPools = poolCounter(ledger);
  const placesOn = memoNewest(modelledObserver(createNowcaster(ledger, knowledge), wholeBefore));
  const through = memo((lens: Lens) => throughLens(ledger, lens, knowledge));
  const countedOn = new Map<string, (day: UtcDay) => DayObserved>();
  return ({ lens, window, measure }, day): DayObserved => {
    if (isCounted(lens)) {
      const windows = measure === 'change' ? [0, window] : [0];
      const key = `${lens} ${window} ${windows.length}`;
      const observe =
        countedOn.get(key) ?? memoNewest(countedObserver(through(lens), window, windows, wholeBefore));
      countedOn.set(key, observe);
      return observe(day);
    }
    if (isModelled(lens)) return placesOn(day);
    const targets = targetsOn(day, countPools(day));
    return { asKnown: { kind: 'announced', targets }, asKnownBefore: null };
  };
}

/** @param ago how many days before the day each window ends, the latest window first. */
function countedObserver(
  lensLedger: LensLedger,
  window: number,
  ago: readonly number[],
  wholeBefore: WholeBefore,
): (day: UtcDay) => DayObserved {
  const { lens, knowledge } = lensLedger;
  const length = ago.length * window;
  const spanTo = (day: UtcDay): Span => ({ from: addDays(day, 1 - length), day, knowledge });
  return (day) => {
    const countIn = (span: Span): Observation => {
      const [now, before = null] = ago.map((days) =>
        countWindow(lensLedger, addDays(day, -days), window, span),
      );
      return { kind: 'counted', now: now!, before };
    };
    const [span, dayBefore] = [spanTo(day), wholeBefore(day, length)];
    const isSame =
      dayBefore === undefined || groupingKey(lens, spanTo(dayBefore)) === groupingKey(lens, span);
    return { asKnown: countIn(span), asKnownBefore: isSame ? null : countIn(spanTo(dayBefore)) };
  };
}

function modelledObserver(nowcaster: Nowcaster, wholeBefore: WholeBefore): (day: UtcDay) => DayObserved {
  return (day) => {
    const dayBefore = wholeBefore(day, WEEK);
    const isSame = dayBefore === undefined || nowcaster.basisOf(dayBefore) === nowcaster.basisOf(day);
    return {
      asKnown: { kind: 'modelled', nowcast: nowcaster.on(day) },
      asKnownBefore: isSame ? null : { kind: 'modelled', nowcast: nowcaster.on(day, dayBefore) },
    };
  };
}

/** The last earlier day that also ends this many closed days in a row; undefined if the day itself does not. */
type WholeBefore = (day: UtcDay, length: number) => UtcDay | undefined;

function lastWholeDay(ledger: Ledger): WholeBefore {
  let run = 0;
  const closedInARow = ledger.map(({ kind }) => {
    run = kind === 'closed' ? run + 1 : 0;
    return run;
  });
  return (day, length) => {
    const index = daysBetween(ledger[0]!.day, day);
    if (closedInARow[index]! < length) return undefined;
    let before = index - 1;
    while (before >= 0 && closedInARow[before]! < length) before -= 1;
    return ledger[before]?.day;
  };
}

function targetsOn(day: UtcDay, countPool: CountPool): ReadonlyMap<string, TargetState> {
  const news = farms
    .flatMap((farm) => farmTargetOn(farm, day, countPool))
    .filter(({ since }) => daysBetween(since, day) <= TARGET_NEWS_DAYS);
  return new Map(news.map(({ farm, by, value }) => [`${farm}/${by}`, value]));
}
