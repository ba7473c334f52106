import type { UtcDay } from '../ledger/utc-day.ts';

/** How large a farm is, or is to be. `most-of-share`: what several farms hold together, above half of the share. */
export type FarmSize = {
  readonly unit: 'megawatts' | 'ehs' | 'share' | 'most-of-share';
  readonly amount: number;
};

/** A farm as it was announced, and how its targets stand. */
export type AnnouncedFarm = {
  readonly name: string;
  readonly places: readonly { readonly name: string }[];
  readonly announced: { readonly size: FarmSize; readonly on: UtcDay; readonly source: string };
  readonly targets: readonly {
    readonly target: { readonly size: FarmSize; readonly by: UtcDay; readonly source: string };
    readonly status: 'ahead' | 'due' | 'met' | 'missed' | 'without-evidence';
  }[];
};

export type AnnouncedFarms =
  | { readonly kind: 'known'; readonly farms: readonly AnnouncedFarm[] }
  /** `reason`: a sentence for people. */
  | { readonly kind: 'not-known'; readonly reason: string };

/** Knows the farms that were announced. */
export type Farms = { loadFarms(): Promise<AnnouncedFarms> };
