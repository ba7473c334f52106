import type { Table } from './message.ts';
import { columnsOf, oneLine } from './plain-text.ts';
import { RenderError } from './render-error.ts';

const GAP = '  ';

/** The column of a share's intervals, which is narrow on a phone. */
export const INTERVAL_COLUMN: Table['columns'][number] = {
  name: '95%',
  full: '95% interval',
  align: 'right',
};

/** Columns of words, whose cells begin below each other. */
export const left = (...names: readonly string[]) => names.map((name) => ({ name, align: 'left' }) as const);

/** Columns of numbers, whose cells end below each other. */
export const right = (...names: readonly string[]) =>
  names.map((name) => ({ name, align: 'right' }) as const);

/** The table with every cell on one line. @throws RenderError when a row has not one cell per column. */
export function cleanTable(table: Table): Table {
  const bad = table.rows.findIndex((row) => row.length !== table.columns.length);
  if (bad >= 0) throw new RenderError(`row ${bad} of a table has not one cell for each column`);
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: oneLine(column.name) })),
    rows: table.rows.map((row) => row.map(oneLine)),
  };
}

/** Columns of text that each column of a cleaned table needs. */
export function columnWidths({ columns, rows }: Table): readonly number[] {
  return columns.map(({ name }, column) =>
    rows.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? '')), columnsOf(name)),
  );
}

/** Columns of text that a whole line takes, gaps included. */
export function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * Math.max(0, widths.length - 1));
}

/** Fixed-width lines of a cleaned table: the names of the columns (none where all are empty) and the rows. */
export function tableLines(
  { columns, rows }: Table,
  widths: readonly number[],
): { readonly names: readonly string[]; readonly rows: readonly string[] } {
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - columnsOf(cell));
        return columns[column]?.align === 'right' ? padding + cell : cell + padding;
      })
      .join(GAP)
      .trimEnd();
  const names = columns.map(({ name }) => name);
  return { names: names.some(Boolean) ? [line(names)] : [], rows: rows.map(line) };
}
