import * as z from 'zod/mini';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { countryCodeSchema } from '../lenses/seats.ts';
import { regionNamesSchema } from './place.ts';

const idSchema = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

const sourceSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  measures: z.string(),
  /** Whether the model may use its figures; others are only shown. */
  fitted: z.boolean(),
  method: z.nullable(z.url()),
  licence: z.string(),
  caveats: z.array(z.string()),
});

const releaseSchema = z.strictObject({
  id: idSchema,
  source: idSchema,
  publishedOn: utcDaySchema,
  caveats: z.array(z.string()),
  addresses: z.array(z.url()).check(z.minLength(1)),
});

const primarySchema = z.strictObject({
  from: z.nullable(utcDaySchema),
  to: z.nullable(utcDaySchema),
  /** The first one with a table for the question is the primary source. */
  sources: z.array(idSchema).check(z.minLength(1)),
  reason: z.string(),
});

const figures = {
  release: idSchema,
  from: utcDaySchema,
  to: utcDaySchema,
  percent: z.record(z.string(), z.number()),
  other: z.nullable(z.number()),
  doubted: z.optional(z.array(z.string())),
  note: z.optional(z.string()),
};

const rowSchema = z.discriminatedUnion('level', [
  z.strictObject({ ...figures, level: z.literal('country') }),
  z.strictObject({
    ...figures,
    level: z.literal('region'),
    country: countryCodeSchema,
    /** The whole that the percentages refer to. */
    of: z.enum(['country', 'world']),
  }),
]);

const floorSchema = z.strictObject({
  country: countryCodeSchema,
  /** Percent of the network's hash rate that was located there at least. */
  atLeast: z.number().check(z.gt(0), z.lt(100)),
  from: utcDaySchema,
  to: utcDaySchema,
  publishedOn: utcDaySchema,
  addresses: z.array(z.url()).check(z.minLength(1)),
  note: z.string(),
});

/** A table of published figures, before its rows are checked against each other. */
export const anchorTableSchema = z.strictObject({
  schema: z.literal('hashtilt/anchors@1'),
  unit: z.string(),
  sources: z.array(sourceSchema),
  releases: z.array(releaseSchema),
  primary: z.array(primarySchema),
  regions: regionNamesSchema,
  anchors: z.array(rowSchema),
  floors: z.array(floorSchema),
});

/** A publisher of figures: what they measure, and the terms under which they are restated. */
export type AnchorSource = z.output<typeof sourceSchema>;

/** One table as published: percentages by place, for one period. */
export type AnchorRow = z.output<typeof rowSchema>;

/** A lower bound on a country's machines, from a count of miners that mostly run there. */
export type Floor = z.output<typeof floorSchema>;

export type AnchorTable = z.output<typeof anchorTableSchema>;

/** The country table that a region table splits further: same release, same period. */
export function tableOfCountry(row: AnchorRow, rows: readonly AnchorRow[]): AnchorRow | undefined {
  if (row.level !== 'region') return undefined;
  return rows.find(
    (other) =>
      other.level === 'country' &&
      other.release === row.release &&
      other.from === row.from &&
      other.to === row.to &&
      row.country in other.percent,
  );
}

/** The sum a table's percentages should reach: 100, or the country's own figure if they refer to the world. */
export function wholePercent(row: AnchorRow, rows: readonly AnchorRow[]): number | undefined {
  if (row.level === 'country') return 100;
  const ofCountry = tableOfCountry(row, rows)?.percent[row.country];
  return ofCountry === undefined || row.of === 'world' ? ofCountry : 100;
}

/** Sum of a table as published, including the source's own line for the rest. */
export function sumPercent({ percent, other }: AnchorRow): number {
  return Object.values(percent).reduce((sum, value) => sum + value, other ?? 0);
}

/** Whether a table has only zeros: "not observed", rather than "nobody". */
export function isAllZero(row: AnchorRow): boolean {
  return sumPercent(row) === 0;
}
