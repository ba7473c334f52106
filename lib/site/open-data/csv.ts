import { memo } from '../../memo.ts';
import { type Cell, type Column, rowsOf, type Table } from './table.ts';

/** Bytes written so far: the first `length` of `bytes`. */
type Output = { bytes: Buffer; length: number };

/** Reserved for each cell; the output grows if a table's cells are longer. */
const CELL = 12;

/** The longest number: an integer of 16 digits. */
const NUMBER = 16;

const [ZERO, POINT, COMMA] = [...Buffer.from('0.,')] as [number, number, number];
const LINE_END = Buffer.from('\r\n');

/**
 * Writes a table as CSV (RFC 4180), with column names in the first line. Cells are written as bytes: with a string for
 * each, the million cells of the longest table take five times as long.
 */
export function writeCsv(table: Table): Uint8Array {
  const { columns } = table;
  const rows = rowsOf(table);
  const output: Output = { bytes: Buffer.allocUnsafe((rows + 1) * columns.length * CELL), length: 0 };
  writeBytes(Buffer.from(`${columns.map(({ name }) => name).join(',')}\r\n`), output);
  const writers = columns.map(({ type }) => WRITERS[type]());
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < columns.length; index++) {
      if (index > 0) writeByte(COMMA, output);
      const cell = columns[index]!.cells[row]!;
      // An empty cell is a figure that is not known.
      if (cell !== null) writers[index]!(cell, output);
    }
    writeBytes(LINE_END, output);
  }
  return output.bytes.subarray(0, output.length);
}

type Write = (cell: Exclude<Cell, null>, output: Output) => void;

/** How the cells of each type of column are written. */
const WRITERS: Readonly<Record<Column['type'], () => Write>> = {
  text: writeTexts,
  day: writeTexts,
  integer: () => (cell, output) => writeDigits(cell as number, 1, output),
  fraction: () => (cell, output) => writeFraction(cell as number, output),
};

/** A text repeats on many rows, so it is escaped and encoded once. */
function writeTexts(): Write {
  const encoded = memo((cell: Cell) => Buffer.from(escaped(`${cell}`)));
  return (cell, output) => writeBytes(encoded(cell), output);
}

/** Escapes a text for CSV. One that a spreadsheet would evaluate gets a leading apostrophe. */
function escaped(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes a fraction with up to six decimals, as `digits` rounds it. */
function writeFraction(fraction: number, output: Output): void {
  const millionths = Math.round(fraction * 1e6);
  const whole = Math.floor(millionths / 1e6);
  writeDigits(whole, 1, output);
  let decimals = millionths - whole * 1e6;
  if (decimals === 0) return;
  let places = 6;
  for (; decimals % 10 === 0; places--) decimals /= 10;
  writeByte(POINT, output);
  writeDigits(decimals, places, output);
}

/** Writes an integer from 0 with at least `places` digits. */
function writeDigits(integer: number, places: number, output: Output): void {
  reserve(NUMBER, output);
  const { bytes, length } = output;
  let end = length + places;
  for (let power = 10 ** places; power <= integer; power *= 10) end++;
  output.length = end;
  for (let rest = integer; end > length; rest = Math.floor(rest / 10)) bytes[--end] = ZERO + (rest % 10);
}

function writeByte(byte: number, output: Output): void {
  reserve(1, output);
  output.bytes[output.length++] = byte;
}

function writeBytes(added: Uint8Array, output: Output): void {
  reserve(added.length, output);
  const { bytes, length } = output;
  // Quicker than `set`, which costs more to call than a few bytes to copy.
  for (let index = 0; index < added.length; index++) bytes[length + index] = added[index]!;
  output.length = length + added.length;
}

function reserve(size: number, output: Output): void {
  const { bytes, length } = output;
  if (length + size <= bytes.length) return;
  output.bytes = Buffer.allocUnsafe(2 * (length + size));
  bytes.copy(output.bytes, 0, 0, length);
}
