/**
 * The fraction of all rewards (0-1) that a selfish miner earns by withholding blocks to orphan those of others. R =
 * [a(1-a)^2(4a + g(1-2a)) - a^3] / [1 - a(1 + (2-a)a)] (Eyal and Sirer, "Majority Is Not Enough", 2014, equation 8). It
 * pays only after a difficulty adjustment; honest mining would yield `share`.
 *
 * @param share `a`, the miner's fraction of the hash rate, 0-1; from 1/2 on it takes everything.
 * @param relaying `g`, the part of the honest network that relays the selfish miner's block in a race, 0-1.
 */
export function selfishRevenue(share: number, relaying: number): number {
  if (share >= 0.5) return 1;
  const a = share;
  const taken = a * (1 - a) ** 2 * (4 * a + relaying * (1 - 2 * a)) - a ** 3;
  return taken / (1 - a * (1 + (2 - a) * a));
}

/** The share from which selfish mining pays: (1 - g) / (3 - 2g) (same paper, equation 9), for `relaying` = g, 0-1. */
export function selfishThreshold(relaying: number): number {
  return (1 - relaying) / (3 - 2 * relaying);
}
