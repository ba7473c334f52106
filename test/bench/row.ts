import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * One measured figure and its bar; `better` says which side of the bar is good. A speed is given as
 * a ratio to a reference that was measured in the same run, so that its bar holds on any machine.
 */
export type Row = {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly bar: number;
  readonly better: 'more' | 'less';
  /** The absolute values behind a ratio, as measured on this machine. */
  readonly measured: string | null;
};

/** The least work of the same kind, and its milliseconds in this run. */
export type Reference = { readonly name: string; readonly milliseconds: number };

/** A duration as a multiple of its reference. */
export function timesAsLong(name: string, milliseconds: number, reference: Reference, bar: number): Row {
  return {
    name: `${name}, against ${reference.name}`,
    figure: milliseconds / reference.milliseconds,
    unit: 'times as long',
    bar,
    better: 'less',
    measured: `${duration(milliseconds)} against ${duration(reference.milliseconds)}`,
  };
}

/** In words, to three digits. */
export function duration(milliseconds: number): string {
  const [figure, unit] = milliseconds < 1000 ? [milliseconds, 'ms'] : [milliseconds / 1000, 's'];
  return `${Number(figure.toPrecision(3))} ${unit}`;
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1]!;
}

/** The command line as a separate process. */
export const MAIN = join(import.meta.dirname, '../../lib/cli/main.js');

/** A reference that runs as a separate process. */
export const scriptOf = (name: string) => join(import.meta.dirname, name);

export type Timed = { readonly milliseconds: number; readonly output: string };

/** Runs one of our scripts to its end, with a compile cache like the command line's. */
export function timeProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Timed {
  const start = performance.now();
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
    maxBuffer: 512 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 600_000,
  });
  return { milliseconds: performance.now() - start, output };
}

const COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/hashtilt-bench');

/** The fastest of several runs, which other load on the machine affects least. */
export function quickest(runs: readonly Timed[]): number {
  return Math.min(...runs.map(({ milliseconds }) => milliseconds));
}
