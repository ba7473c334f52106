import type { Nowcast } from './nowcast.ts';
import type { PlaceFigure } from './place-figure.ts';
import { partAbove } from './posterior.ts';

/** Farther from a threshold than so many spreads, not one draw in 10,000 lies beyond it. */
const SURE_SPREADS = 4;
/** What pools' shares add to a spread, at most. */
const POOL_SPREAD = 0.2;

/**
 * How probable it is that the true share lies above a threshold: the part of draws that do. Where the figure is
 * so far from the threshold that they agree, none is drawn.
 *
 * @param threshold fraction 0-1.
 */
export function placeProbabilityAbove(nowcast: Nowcast, figure: PlaceFigure, threshold: number): number {
  const { key, share, spread } = figure;
  const distance = logit(share) - logit(threshold);
  if (Math.abs(distance) > SURE_SPREADS * Math.sqrt(2 * (spread ** 2 + POOL_SPREAD ** 2)))
    return distance > 0 ? 1 : 0;
  return partAbove(nowcast.draws(key), threshold);
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
