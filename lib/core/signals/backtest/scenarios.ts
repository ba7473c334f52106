/** The bounds of the default ladder. */
export const BOUNDS = [1 / 4, 1 / 3, 0.4, 0.5] as const;

/** Offsets of a true share from a bound. */
export const OFFSETS = [0, -0.02, -0.05, -0.08, 0.01, 0.02];

export const FROM = [0.28, 0.3, 0.32, 0.4];
const TO = [0.345, 0.36, 0.38, 0.45, 0.51, 0.55];

/**
 * The largest shares from 2024 to April 2026 of Foundry, AntPool's template group, AntPool, ViaBTC, F2Pool, SpiderPool,
 * MARA, and 1 for the network.
 */
export const WATCHED_SHARES = [0.3, 0.3, 0.2, 0.12, 0.12, 0.08, 0.05, 1];

/** All true shares to simulate: around the bounds, at the start of jumps, and of what was watched. */
export const STEADY_SHARES: readonly number[] = [
  ...new Set([
    ...BOUNDS.flatMap((bound) => OFFSETS.map((off) => offBound(bound, off))),
    ...FROM,
    ...WATCHED_SHARES,
  ]),
].sort((a, b) => a - b);

/** Upward jumps that cross a bound; a share that starts on a bound crosses it. */
export const JUMPS: readonly { readonly from: number; readonly to: number }[] = FROM.flatMap((from) =>
  TO.filter((to) => boundsBetween(from, to).length > 0).map((to) => ({ from, to })),
);

export function offBound(bound: number, off: number): number {
  return Math.round((bound + off) * 10_000) / 10_000;
}

export function boundsBetween(from: number, to: number): readonly number[] {
  return BOUNDS.filter((bound) => from <= bound && bound < to);
}
