import type { UtcDay } from '../ledger/utc-day.ts';
import type { Knowledge } from '../lenses/lens.ts';

/** The published table that a figure starts from. */
type AnchorNote = {
  readonly source: string;
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly publishedOn: UtcDay;
  /** Days since its period ended. */
  readonly ageDays: number;
};

/** Where machines are thought to stand on a day; shares are fractions of the world, modelled. */
export type MachinePlace = {
  /** ISO 3166-1 or 3166-2; `other` for the rest of the world, `elsewhere` for the rest of a country. */
  readonly key: string;
  readonly name: string;
  readonly level: 'country' | 'region';
  readonly status: 'ok' | 'stale' | 'no-data';
  /** Why it is not ok. */
  readonly reason: string | null;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly anchor: AnchorNote | null;
  /** Null where it is not known how it moved. */
  readonly trend: { readonly days: number; readonly change: number } | null;
  /** What other sources say. */
  readonly alternatives: readonly (Pick<AnchorNote, 'source' | 'from' | 'to'> & { readonly share: number })[];
};

export type MachineMap =
  | {
      readonly kind: 'known';
      readonly day: UtcDay;
      readonly knowledge: Knowledge;
      readonly places: readonly MachinePlace[];
    }
  /** `reason`: a sentence for people. */
  | { readonly kind: 'not-known'; readonly reason: string };

/** Knows where machines stand. */
export type Machines = { loadMachines(): Promise<MachineMap> };

/** A place with a share to show, fresh or stale. */
export type ShownPlace = MachinePlace & {
  readonly share: number;
  readonly low: number;
  readonly high: number;
};

export function hasShare(place: MachinePlace): place is ShownPlace {
  return place.share !== null && place.low !== null && place.high !== null;
}

/** A place of the map; undefined where the map says nothing of it. */
export function placeOf(map: MachineMap, key: string): MachinePlace | undefined {
  return map.kind === 'known' ? map.places.find((place) => place.key === key) : undefined;
}
