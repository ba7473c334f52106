import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { LOW_MEMORY_FLAGS } from '../../lib/cli/low-memory.ts';
import { type Row, scriptOf } from './row.ts';

/** Lengths of a chain and of a longer one, which shows how time and memory grow. */
const SHORT = 3_000;
const LONG = 15_000;
/** About the length of the real chain. */
const WHOLE = 900_000;
const MAX_MEGABYTES = 300;

const filled = z.object({
  milliseconds: z.number(),
  daysFilled: z.int(),
  daysMissing: z.literal(0),
  blocks: z.int(),
  maxKb: z.number(),
});

type Filled = z.infer<typeof filled>;

/** Fills the days of two generated chains, one five times as long as the other, from a node by JSON-RPC. */
export async function benchBackfill(): Promise<readonly Row[]> {
  const [short, long] = [await fill(SHORT), await fill(LONG)];
  return [memoryOf(LONG, long), linearity(SHORT, short, LONG, long)];
}

/** The same for a chain as long as the real one. */
export async function benchBackfillWhole(): Promise<readonly Row[]> {
  const [short, whole] = [await fill(LONG), await fill(WHOLE)];
  return [memoryOf(WHOLE, whole), linearity(LONG, short, WHOLE, whole)];
}

function memoryOf(blocks: number, { maxKb }: Filled): Row {
  return {
    name: `most memory of a backfill of ${blocks.toLocaleString('en-US')} generated blocks`,
    figure: maxKb / 1024,
    unit: 'MB',
    bar: MAX_MEGABYTES,
    better: 'less',
    measured: null,
  };
}

function linearity(few: number, short: Filled, many: number, long: Filled): Row {
  const each = ({ milliseconds, blocks }: Filled) => milliseconds / blocks;
  const times = many / few;
  return {
    name: `time of each block of a backfill of ${many.toLocaleString('en-US')}, against ${few.toLocaleString('en-US')}`,
    figure: each(long) / each(short),
    unit: 'times as long',
    bar: 1.5,
    better: 'less',
    measured: `${each(long).toFixed(2)} ms against ${each(short).toFixed(2)} ms, of a chain ${times} times as long`,
  };
}

async function fill(blocks: number): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const node = spawn(process.execPath, [scriptOf('long-chain-node.ts'), '--blocks', `${blocks}`]);
  try {
    const source = `core:${await addressOf(node)}`;
    const script = scriptOf('backfill-process.ts');
    const args = [
      ...LOW_MEMORY_FLAGS,
      script,
      '--source',
      source,
      '--store',
      folder,
      '--blocks',
      `${blocks}`,
    ];
    // Without a timeout: a whole chain takes hours.
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return filled.parse(JSON.parse(output));
  } finally {
    node.kill();
    rmSync(folder, { recursive: true });
  }
}

async function addressOf(node: ChildProcess): Promise<string> {
  const [address] = await once(node.stdout!, 'data');
  return String(address).trim();
}
