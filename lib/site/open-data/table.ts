import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Metadata } from './documents.ts';

type Cell = string | number | null;

export type Column = Metadata['columns'][number];

/** A table of open data, column by column. */
export type Table = { readonly columns: readonly (Column & { readonly cells: readonly Cell[] })[] };

const PARQUET = { text: 'STRING', day: 'STRING', integer: 'INT32', fraction: 'DOUBLE' } as const;

/** Shares as files hold them: six digits are far more than any interval is narrow. */
export function digits(fraction: number): number {
  return Number(fraction.toFixed(6));
}

/** Gathers a table row by row. */
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

/** A table as CSV (RFC 4180): a line of names that end in their units, then a line for each row. */
export function writeCsv({ columns }: Table): string {
  const lines = [columns.map(({ name }) => name).join(',')];
  const rows = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) lines.push(columns.map(({ cells }) => csvCell(cells[row]!)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** A cell of CSV. A text that a spreadsheet would compute begins with an apostrophe. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `${cell}`;
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The same as Parquet. */
export function writeParquet({ columns }: Table): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, cells }) => ({ name, data: [...cells], type: PARQUET[type] })),
    }),
  );
}
