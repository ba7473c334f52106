import { compareFarms } from '../core/farms/compare-farms.ts';
import { viewOf } from '../core/ledger/ledger-view.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import { LENSES } from '../core/lenses/lens.ts';
import { hashRateOf } from '../core/shares/share-table.ts';
import { countWindow, throughLens, WINDOWS } from '../core/shares/window.ts';
import { isTold } from '../core/warnings/told.ts';
import { provenanceOf } from '../messages/provenance.ts';
import { EARLIER_DAYS, type LatestFigures, WEEK } from './figures.ts';
import { machineMap } from './machine-map.ts';
import { composeReport, type ReportInput } from './report.ts';
import type { ToldFarm, ToldSize } from './told-farms.ts';

/** Changes of episodes that are kept at hand. */
const CHANGES = 8;

/** Gathers what most commands are answered from: the figures of a closed day. */
export function latestFigures(input: ReportInput, day: UtcDay): LatestFigures {
  const { knowledge, transitions } = input;
  // No day outside the windows counts; grouping the others would take most of the time.
  const first = addDays(day, 1 - WEEK - Math.max(...WINDOWS, ...EARLIER_DAYS));
  const near = input.ledger.filter((entry) => first <= entry.day && entry.day <= day);
  const lensLedgers = LENSES.map((lens) => throughLens(near, lens, knowledge));
  const counts = lensLedgers.flatMap((ledger) => WINDOWS.map((window) => countWindow(ledger, day, window)));
  const { digest, warning, episodes } = composeReport(input, day);
  return {
    day,
    counts,
    earlier: lensLedgers.flatMap((ledger) =>
      EARLIER_DAYS.map((before) => countWindow(ledger, addDays(day, -before), WEEK)),
    ),
    hashRates: counts
      .filter(({ lens }) => lens === 'pool')
      .flatMap((count) => {
        const hashRate = hashRateOf(near, count);
        return hashRate === null ? [] : [{ window: count.window, hashRate }];
      }),
    provenances: WINDOWS.map((window) => ({ window, provenance: provenanceOf(input, day, window) })),
    machines: machineMap(input.ledger, day),
    farms: toldFarms(input, day),
    digest,
    warning,
    episodes,
    changes: transitions.filter((transition) => transition.day <= day && isTold(transition)).slice(-CHANGES),
  };
}

function toldFarms({ ledger }: ReportInput, day: UtcDay): readonly ToldFarm[] {
  return compareFarms(viewOf(ledger), day).farms.map(({ name, places, announced, targets }) => ({
    name,
    places: places.map((place) => place.name),
    announced: { on: announced.on, source: announced.source, size: sizeOf(announced.size) },
    targets: targets.map(({ by, source, size, status }) => ({ by, source, size: sizeOf(size), status })),
  }));
}

function sizeOf({ unit, amount }: ToldSize): ToldSize {
  return { unit, amount };
}
