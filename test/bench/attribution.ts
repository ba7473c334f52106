import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAttributor } from '../../lib/core/pools/attribute.ts';
import { type Pool, registry } from '../../lib/core/pools/registry.ts';
import { noAddress, noise, seededNumbers } from '../support/pools-coinbases.ts';
import { MAIN, median, quickest, type Row, scriptOf, timeProcess, timesAsLong } from './row.ts';

type Made = { readonly coinbaseScript: string; readonly addresses: readonly string[] };

const SCRIPT_BYTES = 80;
const COINBASES = 20_000;
const LINES = 500_000;
const ROUNDS = 7;
const ROUND_MILLISECONDS = 300;

/**
 * Measures attribution on generated coinbases: random bytes and a random address, or a registry tag at a
 * random place among random bytes and an address of its pool, if it has one. Single-threaded, against the usual
 * loop, the median of several rounds after a warm-up; then as a command, against reading and writing the same
 * lines.
 */
export function benchAttribution(): readonly Row[] {
  const random = seededNumbers(890_440);
  const attribute = createAttributor(registry.pools);
  const loop = poolByPoolLoop(registry.pools);
  const inputs = { 'with a known tag': taggedCoinbase, 'without one': unknownCoinbase };
  const rows = Object.entries(inputs).map(([name, make]): Row => {
    const made = Array.from({ length: COINBASES }, () => make(random));
    const [ours, theirs] = [perSecond(attribute, made), perSecond(loop, made)];
    return {
      name: `attribution of generated coinbases of ${SCRIPT_BYTES} bytes ${name}, against the usual loop over pools and regular expressions`,
      figure: ours / theirs,
      unit: 'times as fast',
      bar: 40,
      better: 'more',
      measured: `${million(ours)} against ${million(theirs)} a second`,
    };
  });
  return [...rows, linesRow(random)];
}

function million(perSecond: number): string {
  return `${(perSecond / 1e6).toPrecision(3)} million`;
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
  // A fresh string, as from a parser, not one that was looked up before.
  return { coinbaseScript: script.toString('hex'), addresses: [Buffer.from(address).toString('latin1')] };
}

/**
 * The usual way, as mempool/mining-pools' README shows for mempool.space's backend: every pool in turn,
 * a regular expression per tag over the decoded script, and the first match wins.
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

function linesRow(random: (bound: number) => number): Row {
  const folder = mkdtempSync(join(tmpdir(), 'attribution-'));
  try {
    const file = join(folder, 'blocks.jsonl');
    const lines = Array.from({ length: LINES }, (_, height) => {
      const { coinbaseScript, addresses } = (height % 2 === 0 ? taggedCoinbase : unknownCoinbase)(random);
      return `${JSON.stringify({ height, coinbase: coinbaseScript, addresses })}\n`;
    });
    writeFileSync(file, lines.join(''));
    const rounds = Array.from({ length: 3 }, () => ({
      copy: timeProcess([scriptOf('copy-lines.ts'), file]),
      attribute: timeProcess([MAIN, 'attribute', file]),
    }));
    const found = rounds[0]!.attribute.output.trimEnd().split('\n').length;
    if (found !== LINES) throw new Error(`${found} lines came back of ${LINES}`);
    const took = quickest(rounds.map(({ attribute }) => attribute));
    const copying = {
      name: 'parsing and writing the same lines',
      milliseconds: quickest(rounds.map(({ copy }) => copy)),
    };
    const row = timesAsLong('attribute, JSON lines in and out, process included', took, copying, 1);
    const perSecond = Math.round((LINES * 1000) / took).toLocaleString('en-US');
    return { ...row, measured: `${row.measured}; ${perSecond} lines a second` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
