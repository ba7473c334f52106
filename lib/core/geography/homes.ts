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
  /** The day that the page speaks of. */
  asOf: utcDaySchema,
  /** From this day on anybody could know it. */
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

/** Where a pool's machines are said to stand for the most part, from when to when, and who says so. */
export type Home = z.output<typeof homeSchema>;

/** The home places that the project ships, by pool. */
export const homesOfPool = Map.groupBy(parseHomes(shipped), ({ pool }) => pool);

/**
 * Parses a table of home places; rows of one pool may overlap.
 *
 * @throws InputError with every fault: shapes and unknown places first; then unknown pools, days out of order, a
 *   statement carried more than 18 months from its day, one source's statement about a pool told twice.
 */
export function parseHomes(value: unknown): readonly Home[] {
  const { homes } = parseInput(tableSchema, value, WHERE);
  refuseFaults(homes.flatMap((home, index) => homeFaults(home, index, homes)));
  return homes;
}

/**
 * The pools whose operator says in which country their machines stand; one that names several countries is left out.
 */
export function documentedHomes({ day, knowledge }: Viewpoint): ReadonlyMap<PoolId, CountryCode> {
  const isSaid = ({ confidence, from, to, publishedOn }: Home) =>
    confidence === 'stated' && inForce({ from, to }, day) && (knowledge === 'now' || publishedOn <= day);
  return new Map(
    [...homesOfPool].flatMap(([pool, homes]) => {
      const places = homes.filter(isSaid).flatMap((home) => home.places);
      const [country, ...others] = new Set(places.map(countryOf));
      return country === undefined || others.length > 0 ? [] : [[pool, country] as const];
    }),
  );
}

function homeFaults(row: Home, index: number, rows: readonly Home[]): readonly Fault[] {
  const { pool, from, to, asOf, publishedOn, readOn, source } = row;
  const at = `${WHERE}: homes[${index}]`;
  const twin = rows.findIndex(
    (other, place) => place < index && other.pool === pool && other.source === source && other.from === from,
  );
  return faultsAmong([
    [isKnownPool(pool), `${at}.pool`, `${pool} is no pool of the registry`],
    [from === null || from < to, `${at}.from`, 'expected from to be before to'],
    [from === null || daysBetween(from, asOf) <= FRESH_DAYS, `${at}.from`, tooFar(asOf)],
    [daysBetween(asOf, to) <= FRESH_DAYS, `${at}.to`, tooFar(asOf)],
    [asOf <= publishedOn, `${at}.publishedOn`, `expected a day not before ${asOf}, which it speaks of`],
    [publishedOn <= readOn, `${at}.readOn`, `expected a day not before the publication on ${publishedOn}`],
    [twin === -1, at, `says the same of ${pool} from the same source as homes[${twin}]`],
  ]);
}

function tooFar(asOf: UtcDay): string {
  return `is more than 18 months from ${asOf}, which it speaks of`;
}
