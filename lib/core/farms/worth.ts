import { assertNever } from '../../errors.ts';
import type { Size } from './farm-table.ts';
import { ehsOf, megawattsOf } from './power.ts';

/** The range that a statement and its assumptions allow, both ends equal if exact; not a confidence interval. */
export type Span = { readonly low: number; readonly high: number };

/** A size in all three units. Null if it needs an unknown network hash rate. */
export type Worth = {
  /** Of the network as counted; above 1 if it exceeds all of it. */
  readonly share: Span | null;
  readonly ehs: Span | null;
  readonly megawatts: Span | null;
};

export type SizeAssumptions = {
  /** Network hash rate, EH/s, above 0; null if unknown. */
  readonly networkEhs: number | null;
  /** Efficiency of the machines, J/TH, above 0. */
  readonly joulesPerTerahash: Span;
};

/** Converts an announced size into MW, EH/s and a share, on assumptions shown to the reader. */
export function worthOf(size: Size, { networkEhs, joulesPerTerahash: joules }: SizeAssumptions): Worth {
  switch (size.unit) {
    case 'megawatts': {
      // The more efficient the machines, the higher the hash rate for the same power.
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

/** "Most of" a share is above half of it and at most all; on average each farm has an equal part. */
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
