import * as z from 'zod/mini';
import shipped from '../../../data/homes.json' with { type: 'json' };
import { type Fault, faultsAmong, refuseFaults } from '../../errors.ts';
import { parseInput } from '../../schema.ts';
import { daysBetween, type UtcDay, utcDaySchema } from '../ledger/utc-day.ts';
import { inForce, type Viewpoint } from '../lenses/dated.ts';
import type { CountryCode } from '../lenses/seats.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';
import { isKnownPool } from '../pools/registry.ts';
import { FRESH_DAYS } from './anchor.ts';
import { countryOf, placeSchema } from './place.ts';

const WHERE = 'data/homes.json';

const homeSchema = z.strictObject({
  pool: poolIdSchema,
  places: z.array(placeSchema).check(z.minLength(1)),
  from: z.nullable(utcDaySchema),
  to: utcDaySchema,
  /** The day that the page refers to. */
  asOf: utcDaySchema,
  /** From this day on it was public knowledge. */
  publishedOn: utcDaySchema,
  confidence: z.enum(['stated', 'observed', 'reported']),
  readOn: utcDaySchema,
  source: z.url(),
  note: z.string(),
});

const tableSchema = z.strictObject({
  schema: z.literal('hashtilt/homes@1'),
  source: z.string(),
  homes: z.array(homeSchema),
});

/** Where most of a pool's machines are said to be, from when to when, and according to whom. */
export type Home = z.output<typeof homeSchema>;

/** The shipped home places, by pool. */
export const homesOfPool = Map.groupBy(parseHomes(shipped), ({ pool }) => pool);

/**
 * Parses a table of home places; rows of one pool may overlap.
 *
 * @throws InputError with every fault: shapes and unknown places first; then unknown pools, days out of order, a
 *   statement used more than 18 months from its day, a statement about a pool repeated from the same source.
 */
export function parseHomes(value: unknown): readonly Home[] {
  const { homes } = parseInput(tableSchema, value, WHERE);
  refuseFaults(homes.flatMap((home, index) => homeFaults(home, index, homes)));
  return homes;
}

/** Pools whose operator states which country their machines are in; pools with several are omitted. */
export function documentedHomes({ day, knowledge }: Viewpoint): ReadonlyMap<PoolId, CountryCode> {
  const isStated = ({ confidence, from, to, publishedOn }: Home) =>
    confidence === 'stated' && inForce({ from, to }, day) && (knowledge === 'now' || publishedOn <= day);
  return new Map(
    [...homesOfPool].flatMap(([pool, homes]) => {
      const places = homes.filter(isStated).flatMap((home) => home.places);
      const [country, ...others] = new Set(places.map(countryOf));
      return country === undefined || others.length > 0 ? [] : [[pool, country] as const];
    }),
  );
}

function homeFaults(row: Home, index: number, rows: readonly Home[]): readonly Fault[] {
  const { pool, from, to, asOf, publishedOn, readOn, source } = row;
  const at = `${WHERE}: homes[${index}]`;
  const duplicate = rows.findIndex(
    (other, place) => place < index && other.pool === pool && other.source === source && other.from === from,
  );
  return faultsAmong([
    [isKnownPool(pool), `${at}.pool`, `${pool} is not a pool in the registry`],
    [from === null || from < to, `${at}.from`, 'expected from to be before to'],
    [from === null || daysBetween(from, asOf) <= FRESH_DAYS, `${at}.from`, tooFar(asOf)],
    [daysBetween(asOf, to) <= FRESH_DAYS, `${at}.to`, tooFar(asOf)],
    [asOf <= publishedOn, `${at}.publishedOn`, `expected a day not before ${asOf}, which it refers to`],
    [publishedOn <= readOn, `${at}.readOn`, `expected a day not before the publication on ${publishedOn}`],
    [duplicate === -1, at, `repeats homes[${duplicate}]: same pool, source and start`],
  ]);
}

function tooFar(asOf: UtcDay): string {
  return `is more than 18 months from ${asOf}, which it refers to`;
}
