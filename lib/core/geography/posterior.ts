import { seededNormal } from '../shares/draws.ts';
import { type Interval, JEFFREYS, TAIL } from '../shares/interval.ts';
import type { WorldOn } from './country-model.ts';
import type { Method } from './method.ts';
import type { RegionSplit } from './region-split.ts';
import type { WorldPart } from './signal.ts';

/** How often the posterior is drawn from: an interval's ends are then exact to about half a point. */
export const DRAWS = 1_000;

/** Draws of a share, `DRAWS` of them, fractions 0-1. */
export type Draws = Float64Array;

const noises = new Map<string, Draws>();

/** Draws of groups of pools, which nobody needs once those of the parts are made: written over day after day. */
const ofPools: Draws[] = [];

/**
 * Draws the world's shares: pools' shares from their Dirichlet posterior, times where each group's machines
 * stand, each part's odds then spread by the anchor's own error and a drift that grows with its age. The
 * same day always gives the same draws, and neighbouring days share their noise, so that a probability moves
 * only because the figures do.
 *
 * @returns the draws of each part; those of one number sum to 1.
 */
export function drawWorld(parts: readonly WorldPart[], world: WorldOn, method: Method): readonly Draws[] {
  const pools = drawPools(world.blocks);
  const spread = spreadOf(world.ageMonths, method);
  const draws = parts.map((part, column) => {
    const own = new Float64Array(DRAWS);
    const weights = world.rows.map((row) => row[column]! * world.factors[column]!);
    addUp(own, weights, pools);
    spreadOut(own, spread, noiseOf(part));
    return own;
  });
  rake(draws, world.shares);
  return draws;
}

/**
 * Draws the shares of a country's regions: their fractions of the country, spread as above, times the
 * country's own draws. Those of one number sum to the country's.
 */
export function drawRegions(split: RegionSplit, country: Draws, method: Method): readonly Draws[] {
  const spread = spreadOf(split.ageMonths, method);
  const draws = split.parts.map((part, column) => {
    const own = new Float64Array(DRAWS).fill(split.fractions[column]!);
    spreadOut(own, spread, noiseOf(`${split.country} ${part}`));
    return own;
  });
  rake(draws, split.fractions);
  for (const own of draws) for (let draw = 0; draw < DRAWS; draw++) own[draw]! *= country[draw]!;
  return draws;
}

/** Spreads draws out by noise: what is multiplied has a logarithm of standard deviation `spread`. */
function spreadOut(own: Draws, spread: number, noise: Draws): void {
  for (let draw = 0; draw < own.length; draw++) own[draw]! *= Math.exp(spread * noise[draw]!);
}

/** The 95 % interval of draws. */
export function intervalOf(draws: Draws): Interval {
  const sorted = draws.toSorted();
  const last = DRAWS - 1;
  return { low: sorted[Math.floor(TAIL * last)]!, high: sorted[Math.ceil((1 - TAIL) * last)]! };
}

/** The part of draws above a threshold: how probable it is that the true share lies there. */
export function partAbove(draws: Draws, threshold: number): number {
  let count = 0;
  for (const draw of draws) if (draw > threshold) count += 1;
  return count / DRAWS;
}

/** The standard deviation of a share's logarithm, for an anchor of so many months. */
export function spreadOf(ageMonths: number, { anchorSpread, driftSpread }: Method): number {
  return Math.hypot(anchorSpread, driftSpread * Math.sqrt(ageMonths));
}

/**
 * Draws of each group's part of the hash rate, not yet made to sum to 1: gamma variables of shape k + 1/2, by the
 * cube of a normal one (Wilson and Hilferty, PNAS 17, 1931), within a thousandth of the exact quantiles from
 * 30 blocks on; smaller groups hardly count. So neighbouring days share this noise, too.
 */
