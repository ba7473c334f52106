import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOW_MEMORY_FLAGS } from '../../lib/cli/low-memory.ts';
import { quickest, type Row, scriptOf, timeProcess, timesAsLong } from './row.ts';

const ROUNDS = 3;

type Built = { readonly milliseconds: number; readonly changed: number };

/** Measures publishing the page and open data: all recorded days, one more day, and memory. */
export function benchSite(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const build = (name: string, without: number): Built => {
    const args = [scriptOf('build-site.ts'), '--out', join(folder, name), '--without', String(without)];
    return JSON.parse(timeProcess([...LOW_MEMORY_FLAGS, ...args]).output);
  };
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
      bare: timeProcess([scriptOf('bare-pass.ts')]),
      whole: build(`${round}`, 1),
      day: build(`${round}`, 0),
    }));
    const bare = { name: 'a bare pass', milliseconds: quickest(rounds.map((round) => round.bare)) };
    const took = (name: 'whole' | 'day') => Math.min(...rounds.map((round) => round[name].milliseconds));
    return [
      timesAsLong('page and open data of all recorded days', took('whole'), bare, 120),
      // Two seconds where the bare pass takes 0.12.
      timesAsLong('one more day of them', took('day'), bare, 16),
      memoryRow('npm start, fresh store', folder, ['start']),
      memoryRow('hashtilt publish, all recorded days', folder, [
        ...['run', 'hashtilt', '--', 'publish', '--out'],
        join(folder, 'published'),
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The peak memory of any process of a command, run as the README runs it, without network. */
function memoryRow(name: string, folder: string, args: readonly string[]): Row {
  const peaks = join(folder, `peaks ${name}`);
  execFileSync('npm', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
    env: {
      ...process.env,
      HASHTILT_STORE: join(folder, 'store'),
      HASHTILT_MEMPOOL_URL: 'off',
      HASHTILT_BENCH_PEAKS: peaks,
      NODE_OPTIONS: `--import=${scriptOf('note-memory.mjs')}`,
    },
  });
  const most = Math.max(...readFileSync(peaks, 'utf8').trim().split('\n').map(Number));
  return {
    name: `memory of ${name}`,
    figure: Math.round(most / 1024),
    unit: 'MB',
    bar: 300,
    better: 'less',
    measured: null,
  };
}
