import { assertNever } from '../../errors.ts';
import { type CountPool, farmTargetOn } from '../farms/farm-target.ts';
import { farms } from '../farms/farms.ts';
import { poolCounter } from '../farms/pool-counter.ts';
import { createNowcaster, type Nowcast } from '../geography/nowcast.ts';
import type { PlaceCode } from '../geography/place.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { addDays, daysBetween, type UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge, Lens } from '../lenses/lens.ts';
import type { Observation, TargetState } from '../rules/observation.ts';
import { isCounted } from '../rules/rule-lens.ts';
import { countWindow, throughLens, type WindowCount } from '../shares/window.ts';
import type { Observe } from './advance.ts';

/** Old news of a farm's target is no finding any more. */
const TARGET_NEWS_DAYS = 30;

/** Gives what rules look at on any day of a ledger; rules that look at the same share the work. */
export function observerOf(ledger: Ledger, knowledge: Knowledge): Observe {
  const countOf = windowCounter(ledger, knowledge);
  const nowcaster = createNowcaster(ledger, knowledge);
  const countPools = poolCounter(ledger);
  let newest: Nowcast | undefined;
  const nowcastOn = (day: UtcDay): Nowcast => {
    if (newest?.day !== day) newest = nowcaster.on(day);
    return newest;
  };
  return (rule, day): Observation => {
    const { lens, window } = rule;
    if (isCounted(lens)) {
      const counted = (on: UtcDay) => countOf({ lens, window }, on);
      return { kind: 'counted', now: counted(day), before: counted(addDays(day, -window)) };
    }
    switch (lens) {
      case 'country':
      case 'region': {
        const before = addDays(day, -1);
        return {
          kind: 'modelled',
          nowcast: nowcastOn(day),
          basisBefore: (key) => nowcaster.basis(key as PlaceCode, before),
        };
      }
      case 'farm':
        return { kind: 'announced', targets: targetsOn(day, countPools(day)) };
      default:
        return assertNever(lens);
    }
  };
}

function targetsOn(day: UtcDay, countPool: CountPool): ReadonlyMap<string, TargetState> {
  const news = farms
    .flatMap((farm) => farmTargetOn(farm, day, countPool))
    .filter(({ since }) => daysBetween(since, day) <= TARGET_NEWS_DAYS);
  return new Map(news.map(({ farm, by, value }) => [`${farm}/${by}`, value]));
}

type LensWindow = { readonly lens: Lens; readonly window: number };

/** Counts windows of a ledger; rules of one lens and window share the count, and the newest is kept. */
function windowCounter(ledger: Ledger, knowledge: Knowledge) {
  const lensLedgers = new Map<Lens, ReturnType<typeof throughLens>>();
  const newest = new Map<string, WindowCount>();
  return ({ lens, window }: LensWindow, day: UtcDay): WindowCount => {
    const key = `${lens} ${window} ${day}`;
    const known = newest.get(key);
    if (known !== undefined) return known;
    const lensLedger = lensLedgers.get(lens) ?? throughLens(ledger, lens, knowledge);
    lensLedgers.set(lens, lensLedger);
    if (newest.size > 256) newest.clear();
    const count = countWindow(lensLedger, day, window);
    newest.set(key, count);
    return count;
  };
}
