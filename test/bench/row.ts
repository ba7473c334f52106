import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * One measured figure beside the bar it is to meet; `better` says which side of the bar is good. A speed is told as
 * a ratio to a reference that was measured in the same run, so that its bar holds on any machine.
 */
export type Row = {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly bar: number;
  readonly better: 'more' | 'less';
  /** What a ratio was made of, as measured on this machine. */
  readonly measured: string | null;
};

/** The least work of the same kind, and the milliseconds that it took in this run. */
export type Reference = { readonly name: string; readonly milliseconds: number };

/** How many times as long as its reference something takes. */
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

/** The command line, run as a process of its own. */
export const MAIN = join(import.meta.dirname, '../../lib/cli/main.js');

/** A reference that is run as a process of its own. */
export const scriptOf = (name: string) => join(import.meta.dirname, name);

export type Timed = { readonly milliseconds: number; readonly output: string };

/** Runs a script of ours to its end. Compiled code is kept, as the command line keeps its own. */
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

/** The quickest of several runs: what other work on the machine cannot lengthen. */
export function quickest(runs: readonly Timed[]): number {
  return Math.min(...runs.map(({ milliseconds }) => milliseconds));
}
