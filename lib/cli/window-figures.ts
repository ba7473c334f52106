import type { FiguresOf } from '../bot/current-figures.ts';
import type { Places } from '../core/geography/places.ts';
import type { LedgerView } from '../core/ledger/ledger-view.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Knowledge, Lens } from '../core/lenses/lens.ts';
import { hashRateOf } from '../core/shares/share-table.ts';
import { countWindow, throughLens } from '../core/shares/window.ts';
import type { MachineMap } from '../daily/figures.ts';
import { placeSummary } from '../daily/summaries.ts';
import { provenanceOf } from '../messages/provenance.ts';

/** The figures of a window that ends on any closed day, in the form in which the bot has those of the newest. */
export function windowFigures(
  { ledger }: LedgerView,
  { day, window }: { readonly day: UtcDay; readonly window: number },
  lens: Lens,
  knowledge: Knowledge,
): FiguresOf<'counts' | 'hashRates' | 'provenances'> {
  const count = countWindow(throughLens(ledger, lens, knowledge), day, window);
  const hashRate = hashRateOf(ledger, count);
  return {
    figures: {
      counts: [count],
      hashRates: hashRate === null ? [] : [{ window, hashRate }],
      provenances: [{ window, provenance: provenanceOf({ ledger }, day, window) }],
    },
    at: null,
  };
}

/** The places in the form that bot messages take. */
export function machineMapOf({ day, knowledge, reason, places }: Places): MachineMap {
  return { day, knowledge, reason, places: places.map(placeSummary) };
}
