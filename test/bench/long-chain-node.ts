/**
 * A Bitcoin Core on 127.0.0.1 with a generated chain of any length, by JSON-RPC, as a separate process: prints its
 * address once the chain is mined. The proof of work is real, at the difficulty of a test network. Blocks are mined
 * again on request, so that a long chain takes no more memory than a short one.
 *
 * `node test/bench/long-chain-node.ts --blocks 900000`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type BlockPlan, type BuiltBlock, buildChain, generatedAddress } from '../support/chain-builder.ts';
import { answerRpc, WELL } from '../support/core-peer.ts';
import { FIRST_HEIGHT, timeAt } from './long-chain.ts';

/** Blocks that are mined together. */
const CHUNK = 100;
/** The number of header times in a median time past. */
const BELOW = 11;
/** Chunks cached for the requests of one page. */
const KEPT = 4;

const TAGS = ['/Foundry USA Pool/', 'Mined by AntPool', '/ViaBTC/', '/F2Pool/', ''];
const OUTPUTS = TAGS.map((tag) => [{ address: generatedAddress(tag), valueSats: 312_500_000 }]);

const { values } = parseArgs({ options: { blocks: { type: 'string', default: '10000' } } });
const chunks = Math.ceil(Number(values.blocks) / CHUNK);
/** The last block of each chunk. */
const ends: string[] = [];
const kept = new Map<number, readonly BuiltBlock[]>();

function planAt(height: number): BlockPlan {
  const turn = height % TAGS.length;
  return { time: timeAt(height), tag: TAGS[turn]!, outputs: OUTPUTS[turn]!, txCount: 1 };
}

function mine(chunk: number): readonly BuiltBlock[] {
  const first = FIRST_HEIGHT + CHUNK * chunk;
  const heights = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
  const below = heights(first - BELOW, BELOW).map((height) => ({
    height,
    id: ends[chunk - 1]!,
    time: timeAt(height),
  }));
  return buildChain(chunk === 0 ? { height: first } : below, heights(first, CHUNK).map(planAt));
}

/** The blocks of a chunk, from the cache or mined now. */
function keep(chunk: number): void {
  if (chunk < 0 || chunk >= chunks || kept.has(chunk)) return;
  kept.set(chunk, mine(chunk));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
}

for (let chunk = 0; chunk < chunks; chunk++) ends.push(mine(chunk).at(-1)!.id);
const tip = mine(chunks - 1).at(-1)!;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  for (const { method, params = [] } of [JSON.parse(body)].flat())
    if (method === 'getblockhash') keep(Math.floor((params[0] - FIRST_HEIGHT) / CHUNK));
  const answer = answerRpc([...[...kept.values()].flat(), tip], WELL, body);
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
