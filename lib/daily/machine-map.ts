import { anchors } from '../core/geography/anchors.ts';
import { createNowcaster } from '../core/geography/nowcast.ts';
import type { PlaceCode } from '../core/geography/place.ts';
import { type AnchorNote, type PlaceRow, placeRow, placeRows } from '../core/geography/place-report.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { UtcDay } from '../core/ledger/utc-day.ts';
import type { MachineMap, MachinePlace } from './machines.ts';

/** Where machines stand on a closed day by what was published by it, and what else is published of each place. */
export function machineMap(ledger: Ledger, day: UtcDay): MachineMap {
  const nowcast = createNowcaster(ledger, 'then').on(day);
  const rows = placeRows(nowcast);
  const shown = new Set<string>(rows.map(({ key }) => key));
  const others = [...publishedPlaces()].filter((place) => !shown.has(place));
  return {
    day,
    knowledge: nowcast.knowledge,
    reason: nowcast.reason,
    places: [...rows, ...others.map((place) => placeRow(nowcast, place))].map(toldPlace),
  };
}

function publishedPlaces(): ReadonlySet<PlaceCode> {
  return new Set(anchors.flatMap(({ percent }) => [...percent.keys()]));
}

function toldPlace(row: PlaceRow): MachinePlace {
  const { key, name, level, status, reason, share, low, high, anchor, ratio, trend, alternatives } = row;
  return {
    key,
    name,
    level,
    status,
    reason,
    share,
    low,
    high,
    anchor: anchor && { ...anchor, source: sourceName(anchor) },
    ratio: ratio && { ...ratio, source: sourceName(ratio) },
    trend,
    alternatives: alternatives.map((other) => ({
      source: sourceName(other),
      from: other.from,
      to: other.to,
      share: other.share,
      doubted: other.doubted,
    })),
  };
}

/** A source's name without the title of its publication. */
function sourceName({ source: id }: Pick<AnchorNote, 'source'>): string {
  const name = anchors.find(({ source }) => source.id === id)?.source.name ?? id;
  return name.split(',')[0]!;
}
