import type { Interval } from '../core/shares/interval.ts';
import type { ShareRow } from '../core/shares/share-table.ts';
import { counted, percent } from './format.ts';
import type { Table } from './message.ts';
import type { Whole } from './seats.ts';
import { left, right } from './table.ts';

type Cells = readonly string[];

/** Columns of a table of shares with their 95% intervals. @param first name of the first column. */
export function shareColumns(first: string): Table['columns'] {
  return [...left(first), ...right('Share'), { name: '95%', full: '95% interval', align: 'right' }];
}

/** "28-33": an interval in whole percent, for a narrow column. */
export function rangeText({ low, high }: Interval): string {
  return `${Math.round(low * 100)}-${Math.round(high * 100)}`;
}

/** A share as cells of `shareColumns`. */
export function shareCells(row: Interval & { readonly name: string; readonly share: number }): Cells {
  return [row.name, percent(row.share), rangeText(row)];
}

/** Unknown miners as the last row of a table of shares; none if there are none. */
export function unknownRow(of: Whole): readonly Cells[] {
  return of.unknown > 0 ? [['unknown', percent(of.unknown / of.blocks), '']] : [];
}

/** The largest `named` shares, then the others and unknown miners as one row each. */
export function shareRows(shares: readonly ShareRow[], of: Whole, named: number): readonly Cells[] {
  const others = shares.slice(named);
  const otherBlocks = others.reduce((sum, { blocks }) => sum + blocks, 0);
  return [
    ...shares.slice(0, named).map(shareCells),
    ...(others.length > 0 ? [[counted(others.length, 'other'), percent(otherBlocks / of.blocks), '']] : []),
    ...unknownRow(of),
  ];
}
