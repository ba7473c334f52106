import * as z from 'zod/mini';
import { InputError } from '../../errors.ts';
import { count, parseInput } from '../../schema.ts';
import type { Coinbase } from './attribute.ts';

/** Document formats of block sources that contain coinbases; a file has one document or an array. */
export const documentFormats = ['mempool', 'esplora', 'core'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

export type BlockCoinbase = Coinbase & { readonly height: number };

const SATOSHI_PER_BITCOIN = 1e8;

const hex = z.string().check(z.regex(/^(?:[0-9a-f]{2})*$/i, 'expected whole bytes in hex'));

/** `GET /api/v1/blocks/:height`: the addresses a coinbase pays, without values. */
const mempoolBlock = z.pipe(
  z.object({ height: count, extras: z.object({ coinbaseRaw: hex, coinbaseAddresses: z.array(z.string()) }) }),
  z.transform(
    ({ height, extras }): BlockCoinbase => ({
      height,
      coinbaseScript: extras.coinbaseRaw,
      addresses: extras.coinbaseAddresses,
    }),
  ),
);

/** `GET /tx/:txid` of a coinbase, values in satoshi. */
const esploraTransaction = z.pipe(
  z.object({
    vin: z.tuple([z.object({ is_coinbase: z.literal(true), scriptsig: hex })]),
    vout: z.array(z.object({ scriptpubkey_address: z.optional(z.string()), value: z.number() })),
    status: z.object({ block_height: count }),
  }),
  z.transform(
    ({ vin: [{ scriptsig }], vout, status }): BlockCoinbase => ({
      height: status.block_height,
      coinbaseScript: scriptsig,
      addresses: vout.map(({ scriptpubkey_address }) => scriptpubkey_address ?? ''),
      values: vout.map(({ value }) => value),
    }),
  ),
);

/** Bitcoin Core before version 22 returned `addresses`, several of them for a bare multisig. */
const coreOutput = z.object({
  value: z.number(),
  scriptPubKey: z.object({ address: z.optional(z.string()), addresses: z.optional(z.array(z.string())) }),
});

/** `getblock` with verbosity 2, values in bitcoin. */
const coreBlock = z.pipe(
  z.object({
    height: count,
    tx: z.tuple(
      [z.object({ vin: z.tuple([z.object({ coinbase: hex })]), vout: z.array(coreOutput) })],
      z.unknown(),
    ),
  }),
  z.transform(({ height, tx: [{ vin, vout }] }): BlockCoinbase => {
    const outputs = vout.flatMap(({ value, scriptPubKey: { address, addresses } }) =>
      (addresses ?? [address ?? '']).map((payee) => ({ payee, value })),
    );
    return {
      height,
      coinbaseScript: vin[0].coinbase,
      addresses: outputs.map(({ payee }) => payee),
      values: outputs.map(({ value }) => Math.round(value * SATOSHI_PER_BITCOIN)),
    };
  }),
);

const schemas = { mempool: mempoolBlock, esplora: esploraTransaction, core: coreBlock } as const;

/** Why a document has no coinbases at the expected place, if it is of a recognised other kind. */
function otherKindFault(value: unknown): string | undefined {
  const [first, second]: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (has(first, 'result') && ['id', 'error', 'jsonrpc'].some((key) => has(first, key)))
    return 'expected the block alone, not a JSON-RPC response: pass what is under "result"';
  if (has(first, 'tx_count') && has(first, 'merkle_root') && !has(first, 'extras'))
    return "expected coinbase transactions, not Esplora's array of blocks: ask for GET /block/:hash/txs/0 and pass the first";
  if (has(first, 'vin') && has(second, 'vin') && !isCoinbase(second))
    return "expected coinbase transactions alone, not Esplora's array of a block's transactions: pass its first";
  return undefined;
}

function has(value: unknown, key: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && key in value;
}

function isCoinbase(transaction: unknown): boolean {
  return z.safeParse(esploraTransaction, transaction).success;
}

/** Parses the coinbases of one document or an array of them. @throws InputError with every fault and its path. */
export function parseCoinbases(
  format: DocumentFormat,
  value: unknown,
  where: string,
): readonly BlockCoinbase[] {
  const what = otherKindFault(value);
  if (what !== undefined) throw new InputError([{ where, what }]);
  const schema = schemas[format];
  return Array.isArray(value)
    ? parseInput(z.array(schema), value, where)
    : [parseInput(schema, value, where)];
}
