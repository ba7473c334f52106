import * as z from 'zod/mini';
import { refuseFaults } from '../errors.ts';
import { utcDaySchema } from '../ledger/utc-day.ts';
import { countryCodeSchema } from '../lenses/seats.ts';
import { parseInput } from '../schema.ts';
import { tableFaults } from './anchor-faults.ts';
import { regionNamesSchema } from './place.ts';

const idSchema = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

const sourceSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  measures: z.string(),
  /** Whether the model may be fitted with its figures; the others are shown only. */
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
  /** The first that has a table for what is asked is the primary source. */
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
    /** What the percents are of. */
    of: z.enum(['country', 'world']),
  }),
]);

const tableSchema = z.strictObject({
  schema: z.literal('hashtilt/anchors@1'),
  unit: z.string(),
  sources: z.array(sourceSchema),
  releases: z.array(releaseSchema),
  primary: z.array(primarySchema),
  regions: regionNamesSchema,
  anchors: z.array(rowSchema),
});

/** Whose figures they are, what they measure and under which terms they are restated. */
export type AnchorSource = z.output<typeof sourceSchema>;

/** One table as published: percents by place, for one period. */
export type AnchorRow = z.output<typeof rowSchema>;

export type AnchorTable = z.output<typeof tableSchema>;

/**
 * Parses a table of published figures.
 *
 * @throws InputError with every fault: shape first; then unknown places, sources and releases, shares outside
 *   0-100 %, sums more than 0.05 point off, two tables of one source and period, a region without its country,
 *   a publication before the period's end.
 */
export function parseAnchorTable(value: unknown): AnchorTable {
  const table = parseInput(tableSchema, value, 'data/anchors.json');
  refuseFaults(tableFaults(table, 'data/anchors.json'));
  return table;
}
