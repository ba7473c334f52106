import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import * as z from 'zod/mini';
import type { Row } from './row.ts';

const resultSchema = z.object({
  name: z.string(),
  figure: z.number(),
  unit: z.string(),
  bar: z.number(),
  better: z.enum(['more', 'less']),
  measured: z.nullable(z.string()),
  result: z.enum(['pass', 'short']),
});

const machineSchema = z.object({
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.int(),
  node: z.string(),
  /** The load average of the minute before, to which the groups measured before contribute. */
  load: z.number(),
});

const groupSchema = z.object({ machine: machineSchema, results: z.array(resultSchema) });

/** Results by group, each with the machine and its load. */
const benchmarksSchema = z.object({
  schema: z.literal('hashtilt/bench@2'),
  groups: z.record(z.string(), groupSchema),
});

export type Result = z.infer<typeof resultSchema>;
export type Machine = z.infer<typeof machineSchema>;
export type Benchmarks = z.infer<typeof benchmarksSchema>;

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: Number(loadavg()[0]!.toFixed(1)),
  };
}

export function resultOf(row: Row): Result {
  return {
    ...row,
    figure: Number(row.figure.toPrecision(3)),
    result: shortBy(row) <= 1 ? 'pass' : 'short',
  };
}

/** The factor by which a figure misses its bar; at most 1 if it meets it. */
export function shortBy({ figure, bar, better }: Row | Result): number {
  return better === 'more' ? bar / figure : figure / bar;
}

/** @throws Error if the file holds something else. */
export function readBenchmarks(file: string): Benchmarks {
  return benchmarksSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Saves groups to a results file; other groups in it stay. */
export function addToBenchmarks(file: string, groups: Benchmarks['groups']): void {
  const before = existsSync(file) ? readBenchmarks(file).groups : {};
  const all: Benchmarks = { schema: 'hashtilt/bench@2', groups: { ...before, ...groups } };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

/** `at most 8 times as long`. */
export function barText({ bar, better, unit }: Result): string {
  return `${better === 'more' ? 'at least' : 'at most'} ${bar.toLocaleString('en-US')} ${unit}`;
}

export function figureText({ figure, unit }: Result): string {
  return `${figure.toLocaleString('en-US')} ${unit}`;
}

export function machineText(machine: Machine): string {
  const { cpu, cores, memoryGiB, node, load } = machine;
  return `${cores} cores of ${cpu}, ${memoryGiB} GiB, Node ${node.slice(1)}, load ${load}`;
}
