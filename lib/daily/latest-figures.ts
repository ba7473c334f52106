import { compareFarms } from '../core/farms/compare-farms.ts';
import { anchors } from '../core/geography/anchors.ts';
import { createNowcaster } from '../core/geography/nowcast.ts';
import { placeRow, placeRows } from '../core/geography/place-report.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { viewOf } from '../core/ledger/ledger-view.ts';
import { addDays, type UtcDay } from '../core/ledger/utc-day.ts';
import { LENSES } from '../core/lenses/lens.ts';
import { hashRateOf } from '../core/shares/share-table.ts';
import { countWindow, throughLens, WEEK, WINDOWS } from '../core/shares/window.ts';
import { provenanceOf } from '../messages/provenance.ts';
import { runsIn } from './digest-facts.ts';
import { EARLIER_DAYS, type LatestFigures, LOST_HEIGHTS, type MachineMap } from './figures.ts';
import type { Report } from './report.ts';
import type { ReportInput } from './report-input.ts';
import { farmSummary, placeSummary } from './summaries.ts';

/** How many changes of episodes are included. */
const CHANGES = 8;

/** Gathers the figures that answer most commands, for the closed day of a report. */
export function latestFigures(input: ReportInput, report: Report): LatestFigures {
  const { knowledge, transitions } = input;
  const { day, digest, short, warning, episodes } = report;
  const lensLedgers = LENSES.map((lens) => throughLens(input.ledger, lens, knowledge));
  const counts = lensLedgers.flatMap((ledger) => WINDOWS.map((window) => countWindow(ledger, day, window)));
  return {
    day,
    counts,
    earlier: lensLedgers.flatMap((ledger) =>
      EARLIER_DAYS.map((before) => countWindow(ledger, addDays(day, -before), WEEK)),
    ),
    hashRates: counts
      .filter(({ lens }) => lens === 'pool')
      .flatMap((count) => {
        const hashRate = hashRateOf(input.ledger, count);
        return hashRate === null ? [] : [{ window: count.window, hashRate }];
      }),
    provenances: WINDOWS.map((window) => ({ window, provenance: provenanceOf(input, day, window) })),
    machines: machineMap(input.ledger, day),
    farms: compareFarms(viewOf(input.ledger), day).farms.map(farmSummary),
    digest,
    short,
    warning,
    episodes,
    runs: windowRuns(input, day),
    lost: lostOf(input, day),
    changes: transitions.filter((transition) => transition.day <= day).slice(-CHANGES),
  };
}

/** Where machines stood on a closed day, by what had been published then, with alternative figures for each place. */
function machineMap(ledger: Ledger, day: UtcDay): MachineMap {
  const nowcast = createNowcaster(ledger, 'then').on(day);
  const rows = placeRows(nowcast);
  const shown = new Set<string>(rows.map(({ key }) => key));
  const published = new Set(anchors.flatMap(({ percent }) => [...percent.keys()]));
  const others = [...published].filter((place) => !shown.has(place));
  return {
    day,
    knowledge: nowcast.knowledge,
    reason: nowcast.reason,
    places: [...rows, ...others.map((place) => placeRow(nowcast, place))].map(placeSummary),
  };
}

function windowRuns(input: ReportInput, day: UtcDay): LatestFigures['runs'] {
  return (['pool', 'owner'] as const).flatMap((lens) =>
    ([1, WEEK] as const).flatMap((window) => {
      const lengths = runsIn(input, day, lens, window);
      return lengths === null ? [] : [{ window, lens, lengths: Object.fromEntries(lengths) }];
    }),
  );
}

/** Blocks that lost at the newest heights up to a day; undefined if its blocks are recorded. */
function lostOf({ ledger, lost = [] }: ReportInput, day: UtcDay): number | undefined {
  const newest = ledger.findLast((entry) => entry.kind === 'closed' && entry.day <= day);
  // Recorded data holds only blocks that stayed in the chain.
  if (newest?.kind !== 'closed' || newest.source !== 'live') return undefined;
  const top = newest.count.lastHeight;
  return lost.filter(({ height }) => height > top - LOST_HEIGHTS && height <= top).length;
}
