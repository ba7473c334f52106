import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { poolIdSchema } from '../pools/pool-id.ts';
import { utcDaySchema } from './utc-day.ts';

/** Number of blocks at each evidence level. */
export const evidenceSchema = z.object({ labelled: count, header: count, merkle: count });

export type Evidence = Parsed<typeof evidenceSchema>;

/** Origin of a day's blocks: `recorded` (labelled by others, shipped) or `live` (fetched and verified by us). */
export const daySourceSchema = z.enum(['recorded', 'live']);

/** Counts of one UTC day's blocks, by header time. Stored maps have text keys, as DynamoDB requires. */
const dayCountSchema = z.object({
  day: utcDaySchema,
  blocks: count,
  /** Smallest and largest height dated to the day; a day's blocks need not be contiguous. */
  firstHeight: count,
  lastHeight: count,
  /** Blocks per pool, including `unknown`; the values sum to `blocks`. */
  pools: z.pipe(
    z.record(poolIdSchema, count),
    z.transform((pools) => new Map(Object.entries(pools) as [keyof typeof pools, number][])),
  ),
  /** Blocks per compact target; blocks with an unknown target are omitted. */
  bits: z.pipe(
    z.record(z.string().check(z.regex(/^\d+$/)), count),
    z.transform((bits) => new Map(Object.entries(bits).map(([target, blocks]) => [Number(target), blocks]))),
  ),
  evidence: evidenceSchema,
  /** Verified blocks whose tags and addresses point to different pools. */
  conflicts: count,
  /** Verified blocks whose difficulty could not be checked against consensus. */
  uncheckedBits: count,
});

export type DayCount = Parsed<typeof dayCountSchema>;

const closedDaySchema = z.pipe(
  z.extend(dayCountSchema, {
    kind: z.literal('closed'),
    source: daySourceSchema,
    /** Version of the registry that attributed the blocks; null if someone else did. */
    registry: z.nullable(z.string()),
    /** 1 when first closed, incremented by each correction. */
    revision: count,
    /** How many sources had its last block when it was counted; earlier releases asked only one. */
    witnesses: z.optional(count),
  }),
  z.transform(({ kind, source, registry, revision, witnesses, ...counted }) => ({
    ...{ kind, day: counted.day, count: counted, source, registry, revision },
    ...(witnesses !== undefined && { witnesses }),
  })),
);

/**
 * `closed`: counted, and consensus forbids another block in it. `missing`: never counted. `reopened`: was closed until
 * a reorganisation replaced some of its blocks.
 */
export const ledgerDaySchema = z.discriminatedUnion('kind', [
  closedDaySchema,
  z.object({ kind: z.literal('missing'), day: utcDaySchema }),
  z.object({ kind: z.literal('reopened'), day: utcDaySchema, revision: count }),
]);

export type LedgerDay = Parsed<typeof ledgerDaySchema>;

export type ClosedDay = Extract<LedgerDay, { kind: 'closed' }>;

/** Consecutive days, ascending; a day that was never counted is included as `missing`. */
export type Ledger = readonly LedgerDay[];

export const NO_EVIDENCE: Evidence = { labelled: 0, header: 0, merkle: 0 };

export function addEvidence(a: Evidence, b: Evidence): Evidence {
  return { labelled: a.labelled + b.labelled, header: a.header + b.header, merkle: a.merkle + b.merkle };
}
