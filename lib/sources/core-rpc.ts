import * as z from 'zod/mini';
import { firstTransaction } from '../core/chain/coinbase.ts';
import { SourceError } from '../daily/block-source.ts';
import { InputError } from '../errors.ts';
import { parseInput } from '../schema.ts';
import { bytes, hash } from './answers.ts';
import { type CoreNode, chainInfo, coreBlock, coreTip, prunedError } from './bitcoin-core.ts';
import { createHttpReader, type ReaderDeps, type ReaderPolicy } from './http-reader.ts';

const answers = z.array(
  z.object({
    id: z.int(),
    result: z.optional(z.unknown()),
    error: z.nullish(z.object({ code: z.int(), message: z.string() })),
  }),
);

/** Codes of Bitcoin Core, src/rpc/protocol.h. */
const WARMING_UP = -28;
const UNKNOWN_METHOD = -32601;
const INVALID_PARAMETER = -8;

/** A page takes three requests; a day is six pages of five megabytes. */
const PAGE_LENGTH = 25;

const ADVICE = 'name the port for JSON-RPC of a node, as in http://user:password@127.0.0.1:8332';

type Call = readonly [method: string, ...params: readonly unknown[]];

/**
 * Connects to a node by JSON-RPC. Calls are sent as one batch, which a node answers with status 200 whatever the
 * outcome of each. Source: github.com/bitcoin/bitcoin, doc/JSON-RPC-interface.md and the help of each call.
 *
 * @param cookieFile the file to which the node writes new credentials at each start; read for each request.
 */
export function connectCoreRpc(
  baseAddress: string,
  cookieFile: string | null,
  deps: ReaderDeps,
  policy: Partial<ReaderPolicy> = {},
): CoreNode {
  const readCookie = async () => {
    try {
      return (await deps.readFile(cookieFile!)).trim();
    } catch (cause) {
      const text = `its cookie file ${cookieFile} cannot be read: start the node, or name the file it writes`;
      throw new SourceError('unfit', text, { source: name, retryable: false, cause });
    }
  };
  const authorization = cookieFile === null ? undefined : readCookie;
  const reader = createHttpReader(
    { name: 'Bitcoin Core', advice: ADVICE },
    baseAddress,
    deps,
    policy,
    authorization,
  );
  const name = `Bitcoin Core at ${reader.address}`;

  /** Makes calls in one batch and parses their results, in order. */
  async function call<S extends z.ZodMiniType>(
    calls: readonly Call[],
    schema: S,
    signal: AbortSignal | undefined,
  ): Promise<readonly z.output<S>[]> {
    const body = calls.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }));
    const expected = `the answers to ${calls.length} of ${calls[0]![0]}`;
    const batch = await reader.read({ path: '', expected, schema: answers, body }, signal);
    const byId = new Map(batch.map((answer) => [answer.id, answer]));
    return calls.map(([method], id) => {
      const answer = byId.get(id);
      if (answer?.error) throw rpcError(method, answer.error);
      try {
        return parseInput(schema, answer?.result, method);
      } catch (cause) {
        if (!(cause instanceof InputError)) throw cause;
        throw new SourceError('shape', cause.message, { source: name, retryable: false, cause });
      }
    });
  }

  function rpcError(method: string, { code, message }: { code: number; message: string }): SourceError {
    const fields = { source: `${name} (${method})`, retryable: code === WARMING_UP };
    if (code === WARMING_UP)
      return new SourceError('unfit', `is still starting (${message}): wait until it is ready`, fields);
    if (/pruned/i.test(message)) return prunedError(fields.source);
    const what = code === INVALID_PARAMETER ? 'absent' : code === UNKNOWN_METHOD ? 'unfit' : 'status';
    return new SourceError(what, `answered with error ${code}, ${message}`, fields);
  }

  return {
    name,
    pageLength: PAGE_LENGTH,
    chainInfo: async (signal) => (await call([['getblockchaininfo']], chainInfo, signal))[0]!,
    idsFrom: (height, count, signal) =>
      call(
        Array.from({ length: count }, (_, index) => ['getblockhash', height + index]),
        hash,
        signal,
      ),
    blocks: (ids, signal) =>
      call(
        ids.map((id) => ['getblock', id, 1]),
        coreBlock,
        signal,
      ),
    tips: async (signal) => (await call([['getchaintips']], z.array(coreTip), signal))[0]!,
    async coinbases(blocks, signal) {
      const calls = blocks.map(
        ({ height, hash, tx }): Call =>
          // A node does not serve the genesis coinbase as a transaction, only within its block.
          height === 0 ? ['getblock', hash, 0] : ['getrawtransaction', tx[0], false, hash],
      );
      const raw = await call(calls, bytes, signal);
      return raw.map((hex, index) => (blocks[index]!.height === 0 ? firstTransaction(hex) : hex));
    },
  };
}
