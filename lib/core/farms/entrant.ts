const HALF = 0.5;

/** Effect of an entrant on a share; all values are fractions 0-1. */
export type Offset = {
  readonly after: number;
  /** The entrant's part of the new total that brings the share down to half; null if the share is not above half. */
  readonly breakEven: number | null;
  /** What the other side must add to be back at half; a fraction of the total including the entrant. */
  readonly counterMove: number;
};

/**
 * The effect on a share of a newcomer that takes `entrant` of the new total while everyone else keeps their machines:
 * all shares scale by 1 - e. With s' = s (1 - e), the share is at half for e = 1 - 1/(2s), and adding x gives (s' + x)
 * / (1 + x) = 1/2 for x = 1 - 2s'. A side that never had half, or still has it, has nothing to win back: its
 * counter-move is 0. Arguments are fractions 0-1, of the old and of the new total.
 */
export function offsetBy(before: number, entrant: number): Offset {
  const after = scaleBy(before, entrant);
  return {
    after,
    breakEven: before > HALF ? 1 - HALF / before : null,
    counterMove: before < HALF ? 0 : Math.max(0, 1 - 2 * after),
  };
}

/** A share after an entrant takes `entrant` of the new total. Fractions 0-1. */
export function scaleBy(before: number, entrant: number): number {
  return before * (1 - entrant);
}

/**
 * Converts a part of the new total into a part of the old one, for an entrant with `entrant` (below 1) of the new
 * total: 30% of the new total is 42.86% of the old.
 */
export function partOfOldTotal(part: number, entrant: number): number {
  return part / (1 - entrant);
}
