import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type BlockPlan, type BuiltBlock, buildChain, generatedAddress } from './chain-builder.ts';

/**
 * A mempool.space on 127.0.0.1 that serves a generated chain over real HTTP and fails on demand. As a
 * process: `node test/support/mempool-peer.ts --port 8999 --tip-time 1780000000 --days 9 --start-height 977000`.
 * Nothing here is imported from the program.
 */

/** One way to misbehave. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'html' | 'half-json' | 'wrong-shape' | 'stall' | 'break-off' };

export type MempoolPeer = {
  readonly address: string;
  /** Path of every request so far. */
  readonly requests: readonly string[];
  /** The authorization header of every request so far. */
  readonly authorizations: readonly (string | undefined)[];
  /** The next `times` requests (all by default) whose path holds `pathPart` are answered this way. */
  misbehave(how: Misbehaviour, options?: { readonly times?: number; readonly pathPart?: string }): void;
  behave(): void;
  /** Serves another chain, at once or after that many more requests. */
  serve(chain: readonly BuiltBlock[], afterRequests?: number): void;
  /** Changes what the answers say of blocks; the blocks stay as they are. */
  distort(change: ((told: ToldBlock) => ToldBlock) | undefined): void;
  close(): Promise<void>;
};

export type ToldBlock = ReturnType<typeof toldBlock>;

