import { confirmationsFor, nakamotoReversalOdds, reversalOdds } from './double-spend.ts';
import { selfishRevenue } from './selfish-mining.ts';

/** Risk levels for which a waiting time is given. */
export const RISKS = ['0.1', '0.01', '0.001'] as const;

/** What a miner with a given share could do to payments. */
export type Risk = {
  /** Fraction 0-1 of the hash rate. */
  readonly share: number;
  readonly confirmations: number;
  /** Probability of reversing a payment with these confirmations: exact, and by the Bitcoin paper's formula. */
  readonly exact: number;
  readonly nakamoto: number;
  /** Confirmations to wait for at each of `RISKS`; null if no wait is enough. */
  readonly confirmationsFor: Readonly<Record<(typeof RISKS)[number], number | null>>;
  /** Fraction of all rewards, with none and with half of the network relaying the attacker's blocks. */
  readonly selfishMining: { readonly gamma0: number; readonly gammaHalf: number };
};

export function riskOf(share: number, confirmations: number): Risk {
  const wait = (risk: number) => confirmationsFor(share, risk);
  return {
    share,
    confirmations,
    exact: reversalOdds(share, confirmations),
    nakamoto: nakamotoReversalOdds(share, confirmations),
    confirmationsFor: { '0.1': wait(0.1), '0.01': wait(0.01), '0.001': wait(0.001) },
    selfishMining: { gamma0: selfishRevenue(share, 0), gammaHalf: selfishRevenue(share, 0.5) },
  };
}
