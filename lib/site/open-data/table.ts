import { parquetWriteBuffer } from 'hyparquet-writer';
import { memo } from '../../memo.ts';
import type { Metadata } from './documents.ts';

type Cell = string | number | null;

export type Column = Metadata['columns'][number];

export const text = (name: string, description: string): Column => ({
  name,
  type: 'text',
  unit: null,
  description,
});

export const day = (name: string, description: string): Column => ({
  ...{ name, type: 'day', unit: 'UTC day', description },
});

export const integer = (name: string, unit: string, description: string): Column => ({
  ...{ name, type: 'integer', unit, description },
});

export const fraction = (name: string, description: string): Column => ({
  ...{ name, type: 'fraction', unit: 'fraction 0-1', description },
});

/** A table of open data, column by column. */
export type Table = { readonly columns: readonly (Column & { readonly cells: readonly Cell[] })[] };

const PARQUET = { text: 'STRING', day: 'STRING', integer: 'INT32', fraction: 'DOUBLE' } as const;

/** Rounds a share for files: six decimals are far finer than any interval. */
export function digits(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}

/** Builds a table row by row. */
export function tableOf(columns: readonly Column[]) {
  const cells = columns.map(() => [] as Cell[]);
  return {
    add(...row: readonly Cell[]) {
      row.forEach((cell, index) => void cells[index]!.push(cell));
    },
    table: (): Table => ({ columns: columns.map((column, index) => ({ ...column, cells: cells[index]! })) }),
  };
}

export function rowsOf({ columns }: Table): number {
  return columns[0]?.cells.length ?? 0;
}

/** Rows written at a time. */
const PIECE = 2000;

/** Writes a table as CSV (RFC 4180), with column names in the first line. */
export function writeCsv(table: Table): Uint8Array {
  const [first, ...others] = table.columns.map(({ type, cells }) => {
    // A text repeats on many rows; days and numbers need no escaping.
    const print = type === 'text' ? memo(escaped) : plain;
    return (row: number) => print(cells[row]!);
  });
  const lineOf = (row: number) => others.reduce((line, print) => `${line},${print(row)}`, first!(row));
  const rows = rowsOf(table);
  const pieces = [Buffer.from(`${table.columns.map(({ name }) => name).join(',')}\r\n`)];
  for (let from = 0; from < rows; from += PIECE) {
    const lines = Array.from({ length: Math.min(PIECE, rows - from) }, (_, index) => lineOf(from + index));
    pieces.push(Buffer.from(`${lines.join('\r\n')}\r\n`));
  }
  return Buffer.concat(pieces);
}

/** A day or a number as CSV; null is an empty cell. */
function plain(cell: Cell): string {
  return cell === null ? '' : `${cell}`;
}

/** Escapes a text for CSV. One that a spreadsheet would evaluate gets a leading apostrophe. */
function escaped(cell: Cell): string {
  const text = plain(cell);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes a table as Parquet. */
export function writeParquet({ columns }: Table): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, cells }) => ({ name, data: [...cells], type: PARQUET[type] })),
    }),
  );
}
