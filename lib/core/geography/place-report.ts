import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';
import type { Viewpoint } from '../lenses/dated.ts';
import type { Knowledge } from '../lenses/lens.ts';
import { type Anchor, ageInDays, type ObservedAnchor } from './anchor.ts';
import { newestPerSource } from './anchors.ts';
import { type Nowcast, placeInterval } from './nowcast.ts';
import { isCountry, type PlaceCode, placeName } from './place.ts';
import { isRest, type PlaceFigure, type PlaceKey } from './place-figure.ts';

const TREND_DAYS = 30;

/** A published table as shown to a reader: source, period, and age on the day. */
const anchorNoteSchema = z.object({
  source: z.string(),
  from: utcDaySchema,
  to: utcDaySchema,
  publishedOn: utcDaySchema,
  /** Days since the period ended; 0 inside it. */
  ageDays: count,
});

export type AnchorNote = Parsed<typeof anchorNoteSchema>;

/** Another source's figure for the place. */
export type Alternative = AnchorNote & {
  /** Fraction of what the source measures. */
  readonly share: number;
  readonly measures: string;
  /** The figure does not show what it should measure; the caveats say why. */
  readonly doubted: boolean;
  readonly caveats: readonly string[];
  readonly addresses: readonly string[];
};

/** One place on a day as shown, printed and stored. Shares are fractions of the world's hash rate. */
export const placeRowSchema = z.object({
  key: z.custom<PlaceKey>((key) => typeof key === 'string'),
  name: z.string(),
  level: z.enum(['country', 'region']),
  status: z.enum(['ok', 'stale', 'no-data']),
  reason: z.nullable(z.string()),
  share: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  anchor: z.nullable(anchorNoteSchema),
  /** The table that gives a region's part of its country; null for a country. */
  ratio: z.nullable(anchorNoteSchema),
  /** Change in share over this many days, on today's basis; null if a day is not counted. */
  trend: z.nullable(z.object({ days: count, change: z.number() })),
});

export type PlaceRow = Parsed<typeof placeRowSchema> & { readonly alternatives: readonly Alternative[] };

/** Where machines are on a day: modelled, by the network's hash rate over the seven days up to it. */
export type DayPlaces = {
  readonly day: UtcDay;
  readonly knowledge: Knowledge;
  /** The published table behind the day; null if there is none, and `reason` says why. */
  readonly anchor: AnchorNote | null;
  readonly reason: string | null;
  readonly places: readonly PlaceRow[];
};

/** A nowcast as shown, printed and stored. @param places the ones to include; all by default. */
export function dayPlaces(nowcast: Nowcast, places: readonly PlaceRow[] = placeRows(nowcast)): DayPlaces {
  const { day, knowledge, anchor, reason } = nowcast;
  return { day, knowledge, anchor: anchor && anchorNote(anchor, day), reason, places };
}

/** Every place of a nowcast, in its order. */
export function placeRows(nowcast: Nowcast): readonly PlaceRow[] {
  return [...nowcast.figures.values()].map((figure) => figureRow(nowcast, figure));
}

/** One place of a nowcast; a place without a figure is returned with the reason. */
export function placeRow(nowcast: Nowcast, place: PlaceCode): PlaceRow {
  const figure = nowcast.figures.get(place);
  if (figure !== undefined) return figureRow(nowcast, figure);
  return {
    key: place,
    name: placeName(place),
    level: isCountry(place) ? 'country' : 'region',
    status: 'no-data',
    reason: absenceReason(nowcast),
    ...{ share: null, low: null, high: null, anchor: null, ratio: null, trend: null },
    alternatives: alternativesOf(place, nowcast, null),
  };
}

/** A published table, as seen on a day. */
export function anchorNote(anchor: Anchor, day: UtcDay): AnchorNote {
  const { source, from, to, publishedOn } = anchor;
  return { source: source.id, from, to, publishedOn, ageDays: ageInDays(anchor, day) };
}

function figureRow(
  nowcast: Nowcast,
  { basis: _, spread: __, anchor, ratio, ...figure }: PlaceFigure,
): PlaceRow {
  const { day } = nowcast;
  const before = nowcast.earlier(figure.key, TREND_DAYS);
  return {
    ...figure,
    ...placeInterval(nowcast, figure.key),
    anchor: anchorNote(anchor, day),
    ratio: ratio && anchorNote(ratio, day),
    trend: before === null ? null : { days: TREND_DAYS, change: figure.share - before },
    alternatives: isRest(figure.key) ? [] : alternativesOf(figure.key, nowcast, ratio ?? anchor),
  };
}

function absenceReason({ anchor, reason }: Nowcast): string {
  if (anchor === null) return reason ?? 'there is no figure';
  const { source, from, to } = anchor;
  return `${source.name} has no separate figure for it from ${from} to ${to}; it is part of the rest`;
}

/** The newest figures from sources other than the one in use. */
function alternativesOf(
  place: PlaceCode,
  viewpoint: Viewpoint,
  inUse: ObservedAnchor | null,
): readonly Alternative[] {
  return newestPerSource(place, viewpoint)
    .filter((anchor) => anchor.id !== inUse?.id)
    .map((anchor) => ({
      ...anchorNote(anchor, viewpoint.day),
      share: anchor.shares.get(place)!,
      measures: anchor.source.measures,
      doubted: anchor.doubted.has(place),
      caveats: anchor.caveats,
      addresses: anchor.addresses,
    }));
}
