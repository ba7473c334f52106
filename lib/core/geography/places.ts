import { type LedgerView, requireClosed } from '../ledger/ledger-view.ts';
import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { type Provenance, provenanceOf } from '../shares/provenance.ts';
import { closedDaysOf, WEEK } from '../shares/window.ts';
import type { Anchor } from './anchor.ts';
import { publishedOf } from './anchors.ts';
import { createNowcaster, type Nowcast } from './nowcast.ts';
import { isCountry, type PlaceCode } from './place.ts';
import {
  type AnchorNote,
  anchorNote,
  type DayPlaces,
  dayPlaces,
  placeRow,
  placeRows,
} from './place-report.ts';

/** Where machines are on a day, and how the blocks behind it are known. */
export type Places = Provenance & DayPlaces & { readonly measures: 'machines, modelled' };

/** A figure as published, to compare with the model. */
export type PublishedFigure = AnchorNote & {
  readonly status: Anchor['status'];
  /** Fraction of what the source measures; null if the whole table observed nothing. */
  readonly share: number | null;
  readonly doubted: boolean;
  readonly address: string;
};

/** All countries and regions on a closed day. @throws InputError if the day is not closed. */
export function allPlaces(view: LedgerView, day: UtcDay, knowledge: Knowledge): Places {
  const nowcast = nowcastOn(view, day, knowledge);
  return { ...dayPlaces(nowcast), ...weekProvenance(view, day) };
}

/**
 * One country with its regions, or one region, and every figure published for it. @throws InputError on an open day.
 */
export function onePlace(
  view: LedgerView,
  place: PlaceCode,
  day: UtcDay,
  knowledge: Knowledge,
): Places & { readonly published: readonly PublishedFigure[] } {
  const nowcast = nowcastOn(view, day, knowledge);
  const regions = isCountry(place)
    ? placeRows(nowcast).filter(({ key, level }) => level === 'region' && key.startsWith(`${place}-`))
    : [];
  return {
    ...dayPlaces(nowcast, [placeRow(nowcast, place), ...regions]),
    ...weekProvenance(view, day),
    published: publishedOf(place, { day, knowledge }).map((anchor) => ({
      ...anchorNote(anchor, day),
      status: anchor.status,
      share: anchor.status === 'observed' ? anchor.shares.get(place)! : null,
      doubted: anchor.doubted.has(place),
      address: anchor.addresses[0]!,
    })),
  };
}

function nowcastOn(view: LedgerView, day: UtcDay, knowledge: Knowledge): Nowcast {
  requireClosed(view, day);
  return createNowcaster(view.ledger, knowledge).on(day);
}

function weekProvenance({ ledger }: LedgerView, day: UtcDay) {
  return {
    measures: 'machines, modelled' as const,
    ...provenanceOf(closedDaysOf(ledger, day, WEEK)),
  };
}
