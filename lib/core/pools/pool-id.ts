import * as z from 'zod/mini';
import { parseInput } from '../../schema.ts';

/** A pool's key in registry and ledger: its name in lower case without punctuation ("foundryusa"). */
export const poolIdSchema = z
  .string()
  .check(z.regex(/^[a-z0-9]+$/))
  .brand<'PoolId'>();

export type PoolId = z.output<typeof poolIdSchema>;

/** The bucket for unattributed blocks. It stays in every sum and is never an entity. */
export const UNKNOWN = 'unknown' as PoolId;

/** Parses a pool id. @throws InputError if the text is not lower-case letters and digits. */
export function poolId(text: string): PoolId {
  return parseInput(poolIdSchema, text, 'pool id');
}

/** The id derived from a pool's name: "1THash & 58COIN" becomes "1thash58coin"; '' if nothing is left. */
export function foldPoolName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
