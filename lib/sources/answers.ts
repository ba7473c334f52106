import * as z from 'zod/mini';
import { count } from '../schema.ts';

/** Schemas shared by the answers of several services. */

export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'expected 64 hex digits' }));
export const bytes = z.string().check(z.regex(/^(?:[0-9a-f]{2})+$/, { error: 'expected bytes in hex' }));

/** The scriptSig of a coinbase: 2 to 100 bytes by consensus (Bitcoin Core, src/consensus/tx_check.cpp). */
export const coinbaseScript = bytes.check(z.minLength(4), z.maxLength(200));

/** An address has at most 90 letters and digits (BIP 173); a bare public key, where one stands for it, 130. */
export const address = z.string().check(z.regex(/^[0-9A-Za-z]{1,130}$/, { error: 'expected an address' }));

/** The previous hash of the genesis block. */
export const NO_BLOCK = '00'.repeat(32);

/** The fields used of a block in Esplora's format, which other explorers share. */
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
