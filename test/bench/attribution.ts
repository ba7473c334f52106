import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { type Pool, registry } from '../../lib/core/pools/registry.ts';
import { noAddress, noise, seededNumbers } from '../support/pools-coinbases.ts';
import { MAIN, median, type Row } from './row.ts';

type Made = { readonly coinbaseScript: string; readonly addresses: readonly string[] };

const SCRIPT_BYTES = 80;
const COINBASES = 20_000;
const LINES = 1_000_000;
const ROUNDS = 7;
const ROUND_MILLISECONDS = 300;

/**
 * Measures attribution on generated coinbases: random bytes and a random address, or a registry's tag at a
 * random place among random bytes and an address of its pool, where it has one. Single thread; the median
 * of several rounds after one to warm up.
 */
export async function benchAttribution(): Promise<readonly Row[]> {
  const random = seededNumbers(890_440);
  const attribute = createAttributor(registry.pools);
  const loop = poolByPoolLoop(registry.pools);
  const rows: Row[] = [];
  const inputs = { tagged: taggedCoinbase, unknown: unknownCoinbase };
  for (const [name, make] of Object.entries(inputs)) {
    const made = Array.from({ length: COINBASES }, () => make(random));
    const ours = perSecond(attribute, made);
    const theirs = perSecond(loop, made);
    rows.push(
      row(`attribution, ${name} coinbases of 80 bytes, generated`, ours, '1/s', 2_500_000),
      row(`attribution, ${name}, against the pool-by-pool loop`, ours / theirs, 'times', 40),
    );
  }
  const lines = await linesPerSecond([process.execPath, MAIN, 'attribute'], random);
  return [...rows, row('attribute, JSON lines in and out, process included', lines, '1/s', 500_000)];
}

function row(name: string, figure: number, unit: string, bar: number): Row {
  return { name, figure, unit, bar, better: 'more' };
}

function unknownCoinbase(random: (bound: number) => number): Made {
  return { coinbaseScript: noise(random, SCRIPT_BYTES).toString('hex'), addresses: [noAddress(random)] };
}

function taggedCoinbase(random: (bound: number) => number): Made {
  const pools = registry.pools.filter(({ tags }) => tags.length > 0);
  const pool = pools[random(pools.length)]!;
  const tag = Buffer.from(pool.tags[random(pool.tags.length)]!);
  const script = noise(random, SCRIPT_BYTES);
  tag.copy(script, random(SCRIPT_BYTES - tag.length + 1));
  const { addresses } = pool;
  const address = addresses.length > 0 ? addresses[random(addresses.length)]! : noAddress(random);
  // A text of its own, as a parser would hand it over: not one that was looked up before.
  return { coinbaseScript: script.toString('hex'), addresses: [Buffer.from(address).toString('latin1')] };
}

/**
 * The usual way, as mempool/mining-pools' README shows mempool.space's backend do it: every pool in turn,
 * every tag made a regular expression over the decoded script, and the first pool that matches has it.
 */
function poolByPoolLoop(pools: readonly Pool[]): (coinbase: Made) => string {
  const known = pools.map(({ id, tags, addresses }) => ({
    id,
    patterns: tags.map((tag) => tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    addresses,
  }));
  return ({ coinbaseScript, addresses }) => {
    const script = Buffer.from(coinbaseScript, 'hex').toString('utf8');
    for (const { id, patterns, addresses: own } of known) {
      for (const pattern of patterns) if (new RegExp(pattern, 'i').test(script)) return id;
      for (const address of addresses) if (own.includes(address)) return id;
    }
    return 'unknown';
  };
}

function perSecond(work: (coinbase: Made) => unknown, made: readonly Made[]): number {
  let last: unknown;
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = performance.now();
    let passes = 0;
    let elapsed = 0;
    while (elapsed < ROUND_MILLISECONDS) {
      for (const coinbase of made) last = work(coinbase);
      passes += 1;
      elapsed = performance.now() - start;
    }
    return (passes * made.length * 1000) / elapsed;
  });
  if (last === undefined) throw new Error('nothing was attributed');
  return median(rounds.slice(1));
}

async function linesPerSecond(
  command: readonly string[],
  random: (bound: number) => number,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'attribution-'));
  try {
    const file = join(folder, 'blocks.jsonl');
    const lines = Array.from({ length: LINES }, (_, height) => {
      const { coinbaseScript, addresses } = (height % 2 === 0 ? taggedCoinbase : unknownCoinbase)(random);
      return `${JSON.stringify({ height, coinbase: coinbaseScript, addresses })}\n`;
    });
    await writeFile(file, lines);
    const rounds: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      const found = await countLines(command, file);
      if (found !== LINES) throw new Error(`${found} lines came back of ${LINES}`);
      rounds.push((LINES * 1000) / (performance.now() - start));
    }
    return median(rounds);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function countLines([program, ...args]: readonly string[], file: string): Promise<number> {
  const child = spawn(program!, [...args, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let count = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
  }
  return count;
}
