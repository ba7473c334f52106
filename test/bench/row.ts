import { join } from 'node:path';

/** One measured figure beside the bar it is to meet; `better` says which side of the bar is good. */
export type Row = {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly bar: number;
  readonly better: 'more' | 'less';
};

/** The command line, run as a process of its own. */
export const MAIN = join(import.meta.dirname, '../../lib/cli/main.ts');

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1]!;
}
