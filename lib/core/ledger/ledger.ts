import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { poolIdSchema } from '../pools/pool-id.ts';
import { utcDaySchema } from './utc-day.ts';

/** How many blocks are at each evidence level. */
export const evidenceSchema = z.object({ labelled: count, header: count, merkle: count });

export type Evidence = Parsed<typeof evidenceSchema>;

/** Where a day's blocks come from: `recorded` (labelled by others, shipped) or `live` (fetched and verified by us). */
export const daySourceSchema = z.enum(['recorded', 'live']);

/** The counts of one UTC day's blocks, by header time. Stored, the maps have text keys, as DynamoDB's do. */
const dayCountSchema = z.object({
  day: utcDaySchema,
  blocks: count,
  /** Smallest and largest height dated to the day: a day's blocks need not be contiguous. */
  firstHeight: count,
  lastHeight: count,
  /** Blocks per pool, `unknown` among them; the values sum to `blocks`. */
  pools: z.pipe(
    z.record(poolIdSchema, count),
    z.transform((pools) => new Map(Object.entries(pools) as [keyof typeof pools, number][])),
  ),
  /** Blocks per compact target; blocks whose target is not known are left out. */
  bits: z.pipe(
    z.record(z.string().check(z.regex(/^\d+$/)), count),
    z.transform((bits) => new Map(Object.entries(bits).map(([target, blocks]) => [Number(target), blocks]))),
  ),
  evidence: evidenceSchema,
  /** Verified blocks whose tags and addresses name different pools. */
  conflicts: count,
  /** Verified blocks whose difficulty could not be checked against what consensus allows. */
  uncheckedBits: count,
});

export type DayCount = Parsed<typeof dayCountSchema>;

const closedDaySchema = z.pipe(
  z.extend(dayCountSchema, {
    kind: z.literal('closed'),
    source: daySourceSchema,
    /** Version of the registry that attributed the blocks; null where somebody else did. */
    registry: z.nullable(z.string()),
    /** 1 when first closed; one more with each correction. */
    revision: count,
    /** How many sources had its last block when it was counted; earlier releases asked one. */
    witnesses: z.optional(count),
  }),
  z.transform(({ kind, source, registry, revision, witnesses, ...counted }) => ({
    ...{ kind, day: counted.day, count: counted, source, registry, revision },
    ...(witnesses !== undefined && { witnesses }),
  })),
);

/**
 * `closed`: counted, and consensus forbids another block in it. `missing`: never counted. `reopened`: was closed, until
 * a reorganisation replaced blocks of it.
 */
export const ledgerDaySchema = z.discriminatedUnion('kind', [
  closedDaySchema,
  z.object({ kind: z.literal('missing'), day: utcDaySchema }),
  z.object({ kind: z.literal('reopened'), day: utcDaySchema, revision: count }),
]);

export type LedgerDay = Parsed<typeof ledgerDaySchema>;

export type ClosedDay = Extract<LedgerDay, { kind: 'closed' }>;

/** Ledger days without a gap, by ascending day; a day that was never counted is in it as `missing`. */
export type Ledger = readonly LedgerDay[];

export const NO_EVIDENCE: Evidence = { labelled: 0, header: 0, merkle: 0 };

export function addEvidence(a: Evidence, b: Evidence): Evidence {
  return { labelled: a.labelled + b.labelled, header: a.header + b.header, merkle: a.merkle + b.merkle };
}
