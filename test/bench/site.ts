import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quickest, type Row, scriptOf, timeProcess, timesAsLong } from './row.ts';

/** V8 otherwise takes what the machine has rather than tidy up. */
const LITTLE_MEMORY = ['--max-semi-space-size=4', '--max-old-space-size=160'];

const ROUNDS = 3;

type Built = { readonly milliseconds: number; readonly changed: number; readonly maxKb: number };

/** Measures the public page and open data of all recorded days: from nothing, and one more day; and its memory. */
export function benchSite(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'hashtilt-bench-'));
  const build = (name: string, without: number): Built => {
    const args = [scriptOf('build-site.ts'), '--out', join(folder, name), '--without', String(without)];
    return JSON.parse(timeProcess([...LITTLE_MEMORY, ...args]).output);
  };
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
      bare: timeProcess([scriptOf('bare-pass.ts')]),
      whole: build(`${round}`, 1),
      day: build(`${round}`, 0),
    }));
    const bare = { name: 'a bare pass', milliseconds: quickest(rounds.map((round) => round.bare)) };
    const took = (name: 'whole' | 'day') => Math.min(...rounds.map((round) => round[name].milliseconds));
    const most = Math.max(...rounds.flatMap(({ whole, day }) => [whole.maxKb, day.maxKb]));
    return [
      timesAsLong('page and open data of all recorded days', took('whole'), bare, 120),
      // Two seconds where the bare pass takes 0.12.
      timesAsLong('one more day of them', took('day'), bare, 16),
      {
        name: 'memory of the process that makes them',
        figure: Math.round(most / 1024),
        unit: 'MB',
        bar: 300,
        better: 'less',
        measured: `with ${LITTLE_MEMORY.join(' ')}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
