import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Metadata } from './documents.ts';

export type Cell = string | number | null;

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

/** A table of open data, column by column; a null is a figure that is not known. */
export type Table = {
  readonly columns: readonly (Column & { readonly cells: Cell[] | Int32Array | Float64Array })[];
};

const PARQUET = { text: 'STRING', day: 'STRING', integer: 'INT32', fraction: 'DOUBLE' } as const;

/** Rounds a share for files: six decimals are far finer than any interval. */
export function digits(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}

/** A column of a long table, to be filled row by row: typed arrays take a fraction of the time and memory. */
export function numbers(column: Column, rows: number) {
  return { ...column, cells: column.type === 'integer' ? new Int32Array(rows) : new Float64Array(rows) };
}

/** The same for texts and days. */
export function texts(column: Column, rows: number) {
  return { ...column, cells: new Array<Cell>(rows) };
}

/** A short table, from its rows. */
export function tableOf(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Table {
  return { columns: columns.map((column, index) => ({ ...column, cells: rows.map((row) => row[index]!) })) };
}

export function rowsOf({ columns }: Table): number {
  return columns[0]?.cells.length ?? 0;
}

/** Writes a table as Parquet. */
export function writeParquet({ columns }: Table): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, cells }) => ({ name, data: cells, type: PARQUET[type] })),
    }),
  );
}
