import type { UtcDay } from '../ledger/utc-day.ts';
import type { DayPlaces } from './place-report.ts';

/** Keeps where machines stand, by day: the lenses `country` and `region` in one. */
export type PlacesStore = {
  savePlaces(places: readonly DayPlaces[]): Promise<void>;
  loadPlaces(day: UtcDay): Promise<DayPlaces | undefined>;
};
