import type { Alternative, AnchorNote, PlaceRow } from '../core/geography/place-report.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { Knowledge } from '../core/lenses/lens.ts';

/** A place as it is told in a chat; sources by their names for people. */
export type MachinePlace = Pick<
  PlaceRow,
  'key' | 'name' | 'level' | 'status' | 'reason' | 'share' | 'low' | 'high' | 'anchor' | 'ratio' | 'trend'
> & {
  readonly alternatives: readonly (Pick<Alternative, 'share' | 'doubted'> &
    Pick<AnchorNote, 'source' | 'from' | 'to'>)[];
};

/** Where machines are thought to stand on a day: modelled, as fractions of the world's hash rate. */
export type MachineMap = {
  readonly day: UtcDay;
  readonly knowledge: Knowledge;
  /** Why no place has a figure; null where some have. */
  readonly reason: string | null;
  /** Every place that anybody published a figure of, with or without one on the day; and the rests. */
  readonly places: readonly MachinePlace[];
};

/** A place with a share to show, fresh or stale. */
export type ShownPlace = MachinePlace & {
  readonly share: number;
  readonly low: number;
  readonly high: number;
};

export function hasShare(place: MachinePlace): place is ShownPlace {
  return place.share !== null && place.low !== null && place.high !== null;
}

/** A place of the map; undefined where nobody published anything of it. */
export function placeOf({ places }: MachineMap, key: string): MachinePlace | undefined {
  return places.find((place) => place.key === key);
}
