import * as z from 'zod/mini';
import type { PlaceKey } from '../core/geography/place-figure.ts';
import { utcDaySchema } from '../core/ledger/utc-day.ts';
import { knowledgeSchema } from '../core/lenses/lens.ts';
import type { PlacesStore } from '../daily/places-store.ts';
import type { Table } from './table.ts';

const count = z.int().check(z.nonnegative());
const fraction = z.nullable(z.number());

const noteFields = {
  source: z.string(),
  from: utcDaySchema,
  to: utcDaySchema,
  publishedOn: utcDaySchema,
  ageDays: count,
};
const noteSchema = z.nullable(z.object(noteFields));

const rowSchema = z.object({
  key: z.custom<PlaceKey>((key) => typeof key === 'string'),
  name: z.string(),
  level: z.enum(['country', 'region']),
  status: z.enum(['ok', 'stale', 'no-data']),
  reason: z.nullable(z.string()),
  share: fraction,
  low: fraction,
  high: fraction,
  anchor: noteSchema,
  ratio: noteSchema,
  trend: z.nullable(z.object({ days: count, change: z.number() })),
  alternatives: z.array(
    z.object({
      ...noteFields,
      share: z.number(),
      measures: z.string(),
      doubted: z.boolean(),
      caveats: z.array(z.string()),
      addresses: z.array(z.string()),
    }),
  ),
});

const placesSchema = z.object({
  day: utcDaySchema,
  knowledge: knowledgeSchema,
  anchor: noteSchema,
  reason: z.nullable(z.string()),
  places: z.array(rowSchema),
});

const placesKey = (day: string) => ({ pk: 'PLACES', sk: day });

/** Where machines stand in DynamoDB: an item for each day. */
export function dynamoPlacesStore(table: Table): PlacesStore {
  return {
    savePlaces: (places) => table.putAll(places.map((content) => ({ key: placesKey(content.day), content }))),
    loadPlaces: (day) => table.get(placesKey(day), placesSchema),
  };
}
