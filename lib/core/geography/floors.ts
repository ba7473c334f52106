import type { Viewpoint } from '../lenses/dated.ts';
import type { CountryCode } from '../lenses/seats.ts';
import type { WindowCount } from '../shares/window.ts';
import { floorsOn } from './anchors.ts';
import { documentedHomes } from './homes.ts';
import type { Method } from './method.ts';

/** Lower bounds of countries' shares on a day, as fractions of the world. */
export type Floors = ReadonlyMap<CountryCode, number>;

/** What a viewpoint's floors depend on besides blocks, as a text to compare. */
export function floorBasis(viewpoint: Viewpoint): string {
  const homes = [...documentedHomes(viewpoint)].map(([pool, country]) => `${pool}=${country}`);
  const listed = floorsOn(viewpoint).map(({ country, atLeast, to }) => `${country}>${atLeast}@${to}`);
  return [...homes, ...listed].join(' ');
}

/**
 * The floors of a day, from the week's blocks by pool. At least `method.atHome` of a pool is in the country its
 * operator states, and listed miners are in theirs; the two overlap, so the higher one counts.
 */
export function floorsOf(viewpoint: Viewpoint, pools: WindowCount, { atHome }: Method): Floors {
  const floors = new Map<CountryCode, number>();
  for (const [pool, country] of documentedHomes(viewpoint)) {
    const share = (pools.counts.get(pool) ?? 0) / pools.blocks;
    floors.set(country, (floors.get(country) ?? 0) + atHome * share);
  }
  for (const { country, atLeast } of floorsOn(viewpoint))
    floors.set(country, Math.max(floors.get(country) ?? 0, atLeast / 100));
  return floors;
}

/** Raises shares to their floors; the others shrink in proportion. Shares sum to 1, floors to less than 1. */
export function raiseToFloors(shares: readonly number[], floors: readonly number[]): readonly number[] {
  const isLow = shares.map((share, column) => share < floors[column]!);
  if (!isLow.includes(true)) return shares;
  const [raised, lifted] = [sumOf(floors, isLow), sumOf(shares, isLow)];
  const others = (1 - raised) / (1 - lifted);
  return raiseToFloors(
    shares.map((share, column) => (isLow[column] ? floors[column]! : share * others)),
    floors,
  );
}

function sumOf(values: readonly number[], among: readonly boolean[]): number {
  return values.reduce((sum, value, column) => (among[column] ? sum + value : sum), 0);
}
