import type { ComparedFarm } from '../core/farms/compare-farms.ts';
import { anchors } from '../core/geography/anchors.ts';
import type { AnchorNote, PlaceRow } from '../core/geography/place-report.ts';
import type { FarmSize, FarmSummary, MachinePlace } from './figures.ts';

/** Summarises a place, with sources by their readable names. */
export function placeSummary({ anchor, ratio, alternatives, ...row }: PlaceRow): MachinePlace {
  return {
    ...row,
    anchor: anchor && namedSource(anchor),
    ratio: ratio && namedSource(ratio),
    alternatives: alternatives.map((other) => {
      const { source, from, to, share, doubted } = namedSource(other);
      return { source, from, to, share, doubted };
    }),
  };
}

/** Replaces a source id by the source's name, without the title of the publication. */
export function namedSource<Note extends Pick<AnchorNote, 'source'>>(note: Note): Note {
  const name = anchors.find(({ source }) => source.id === note.source)?.source.name ?? note.source;
  return { ...note, source: name.split(',')[0]! };
}

/** Summarises a farm: its places by name, and the state of its targets. */
export function farmSummary({ name, places, announced, targets }: ComparedFarm): FarmSummary {
  return {
    name,
    places: places.map((place) => place.name),
    announced: { on: announced.on, source: announced.source, size: sizeOf(announced.size) },
    targets: targets.map(({ by, source, size, status }) => ({ by, source, size: sizeOf(size), status })),
  };
}

function sizeOf({ unit, amount }: FarmSize): FarmSize {
  return { unit, amount };
}