export async function startMempoolPeer(
  firstChain: readonly BuiltBlock[],
  options: { readonly port?: number; readonly pageLength?: number } = {},
): Promise<MempoolPeer> {
  const { port = 0, pageLength = 15 } = options;
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let chain = firstChain;
  let next: { chain: readonly BuiltBlock[]; after: number } | undefined;
  let fault: { how: Misbehaviour; left: number; pathPart: string } | undefined;
  let change: ((told: ToldBlock) => ToldBlock) | undefined;

  function page(height: number): readonly ToldBlock[] {
    return chain
      .filter((block) => block.height <= height && block.height > height - pageLength)
      .map((block) => (change ?? ((told) => told))(toldBlock(block)))
      .reverse();
  }

  function answer(path: string): unknown {
    const tip = chain.at(-1);
    if (tip === undefined) return undefined;
    const [, height] = /^\/api\/v1\/blocks\/(\d+)$/.exec(path) ?? [];
    const [, blockId] = /^\/api\/block\/([0-9a-f]{64})\/txid\/0$/.exec(path) ?? [];
    const [, txid, part] = /^\/api\/tx\/([0-9a-f]{64})\/(hex|merkle-proof)$/.exec(path) ?? [];
    const proven = chain.find((block) => block.coinbaseTxid === txid);
    if (path === '/api/v1/blocks') return page(tip.height);
    if (path === '/api/blocks/tip/height') return tip.height;
    if (path === '/api/blocks/tip/hash') return tip.id;
    if (height !== undefined) return page(Number(height));
    if (blockId !== undefined) return chain.find((block) => block.id === blockId)?.coinbaseTxid;
    if (part === 'hex') return proven?.coinbaseTxHex;
    return proven && { block_height: proven.height, merkle: proven.branch, pos: 0 };
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    authorizations.push(request.headers.authorization);
    if (next !== undefined && next.after === 0) {
      chain = next.chain;
      next = undefined;
    }
    if (next !== undefined) next.after -= 1;
    const body = answer(path);
    if (fault !== undefined && fault.left > 0 && path.includes(fault.pathPart)) {
      fault.left -= 1;
      return misbehave(response, fault.how, body);
    }
    if (body === undefined) return send(response, 404, 'text/plain', 'Not Found');
    if (typeof body === 'string') return send(response, 200, 'text/plain', body);
    return send(response, 200, 'application/json', JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    authorizations,
    misbehave: (how, { times = Number.POSITIVE_INFINITY, pathPart = '' } = {}) => {
      fault = { how, left: times, pathPart };
    },
    behave: () => {
      fault = undefined;
    },
    serve: (other, afterRequests = 0) => {
      next = { chain: other, after: afterRequests };
    },
    distort: (wanted) => {
      change = wanted;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A block the way mempool.space tells it, as far as anybody here reads it. */
function toldBlock(block: BuiltBlock) {
  return {
    id: block.id,
    height: block.height,
    version: 0x20000000,
    timestamp: block.time,
    bits: block.bits,
    nonce: block.nonce,
    merkle_root: block.merkleRoot,
    tx_count: block.txCount,
    previousblockhash: block.previousId,
    mediantime: block.medianTime,
    stale: false,
    extras: {
      coinbaseRaw: block.coinbaseScript,
      coinbaseAddress: block.outputs[0]?.address ?? null,
      coinbaseAddresses: [...new Set(block.outputs.map(({ address }) => address))],
      header: block.header,
    },
  };
}

function misbehave(response: ServerResponse, how: Misbehaviour, body: unknown): void {
  const text = JSON.stringify(body ?? {});
  switch (how.kind) {
    case 'status':
      if (how.retryAfter !== undefined) response.setHeader('retry-after', how.retryAfter);
      send(response, how.status, 'text/plain', 'no');
      break;
    case 'html':
      send(response, 200, 'text/html', '<!doctype html><title>Just a moment...</title>');
      break;
    case 'half-json':
      send(response, 200, 'application/json', text.slice(0, text.length / 2));
      break;
    case 'wrong-shape':
      send(response, 200, 'application/json', '{"error": "try later"}');
      break;
    case 'break-off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 1 });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      break;
    case 'stall':
      break;
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** Coinbase tags of real pools on generated blocks, with their weights; the empty one is nobody's. */
const TAGS = [
  ['/Foundry USA Pool/', 30],
  ['Mined by AntPool', 18],
  ['/ViaBTC/', 14],
  ['/F2Pool/', 12],
  ['/SpiderPool/', 8],
  ['/MARA Pool/', 6],
  ['/LUXOR/', 5],
  ['Mined by SECPOOL', 4],
  ['', 3],
] as const;

/**
 * Plans of about 144 blocks a day that end at `tipTime` (Unix seconds): exponential gaps, header times up
 * to five minutes off either way, seeded tags.
 */
export function planDays(days: number, tipTime: number, seed = 1): readonly BlockPlan[] {
  const random = seededRandom(seed);
  const gaps = Array.from({ length: Math.round(days * 144) }, () => -Math.log(1 - random()));
  const scale = (days * 86_400) / gaps.reduce((sum, gap) => sum + gap, 0);
  let elapsed = 0;
  const lastTimes: number[] = [];
  return gaps.map((gap, index) => {
    elapsed += gap * scale;
    const skew = index === gaps.length - 1 ? 0 : Math.round((random() - 0.5) * 600);
    const median = lastTimes.toSorted((a, b) => a - b)[Math.floor(lastTimes.length / 2)] ?? 0;
    const time = Math.max(Math.round(tipTime - days * 86_400 + elapsed) + skew, median + 1);
    lastTimes.push(time);
    if (lastTimes.length > 11) lastTimes.shift();
    const tag = pickTag(random());
    return { time, tag, salt: seed, outputs: [{ address: generatedAddress(tag), valueSats: 312_500_000 }] };
  });
}

function pickTag(drawn: number): string {
  let left = drawn * TAGS.reduce((sum, [, weight]) => sum + weight, 0);
  return TAGS.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0] as string;
}

/** Mulberry32: small, seeded, good enough for test data. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'tip-time': { type: 'string', default: `${Math.floor(Date.now() / 1000)}` },
      days: { type: 'string', default: '9' },
      'start-height': { type: 'string', default: '977000' },
      'page-length': { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
    },
  });
  const plans = planDays(Number(values.days), Number(values['tip-time']), Number(values.seed));
  const chain = buildChain({ height: Number(values['start-height']) }, plans);
  const peer = await startMempoolPeer(chain, {
    port: Number(values.port),
    pageLength: Number(values['page-length']),
  });
  console.error(`generated blocks ${chain[0]?.height}-${chain.at(-1)?.height}: never mined by anybody`);
  console.log(peer.address);
}
