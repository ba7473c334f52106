import { parseDay, type UtcDay } from '../ledger/utc-day.ts';

/** A container of machines as announced by Layer 1; source: that of its efficiency, below. */
export const CONTAINER_MEGAWATTS = 2.5;

/** Power use of machines: joules per terahash, which is watts per terahash a second. */
export type Efficiency = {
  readonly joulesPerTerahash: number;
  /** The range the source allows; both equal the figure if it gives only one. */
  readonly low: number;
  readonly high: number;
  /** The first and last day that the figure refers to. */
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly what: string;
  readonly source: string;
};

/** Dated figures, ascending. The first is the middle of its range. */
const EFFICIENCIES: readonly [Efficiency, ...Efficiency[]] = [
  {
    joulesPerTerahash: 46.45,
    low: 43.7,
    high: 49.2,
    from: parseDay('2020-01-01'),
    to: parseDay('2020-04-30'),
    what: "implied by Layer 1's 100 MW for 2% of the network, early 2020",
    source:
      'https://www.cryptoiqtrading.com/united-states-mining-firm-layer-1-technologies-aims-to-ensure-the-decentralization-of-bitcoin-by-repatriating-30-of-the-global-hash-rate/',
  },
  {
    joulesPerTerahash: 28.2,
    low: 28.2,
    high: 28.2,
    from: parseDay('2024-06-01'),
    to: parseDay('2024-06-30'),
    what: 'fleet average of mid-2024, Cambridge survey published in April 2025',
    source:
      'https://www.satoshoz.com/post/inside-the-2025-cambridge-digital-mining-report-energy-emissions-and-the-evolution-of-bitcoin-min',
  },
];

/**
 * The efficiency to use on a day: the newest figure whose period had begun, or the oldest for earlier days; the newest
 * if `on` is null. Machines improved between two figures, which this does not show.
 */
export function efficiencyOn(on: UtcDay | null): Efficiency {
  return EFFICIENCIES.findLast(({ from }) => on === null || from <= on) ?? EFFICIENCIES[0];
}

/** The power in MW of a hash rate in EH/s. An EH/s is 10^6 TH/s and a MW is 10^6 W, so the two factors cancel. */
export function megawattsOf(ehs: number, joulesPerTerahash: number): number {
  return ehs * joulesPerTerahash;
}

/** The hash rate in EH/s of machines that draw this many MW. */
export function ehsOf(megawatts: number, joulesPerTerahash: number): number {
  return megawatts / joulesPerTerahash;
}

/** Number of containers of `CONTAINER_MEGAWATTS` that this power fills, the last one perhaps partly. */
export function containersOf(megawatts: number): number {
  // A millionth of a container is rounding error and needs no container.
  return Math.ceil(Number((megawatts / CONTAINER_MEGAWATTS).toFixed(6)));
}
