import type { ObservedAnchor } from '../../lib/core/geography/anchor.ts';
import { type Home, homesOfPool } from '../../lib/core/geography/homes.ts';
import { countryOf, type PlaceCode } from '../../lib/core/geography/place.ts';
import type { UtcDay } from '../../lib/core/ledger/utc-day.ts';
import type { Viewpoint } from '../../lib/core/lenses/dated.ts';
import type { CountryCode } from '../../lib/core/lenses/seats.ts';
import type { PoolId } from '../../lib/core/pools/pool-id.ts';
import { registry } from '../../lib/core/pools/registry.ts';
import type { HomesOfPool } from './home-ledger.ts';

/**
 * The countries where pools' machines were said to be during an anchor's period; for a pool that had no home
 * place then, or is newer, those of the time since.
 *
 * @returns also a `version`, equal for viewpoints that see the same homes.
 */
export function homesAt(
  anchor: ObservedAnchor,
  viewpoint: Viewpoint,
): { readonly homesOf: HomesOfPool; readonly version: string } {
  const own = new Map<PoolId, readonly CountryCode[]>();
  for (const { id: pool } of registry.pools) {
    const then = homesOf(pool, anchor, viewpoint);
    const places = then.length > 0 ? then : homesOf(pool, { from: anchor.to, to: viewpoint.day }, viewpoint);
    if (places.length > 0) own.set(pool, [...new Set(places.map(countryOf))].sort());
  }
  const version = [...own].map(([pool, countries]) => `${pool}=${countries.join('+')}`).join(' ');
  return { homesOf: (pool) => own.get(pool) ?? [], version };
}

/** A span of days, both included. */
type Period = { readonly from: UtcDay; readonly to: UtcDay };

/**
 * The home places of a pool during a period that a viewpoint can see: with knowledge `then` only those
 * published by its day, with `now` all. Sorted; empty without a source, which means a flat prior.
 */
export function homesOf(
  pool: PoolId,
  period: Period,
  { day, knowledge }: Viewpoint,
  homes: ReadonlyMap<PoolId, readonly Home[]> = homesOfPool,
): readonly PlaceCode[] {
  const seen = (homes.get(pool) ?? []).filter(
    ({ from, to, publishedOn }) =>
      (from === null || from <= period.to) && period.from < to && (knowledge === 'now' || publishedOn <= day),
  );
  return [...new Set(seen.flatMap(({ places }) => places))].sort();
}
