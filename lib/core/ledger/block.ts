import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';

const blockId = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A block as somebody else attributed it; `time` is the header time in Unix seconds. */
export type LabelledBlock = { readonly height: number; readonly time: number; readonly pool: PoolId };

/** A block that somebody else attributed, ready to be counted. */
const recordedBlockSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  /** The compact target; null where nobody knows it, beyond the shipped epochs. */
  bits: z.nullable(count),
  evidence: z.literal('labelled'),
});

export type RecordedBlock = Parsed<typeof recordedBlockSchema>;

/** A block that was fetched, whose header passed the checks, and that was attributed by the registry. */
const verifiedBlockSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  bits: count,
  evidence: z.enum(['header', 'merkle']),
  id: blockId,
  previousId: blockId,
  /** Whether its difficulty was checked against what consensus allows, or could not be. */
  bitsCheck: z.enum(['passed', 'not-checkable']),
  /** What spoke for the pool. */
  attributedBy: z.enum(['address', 'tag', 'none']),
  /** How many other tags or addresses spoke for another pool. */
  conflicts: count,
  /** The header's version, whose bits miners signal with; earlier releases did not keep it. */
  version: z.optional(z.int()),
  /** The 80 bytes of the header, as long as the coinbase is not proven: a proof is held against them. */
  header: z.optional(z.string().check(z.regex(/^[0-9a-f]{160}$/))),
  /** The source that told the coinbase, as long as it is not proven. */
  toldBy: z.optional(z.string()),
  /** The coinbase, as long as it is not proven, and for good where nobody is known by it. */
  coinbase: z.optional(
    z.object({
      script: z.string(),
      payouts: z.array(z.object({ address: z.string(), valueSats: z.optional(z.number()) })),
    }),
  ),
});

export type VerifiedBlock = Parsed<typeof verifiedBlockSchema>;

/** A block as the store keeps it. */
export const storedBlockSchema = z.discriminatedUnion('evidence', [recordedBlockSchema, verifiedBlockSchema]);

export type StoredBlock = Parsed<typeof storedBlockSchema>;

/** A block that lost, and who mined the one that won at its height; null where none has yet. */
export const lostBlockSchema = z.object({
  ...z.pick(verifiedBlockSchema, { height: true, time: true, id: true, pool: true }).shape,
  winner: z.nullable(poolIdSchema),
});

export type LostBlock = Parsed<typeof lostBlockSchema>;

/** What the checks need of a verified block at the end of a difficulty epoch. */
export const epochEndSchema = z.pick(verifiedBlockSchema, {
  height: true,
  time: true,
  bits: true,
  id: true,
  previousId: true,
});

export function isVerified(block: StoredBlock): block is VerifiedBlock {
  return 'id' in block;
}

/** Where labelled blocks come from. `labelledBy` names who attributed them and appears in every text. */
export type LabelledBlockSource = {
  readonly name: string;
  readonly labelledBy: string;
  /** All blocks by ascending height, without gap or duplicate. @throws InputError naming place and fault. */
  blocks(): readonly LabelledBlock[];
};
