import type { CountryCode } from '../lenses/seats.ts';
import type { PoolId } from '../pools/pool-id.ts';
import type { ObservedAnchor } from './anchor.ts';
import type { Viewpoint } from './anchors.ts';
import type { HomesOfPool } from './home-ledger.ts';
import { homesOf, poolsWithHomes } from './homes.ts';
import { countryOf } from './place.ts';

/**
 * The countries where pools' machines are said to stand, as an anchor's period saw them; a pool that had no
 * home place then, or came later, has that of the time since.
 *
 * @returns also a `version`: two viewpoints that see the same have the same.
 */
export function homesAt(
  anchor: ObservedAnchor,
  viewpoint: Viewpoint,
): { readonly homesOf: HomesOfPool; readonly version: string } {
  const own = new Map<PoolId, readonly CountryCode[]>();
  for (const pool of poolsWithHomes) {
    const then = homesOf(pool, anchor, viewpoint);
    const places = then.length > 0 ? then : homesOf(pool, { from: anchor.to, to: viewpoint.day }, viewpoint);
    if (places.length > 0) own.set(pool, [...new Set(places.map(countryOf))].sort());
  }
  const version = [...own].map(([pool, countries]) => `${pool}=${countries.join('+')}`).join(' ');
  return { homesOf: (pool) => own.get(pool) ?? [], version };
}