function drawPools(blocks: readonly number[]): readonly Draws[] {
  while (ofPools.length < blocks.length) ofPools.push(new Float64Array(DRAWS));
  return blocks.map((count, group) => {
    const shape = count + JEFFREYS;
    const small = 1 / (9 * shape);
    const step = Math.sqrt(small);
    const noise = noiseOf(`pools ${group}`);
    const draws = ofPools[group]!;
    for (let draw = 0; draw < DRAWS; draw++) {
      const root = Math.max(0, 1 - small + step * noise[draw]!);
      draws[draw] = shape * root * root * root;
    }
    return draws;
  });
}

function noiseOf(key: string): Draws {
  const known = noises.get(key);
  if (known !== undefined) return known;
  const normal = seededNormal(`place ${key}`);
  const noise = Float64Array.from({ length: DRAWS }, () => normal());
  noises.set(key, noise);
  return noise;
}

/** After so many rounds means are within a hundredth of a point. */
const RAKING_ROUNDS = 4;

/**
 * Scales draws so that those of one number sum to 1 and those of each part have its share for their mean. Spread
 * alone would favour the many small parts: a sum of skewed draws grows with their spread, one draw does not.
 * The draws themselves are written once: a factor for each part and one for each number are fitted in turn.
 */
function rake(parts: readonly Draws[], shares: readonly number[]): void {
  let byPart = parts.map(() => 1);
  const byNumber = new Float64Array(DRAWS);
  normalise(byNumber, parts, byPart);
  for (let round = 0; round < RAKING_ROUNDS; round++) {
    byPart = sumUp(parts, byNumber).map((sum, column) => (sum === 0 ? 0 : (shares[column]! * DRAWS) / sum));
    normalise(byNumber, parts, byPart);
  }
  for (const [column, part] of parts.entries()) {
    const factor = byPart[column]!;
    for (let draw = 0; draw < DRAWS; draw++) part[draw]! *= factor * byNumber[draw]!;
  }
}

/** Sets what the draws of each number are to be multiplied with, so that they sum to 1. */
function normalise(byNumber: Draws, parts: readonly Draws[], byPart: readonly number[]): void {
  byNumber.fill(0);
  addUp(byNumber, byPart, parts);
  for (let draw = 0; draw < DRAWS; draw++) byNumber[draw] = 1 / byNumber[draw]!;
}

/** Much of a replay is this: four at once take half as long, and come to the same last digit. */
const AT_ONCE = 4;

/** Adds draws up, each time its weight. */
function addUp(sum: Draws, weights: readonly number[], draws: readonly Draws[]): void {
  let at = 0;
  for (; at + AT_ONCE <= draws.length; at += AT_ONCE) {
    const [a, b, c, d] = draws.slice(at) as [Draws, Draws, Draws, Draws];
    const [p, q, r, s] = weights.slice(at) as [number, number, number, number];
    for (let draw = 0; draw < DRAWS; draw++)
      sum[draw] = sum[draw]! + p * a[draw]! + q * b[draw]! + r * c[draw]! + s * d[draw]!;
  }
  for (; at < draws.length; at++) {
    const [own, weight] = [draws[at]!, weights[at]!];
    for (let draw = 0; draw < DRAWS; draw++) sum[draw]! += weight * own[draw]!;
  }
}

/** The sums of draws, each number's times its factor. */
function sumUp(draws: readonly Draws[], factors: Draws): number[] {
  const sums: number[] = [];
  let at = 0;
  for (; at + AT_ONCE <= draws.length; at += AT_ONCE) {
    const [a, b, c, d] = draws.slice(at) as [Draws, Draws, Draws, Draws];
    let [p, q, r, s] = [0, 0, 0, 0];
    for (let draw = 0; draw < DRAWS; draw++) {
      const factor = factors[draw]!;
      p += a[draw]! * factor;
      q += b[draw]! * factor;
      r += c[draw]! * factor;
      s += d[draw]! * factor;
    }
    sums.push(p, q, r, s);
  }
  for (; at < draws.length; at++) {
    const own = draws[at]!;
    let sum = 0;
    for (let draw = 0; draw < DRAWS; draw++) sum += own[draw]! * factors[draw]!;
    sums.push(sum);
  }
  return sums;
}
