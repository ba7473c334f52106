import { assertNever } from '../../errors.ts';
import type { Size } from './farm-table.ts';
import { ehsOf, megawattsOf } from './power.ts';

/** The ends of what a statement and its assumptions leave open, equal where they leave nothing; no interval. */
export type Span = { readonly low: number; readonly high: number };

/** A size in all three units. What needs the network's hash rate is null where that is not known. */
export type Worth = {
  /** Of the network as it is counted; above 1 where it is more than all of that. */
  readonly share: Span | null;
  readonly ehs: Span | null;
  readonly megawatts: Span | null;
};

export type SizeAssumptions = {
  /** Hash rate of the network, EH/s, above 0; null where nobody knows it. */
  readonly networkEhs: number | null;
  /** Efficiency of the machines, J/TH, above 0. */
  readonly joulesPerTerahash: Span;
};

/** What an announced size comes to in MW, EH/s and as a share, on assumptions that the reader is told. */
export function worthOf(size: Size, { networkEhs, joulesPerTerahash: joules }: SizeAssumptions): Worth {
  switch (size.unit) {
    case 'megawatts': {
      // The better the machines, the more hash rate of the same power.
      const ehs = { low: ehsOf(size.amount, joules.high), high: ehsOf(size.amount, joules.low) };
      const share = networkEhs === null ? null : scale(ehs, 1 / networkEhs);
      return { share, ehs, megawatts: exactly(size.amount) };
    }
    case 'ehs': {
      const share = networkEhs === null ? null : exactly(size.amount / networkEhs);
      return { share, ehs: exactly(size.amount), megawatts: powerOf(exactly(size.amount), joules) };
    }
    case 'share':
    case 'most-of-share': {
      const share = shareOf(size);
      const ehs = networkEhs === null ? null : scale(share, networkEhs);
      return { share, ehs, megawatts: ehs && powerOf(ehs, joules) };
    }
    default:
      return assertNever(size);
  }
}

/** Most of a share is above half of it and at most all; each of the farms holds a part of that on average. */
function shareOf(size: Extract<Size, { unit: 'share' | 'most-of-share' }>): Span {
  if (size.unit === 'share') return exactly(size.amount);
  return { low: size.amount / 2 / size.farms, high: size.amount / size.farms };
}

function powerOf(ehs: Span, joules: Span): Span {
  return { low: megawattsOf(ehs.low, joules.low), high: megawattsOf(ehs.high, joules.high) };
}

function scale({ low, high }: Span, factor: number): Span {
  return { low: low * factor, high: high * factor };
}

function exactly(amount: number): Span {
  return { low: amount, high: amount };
}
