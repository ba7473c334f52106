import * as z from 'zod/mini';
import { count } from '../schema.ts';

/** What answers of several services are made of. */

export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'expected 64 hex digits' }));
export const bytes = z.string().check(z.regex(/^(?:[0-9a-f]{2})+$/, { error: 'expected bytes in hex' }));

/** The block that genesis stands on. */
export const NO_BLOCK = '00'.repeat(32);

/** The block of a service that speaks Esplora's dialect, as far as it is used. */
export const explorerBlock = z.object({
  id: hash,
  height: count,
  version: z.int(),
  timestamp: z.uint32(),
  bits: z.uint32(),
  nonce: z.uint32(),
  merkle_root: hash,
  /** Genesis has none. */
  previousblockhash: z.nullish(hash),
  mediantime: z.uint32(),
  tx_count: z.int().check(z.positive()),
});

export const tipPage = z.array(z.object({ height: count, id: hash })).check(z.minLength(1));
