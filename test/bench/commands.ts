import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, median, type Row } from './row.ts';

const ROUNDS = 5;

/**
 * Measures whole commands as a user runs them, start of the process included: the replay of all recorded
 * days under the default rules, whose output must be the same bytes each time, and the daily job on a
 * fresh store and on one that is up to date, without network.
 */
export function benchCommands(): readonly Row[] {
  const replay = timed(ROUNDS, () => run(['replay', '--json'], {}));
  if (new Set(replay.outputs).size !== 1) throw new Error('two replays of the same days differ');
  const { days } = JSON.parse(replay.outputs[0]!) as { readonly days: number };
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  try {
    const environment = { HASHTILT_STORE: join(folder, 'store'), HASHTILT_MEMPOOL_URL: 'off' };
    const first = timed(1, () => run(['daily'], environment));
    const again = timed(ROUNDS, () => run(['daily'], environment));
    return [
      row(`replay of ${days} days, default rules, every interval`, replay.seconds, 2),
      row('daily job, fresh store, no network', first.seconds, 20),
      row('daily job, nothing new, no network', again.seconds, 20),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(name: string, figure: number, bar: number): Row {
  return { name, figure, unit: 's', bar, better: 'less' };
}

function timed(
  rounds: number,
  work: () => string,
): { readonly seconds: number; readonly outputs: readonly string[] } {
  const measured = Array.from({ length: rounds }, () => {
    const start = performance.now();
    const output = work();
    return { seconds: (performance.now() - start) / 1000, output };
  });
  return {
    seconds: median(measured.map(({ seconds }) => seconds)),
    outputs: measured.map(({ output }) => output),
  };
}

function run(args: readonly string[], environment: Readonly<Record<string, string>>): string {
  return execFileSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 120_000,
  });
}
