import type { Table } from './message.ts';
import { columnsOf, oneLine } from './plain-text.ts';
import { RenderError } from './render-error.ts';

const GAP = '  ';

/** Left-aligned columns, for text. */
export const left = (...names: readonly string[]) => names.map((name) => ({ name, align: 'left' }) as const);

/** Right-aligned columns, for numbers. */
export const right = (...names: readonly string[]) =>
  names.map((name) => ({ name, align: 'right' }) as const);

/** Puts every cell on one line. @throws RenderError if a row does not have one cell per column. */
export function cleanTable(table: Table): Table {
  const bad = table.rows.findIndex((row) => row.length !== table.columns.length);
  if (bad >= 0) throw new RenderError(`row ${bad} of a table does not have one cell per column`);
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: oneLine(column.name) })),
    rows: table.rows.map((row) => row.map(oneLine)),
  };
}

/** Width of each column of a cleaned table, in characters. */
export function columnWidths({ columns, rows }: Table): readonly number[] {
  return columns.map(({ name }, column) =>
    rows.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? '')), columnsOf(name)),
  );
}

/** Width of a whole line including gaps, in characters. */
export function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * Math.max(0, widths.length - 1));
}

/** Fixed-width lines of a cleaned table: column names (omitted if all are empty) and rows. */
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
