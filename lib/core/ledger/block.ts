import * as z from 'zod/mini';
import { count, type Parsed } from '../../schema.ts';
import { type PoolId, poolIdSchema } from '../pools/pool-id.ts';

const blockId = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A block attributed by someone else; `time` is the header time in Unix seconds. */
export type LabelledBlock = { readonly height: number; readonly time: number; readonly pool: PoolId };

/** A block attributed by someone else, ready to be counted. */
const recordedBlockSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  /** The compact target; null if unknown, beyond the shipped epochs. */
  bits: z.nullable(count),
  evidence: z.literal('labelled'),
});

export type RecordedBlock = Parsed<typeof recordedBlockSchema>;

/** A block that was fetched, passed the header checks and was attributed by the registry. */
const verifiedBlockSchema = z.object({
  height: count,
  time: z.int(),
  pool: poolIdSchema,
  bits: count,
  evidence: z.enum(['header', 'merkle']),
  id: blockId,
  previousId: blockId,
  /** Whether the difficulty passed the consensus check, or could not be checked. */
  bitsCheck: z.enum(['passed', 'not-checkable']),
  /** The evidence that decided the pool. */
  attributedBy: z.enum(['address', 'tag', 'none']),
  /** Number of tags and addresses that point to another pool. */
  conflicts: count,
  /** Header version, whose bits signal soft forks; earlier releases did not keep it. */
  version: z.optional(z.int()),
  /** The 80-byte header that a proof is checked against; dropped once the coinbase is proven. */
  header: z.optional(z.string().check(z.regex(/^[0-9a-f]{160}$/))),
  /** The source of the coinbase, until it is proven. */
  toldBy: z.optional(z.string()),
  /** Kept until the coinbase is proven, and for good if the miner is unknown. */
  coinbase: z.optional(
    z.object({
      script: z.string(),
      payouts: z.array(z.object({ address: z.string(), valueSats: z.optional(z.number()) })),
    }),
  ),
});

export type VerifiedBlock = Parsed<typeof verifiedBlockSchema>;

/** A block as stored. */
export const storedBlockSchema = z.discriminatedUnion('evidence', [recordedBlockSchema, verifiedBlockSchema]);

export type StoredBlock = Parsed<typeof storedBlockSchema>;

/** A block that lost a fork, and the pool that mined the winner at its height; null if there is none yet. */
export const lostBlockSchema = z.object({
  ...z.pick(verifiedBlockSchema, { height: true, time: true, id: true, pool: true }).shape,
  winner: z.nullable(poolIdSchema),
});

export type LostBlock = Parsed<typeof lostBlockSchema>;

/** What the checks need of a verified block at either end of a difficulty epoch. */
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

/** A source of labelled blocks. `labelledBy`, who attributed them, appears in every text. */
export type LabelledBlockSource = {
  readonly name: string;
  readonly labelledBy: string;
  /** All blocks by ascending height, without gaps or duplicates. @throws InputError with place and fault. */
  blocks(): readonly LabelledBlock[];
};
