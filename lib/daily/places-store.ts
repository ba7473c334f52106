import type { DayPlaces } from '../core/geography/place-report.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';

/** Keeps where machines stand, by day: the lenses `country` and `region` in one. */
export type PlacesStore = {
  savePlaces(places: readonly DayPlaces[]): Promise<void>;
  loadPlaces(day: UtcDay): Promise<DayPlaces | undefined>;
};
